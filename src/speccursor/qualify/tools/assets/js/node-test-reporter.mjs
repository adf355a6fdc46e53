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
  const results = new Results('node:test', process.version.slice(1));
  const names = [];
  const below = new Map(); // file -> tests seen in it
  const stderr = new Map(); // file -> the end of what its process wrote
  const open = new Map(); // tests announced and not ended yet: process.exit(0) in a test loses the rest without a word
  for await (const { type, data } of source) {
    if (type === 'test:stderr') {
      stderr.set(data.file, ((stderr.get(data.file) || '') + data.message).slice(-4000));
    } else if (type === 'test:enqueue') {
      if (!isFile(data)) open.set(key(data), [...(open.get(key(data)) || []), data]);
    } else if (type === 'test:start') {
      names.length = data.nesting;
      names[data.nesting] = data.name;
    } else if (type === 'test:pass' || type === 'test:fail') {
      const failed = type === 'test:fail';
      const { details = {} } = data;
      if (isFile(data)) {
        const file = resolve(data.name);
        // The error says only "test failed"; why stands on the process's stderr.
        if (failed) results.error(file, `${message(cause(details.error))}\n${stderr.get(file) || ''}`);
        else if (!below.has(file)) results.error(file, 'the file holds no test');
        continue;
      }
      open.get(key(data))?.pop();
      if (data.file) below.set(data.file, (below.get(data.file) || 0) + 1);
      if (details.type === 'suite') {
        // Failed only because a test in it failed: that test has told so already.
        if (failed && details.error?.failureType !== 'subtestsFailed') results.error(data.file, cause(details.error));
        continue;
      }
      // Its own test failed as a parent of failed tests: they are told one by one.
      const [skip, todo] = [data.skip, data.todo].map((mark) => mark !== undefined && mark !== false);
      results.test({
        file: data.file,
        line: data.line ?? null,
        name: [...names.slice(0, data.nesting), data.name].join(' > '),
        outcome: skip ? 'skipped' : todo ? 'todo' : failed ? 'failed' : 'passed',
        seconds: typeof details.duration_ms === 'number' ? details.duration_ms / 1000 : null,
        message: failed ? message(cause(details.error)) : null,
      });
    }
  }
  for (const { file, name } of [...open.values()].flat()) results.error(file, `"${name}" was announced and never ended`);
  results.finish();
  yield '';
}

const key = ({ file, line, column, nesting, name }) => JSON.stringify([file, line, column, nesting, name]);

function isFile({ nesting, name, file }) {
  return nesting === 0 && (name === file || (file ? resolve(name) === file : /\.[cm]?[jt]sx?$/.test(name) && name.includes('/')));
}

/** The runner wraps what a test threw: https://nodejs.org/api/errors.html#err_test_failure */
function cause(error) {
  return error?.code === 'ERR_TEST_FAILURE' && error.cause ? error.cause : error;
}
