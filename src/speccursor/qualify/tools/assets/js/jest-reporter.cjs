'use strict';
/**
 * Jest 27 and later -> `speccursor.tests/1`. Use: jest --reporters=<this file> --testLocationInResults
 *
 * API: https://jestjs.io/docs/configuration#custom-reporters (onTestFileResult, onRunComplete);
 * a file's result and its assertions: `TestResult` and `AssertionResult` of @jest/test-result.
 */
const { Results, message } = require('./results.cjs');

const OUTCOMES = { passed: 'passed', failed: 'failed', pending: 'skipped', skipped: 'skipped', disabled: 'skipped', todo: 'todo' };

function version(rootDir) {
  for (const name of ['jest/package.json', '@jest/core/package.json']) {
    try {
      return require(require.resolve(name, { paths: [rootDir, process.cwd()] })).version;
    } catch {
      // the next one
    }
  }
  return null;
}

module.exports = class JestReporter {
  constructor(globalConfig) {
    this.results = new Results('jest', version(globalConfig.rootDir));
  }

  onTestFileResult(test, result) {
    // Set when the file did not run: it does not parse, an import fails, it holds no test, its worker died.
    if (result.testExecError) this.results.error(test.path, result.failureMessage || result.testExecError);
    for (const one of result.testResults) {
      const expected = one.failing === true && one.status === 'passed'; // test.failing
      this.results.test({
        file: test.path,
        line: one.location ? one.location.line : null,
        name: [...one.ancestorTitles, one.title].join(' > '),
        outcome: expected ? 'expected-failure' : OUTCOMES[one.status] || 'failed',
        seconds: typeof one.duration === 'number' ? one.duration / 1000 : null,
        message: one.failureMessages.length ? message(one.failureMessages.join('\n')) : null,
        retries: Math.max(0, (one.invocations || 1) - 1), // jest.retryTimes
      });
    }
  }

  onRunComplete(_contexts, results) {
    if (results.runExecError) this.results.error(null, results.runExecError);
    if (results.wasInterrupted) this.results.error(null, 'the run was interrupted');
    this.results.finish();
  }
};
