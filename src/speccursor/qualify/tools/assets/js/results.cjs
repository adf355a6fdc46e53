'use strict';
/**
 * The one writer of test results, shape `speccursor.tests/1`:
 *
 *   {schema, nonce, runner, runnerVersion,
 *    tests: [{file, line, name, outcome, seconds, message, retries}],
 *    errors: [{file, message}], finished: true}
 *
 * outcome: passed | failed | skipped | todo | expected-failure. `name` joins suites and title with " > ".
 * `errors` are what went wrong outside any test: a file that does not load, a hook, a rejected promise.
 * `retries` counts the attempts before the last one, so a pass with retries > 0 is a flaky pass.
 *
 * The text is only ever appended to, one test a line. It becomes valid JSON with the last write, so a run
 * that is killed half-way, or a test that calls process.exit(), leaves a file that no JSON parser accepts.
 *
 * Environment: SPECCURSOR_OUT (folder that exists), SPECCURSOR_NONCE, SPECCURSOR_ROOT (default: cwd).
 * Each run opens a new file `tests-<runner>-<pid>[-n].json`, so a script that starts two runs leaves two.
 */
const fs = require('node:fs');
const path = require('node:path');

const { writeSync } = fs; // ours, whatever a test puts in its place
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const root = real(process.env.SPECCURSOR_ROOT || process.cwd());

function real(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}

/** Path below the candidate's root with forward slashes; outside of it, the path as it was. */
function relative(file) {
  if (!file) return null;
  const plain = String(file).startsWith('file://') ? require('node:url').fileURLToPath(String(file)) : String(file);
  const below = path.relative(root, real(path.resolve(root, plain)));
  return below.startsWith('..') || path.isAbsolute(below) ? plain : below.split(path.sep).join('/');
}

/** A message of any thrown value, without colours, at most 8,000 characters. */
function message(error) {
  if (error === undefined || error === null) return null;
  let text;
  try {
    text = typeof error === 'string' ? error : error.stack || error.message || String(error);
    // A stack does not always begin with the message (Chai, older V8, errors made in another process).
    if (error.message && !text.includes(error.message)) text = `${error.message}\n${text}`;
  } catch {
    text = 'an error that cannot be turned into text';
  }
  return text.replace(COLOUR, '').slice(0, 8000);
}

function create(stem) {
  const folder = process.env.SPECCURSOR_OUT;
  if (!folder) throw new Error('SPECCURSOR_OUT is not set');
  for (let n = 0; ; n += 1) {
    try {
      return fs.openSync(path.join(folder, `${stem}-${process.pid}${n ? `-${n}` : ''}.json`), 'wx');
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

class Results {
  constructor(runner, runnerVersion) {
    this.errors = [];
    this.empty = true;
    this.waiting = '';
    this.fd = create(`tests-${runner}`);
    const head = { schema: 'speccursor.tests/1', nonce: process.env.SPECCURSOR_NONCE || '', runner, runnerVersion };
    this.put(`${JSON.stringify(head).slice(0, -1)},"tests":[\n`);
  }

  /** A test that fakes the file system (mock-fs) in the reporter's process must not lose what we tell. */
  put(text) {
    this.waiting += text;
    try {
      writeSync(this.fd, this.waiting);
      this.waiting = '';
    } catch {
      // kept for the next time
    }
  }

  test({ file, line = null, name, outcome, seconds = null, message: text = null, retries = 0 }) {
    const one = { file: relative(file), line, name, outcome, seconds, message: text, retries };
    this.put(`${this.empty ? '' : ','}${JSON.stringify(one)}\n`);
    this.empty = false;
  }

  error(file, error) {
    this.errors.push({ file: relative(file), message: message(error) || 'unknown error' });
  }

  finish() {
    if (this.fd === null) return;
    this.put(`],"errors":${JSON.stringify(this.errors)},"finished":true}\n`);
    if (!this.waiting) fs.closeSync(this.fd);
    this.fd = null;
  }
}

module.exports = { Results, message, relative };
