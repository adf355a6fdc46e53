'use strict';
/**
 * Mocha 6 and later -> `speccursor.tests/1`. Use: mocha --reporter <this file>
 *
 * API: https://mochajs.org/api/tutorial-custom-reporter.html, events of Mocha.Runner.constants.
 * Mocha reports a broken hook as a failure whose `type` is "hook": an error outside tests here.
 */
const { Results, message } = require('./results.cjs');

module.exports = class MochaReporter {
  constructor(runner) {
    const results = new Results('mocha', version());
    const retried = new Map(); // Mocha clones a test for each attempt
    const write = (test, outcome, error) =>
      results.test({
        file: test.file,
        line: null, // Mocha keeps no position
        name: test.titlePath().join(' > '),
        outcome,
        seconds: typeof test.duration === 'number' ? test.duration / 1000 : null,
        message: message(error),
        retries: Math.max(retried.get(test.fullTitle()) || 0, attempts(test)),
      });
    runner.on('retry', (test) => retried.set(test.fullTitle(), (retried.get(test.fullTitle()) || 0) + 1));
    runner.on('pass', (test) => write(test, 'passed', null));
    // it.skip(), this.skip() and a test without a function look the same here.
    runner.on('pending', (test) => write(test, 'skipped', null));
    runner.on('fail', (test, error) => {
      if (test.type === 'hook') results.error(test.file || (test.parent && test.parent.file), `${test.fullTitle()}\n${message(error)}`);
      else write(test, 'failed', error);
    });
    // Mocha drops a rejection that nobody handles, where Jest, Vitest and node:test fail. It emits each one twice.
    const dropped = new Set();
    const drop = (reason, promise) => {
      if (!dropped.has(promise)) results.error(runner.currentRunnable && runner.currentRunnable.file, reason);
      dropped.add(promise);
    };
    process.on('unhandledRejection', drop);
    runner.once('end', () => {
      process.removeListener('unhandledRejection', drop);
      results.finish();
    });
  }
};

function attempts(test) {
  return typeof test.currentRetry === 'function' ? test.currentRetry() : test._currentRetry || 0;
}

function version() {
  try {
    return require(require.resolve('mocha/package.json', { paths: [process.cwd()] })).version;
  } catch {
    return null;
  }
}
