/**
 * Vitest 1 to 5 -> `speccursor.tests/1`. Use: vitest run --reporter=<this file> --includeTaskLocation
 *
 * Vitest 3 and later call onTestRunEnd(modules, unhandledErrors, reason):
 * https://vitest.dev/api/advanced/reporters (TestModule, TestCase, TestSuite).
 * Vitest 1 and 2 call onFinished(files, errors) with plain tasks; 3 calls both, so the first one wins.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { Results, message } = require('./results.cjs');

const said = (errors) => (errors && errors.length ? errors.map(message).join('\n') : null);

export default class VitestReporter {
  onInit(vitest) {
    this.results = new Results('vitest', vitest.version || version(vitest.config.root));
  }

  onTestRunEnd(modules, unhandled = [], reason = '') {
    if (this.done) return;
    this.done = true;
    for (const module of modules) {
      for (const error of module.errors()) this.results.error(module.moduleId, error);
      // A file that was collected and never run: its worker died, or the run was cut short.
      if (['pending', 'queued'].includes(module.state())) this.results.error(module.moduleId, `left ${module.state()}`);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) this.results.error(module.moduleId, error);
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        const { mode, fails } = test.options;
        const measured = test.diagnostic();
        this.results.test({
          file: module.moduleId,
          line: test.location ? test.location.line : null,
          name: test.fullName,
          outcome: outcome(state, mode, fails),
          seconds: measured ? measured.duration / 1000 : null,
          message: said(errors),
          retries: measured ? measured.retryCount : 0,
        });
      }
    }
    this.end(unhandled, reason === 'interrupted');
  }

  onFinished(files = [], unhandled = []) {
    if (this.done) return;
    this.done = true;
    const walk = (file, task, suites) => {
      if (task.type === 'suite') {
        for (const error of (task.result && task.result.errors) || []) this.results.error(file.filepath, error);
        const inner = task === file ? suites : [...suites, task.name];
        for (const child of task.tasks) walk(file, child, inner);
        return;
      }
      const result = task.result || {};
      this.results.test({
        file: file.filepath,
        line: task.location ? task.location.line : null,
        name: [...suites, task.name].join(' > '),
        outcome: outcome({ pass: 'passed', fail: 'failed' }[result.state] || 'skipped', task.mode, task.fails),
        seconds: typeof result.duration === 'number' ? result.duration / 1000 : null,
        message: said(result.errors),
        retries: result.retryCount || 0,
      });
    };
    for (const file of files) walk(file, file, []);
    this.end(unhandled, false);
  }

  end(unhandled, interrupted) {
    for (const error of unhandled) this.results.error(error.VITEST_TEST_PATH || null, error);
    if (interrupted) this.results.error(null, 'the run was interrupted');
    this.results.finish();
  }
}

function outcome(state, mode, fails) {
  if (state === 'failed') return 'failed';
  if (state === 'passed') return fails ? 'expected-failure' : 'passed'; // test.fails
  if (state === 'skipped') return mode === 'todo' ? 'todo' : 'skipped';
  return 'failed'; // left pending: it began and never ended
}

function version(root) {
  try {
    return createRequire(join(root, 'package.json'))('vitest/package.json').version;
  } catch {
    return null;
  }
}
