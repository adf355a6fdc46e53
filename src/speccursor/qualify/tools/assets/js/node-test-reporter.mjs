/**
 * node:test -> `speccursor.tests/1`. Use: node --test --test-reporter=<this file> --test-reporter-destination=stdout
 *
 * API: https://nodejs.org/docs/latest-v20.x/api/test.html#custom-reporters, events of class TestsStream.
 * The runner gives names without their suites: the stack of `test:start` events holds them. A test file is
 * itself a test when it registers none (it passes, vacuously) or when its process fails (an error outside tests).
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);
const { Results, message } = require('./results.cjs');

export default async function* report(source) {
  const told = new Told();
  for await (const { type, data } of source) told[type]?.(data);
  told.end();
  yield '';
}

/** What the runner has told so far; a method for each of its events that matters. */
class Told {
  results = new Results('node:test', process.version.slice(1));
  names = [];
  holding = new Set(); // files that a test was seen in
  stderr = new Map(); // file -> the end of what its process wrote
  open = new Map(); // tests announced and not ended yet: process.exit(0) in a test loses the rest without a word

  'test:stderr'({ file, message: text }) {
    this.stderr.set(file, ((this.stderr.get(file) || '') + text).slice(-4000));
  }

  'test:enqueue'(data) {
    if (!isFile(data)) this.open.set(key(data), [...(this.open.get(key(data)) || []), data]);
  }

  'test:start'({ nesting, name }) {
    this.names.length = nesting;
    this.names[nesting] = name;
  }

  'test:pass'(data) {
    if (!isFile(data)) this.ended(data, false);
    else if (!this.holding.has(resolve(data.name))) this.results.error(resolve(data.name), 'the file holds no test');
  }

  'test:fail'(data) {
    if (!isFile(data)) return this.ended(data, true);
    const file = resolve(data.name);
    // The error says only "test failed"; why stands on the process's stderr.
    return this.results.error(file, `${message(cause(data.details?.error))}\n${this.stderr.get(file) || ''}`);
  }

  ended(data, failed) {
    this.open.get(key(data))?.pop();
    if (data.file) this.holding.add(data.file);
    const { details = {} } = data;
    if (details.type !== 'suite') this.test(data, details, failed);
    // A suite that failed only because a test in it failed: that test has told so already.
    else if (failed && details.error?.failureType !== 'subtestsFailed') this.results.error(data.file, cause(details.error));
  }

  /** A parent of failed tests fails as well: it is a test of its own, and they are told one by one. */
  test(data, details, failed) {
    this.results.test({
      file: data.file,
      line: data.line ?? null,
      name: [...this.names.slice(0, data.nesting), data.name].join(' > '),
      outcome: outcome(data, failed),
      seconds: typeof details.duration_ms === 'number' ? details.duration_ms / 1000 : null,
      message: failed ? message(cause(details.error)) : null,
    });
  }

  end() {
    for (const { file, name } of [...this.open.values()].flat()) this.results.error(file, `"${name}" was announced and never ended`);
    this.results.finish();
  }
}

function outcome({ skip, todo }, failed) {
  const [skipped, left] = [skip, todo].map((mark) => mark !== undefined && mark !== false);
  if (skipped || left) return skipped ? 'skipped' : 'todo';
  return failed ? 'failed' : 'passed';
}

const key = ({ file, line, column, nesting, name }) => JSON.stringify([file, line, column, nesting, name]);

function isFile({ nesting, name, file }) {
  return nesting === 0 && (name === file || (file ? resolve(name) === file : /\.[cm]?[jt]sx?$/.test(name) && name.includes('/')));
}

/** The runner wraps what a test threw: https://nodejs.org/api/errors.html#err_test_failure */
function cause(error) {
  return error?.code === 'ERR_TEST_FAILURE' && error.cause ? error.cause : error;
}
