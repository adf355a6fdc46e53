'use strict';
/**
 * tape 4 and 5 -> `speccursor.tests/1`. Use: NODE_OPTIONS="--require <this file>"; one file a process that runs tests.
 *
 * API: https://github.com/tape-testing/tape#tapecreatestreamopts (objectMode). Its rows take the place of the TAP
 * text on stdout. A test is a tape test; it fails with its first failed assertion and keeps its first message. What is
 * called by test.skip() tape never tells, in its text neither; `skip` among a test's options it does.
 * `watched` is called with the name of each test, and its file, before the test runs.
 */
const { Results } = require('./results.cjs');

exports.watched = () => {};

let tape = null;
let version = null;
try {
  const from = { paths: [process.env.SPECCURSOR_PACKAGE || process.cwd()] };
  version = require(require.resolve('tape/package.json', from)).version;
  tape = require(require.resolve('tape', from));
} catch {
  // the package does not use tape
}

const loaded = process.argv[1] || '';
const main = /[\\/]node_modules[\\/]/.test(loaded) ? null : loaded; // null: tape's own command

/** What tape has told so far; a method for each type of its rows. */
class Told {
  results = new Results('tape', version);
  running = new Map();

  test(row) {
    const name = [this.running.get(row.parent)?.name, row.name].filter(Boolean).join(' > ');
    this.running.set(row.id, { ...row, name, bad: null, at: Date.now() });
    exports.watched(name, main);
  }

  assert(row) {
    const test = this.running.get(row.test);
    if (test && !row.ok && !row.todo && !row.skip) test.bad ??= row;
  }

  end(row) {
    const test = this.running.get(row.test);
    if (!test) return;
    this.running.delete(row.test);
    this.results.test({
      file: test.bad?.file || main,
      line: test.bad?.line ? Number(test.bad.line) : null,
      name: test.name,
      outcome: outcome(test),
      seconds: (Date.now() - test.at) / 1000,
      message: test.bad ? `${test.bad.name}\nexpected: ${show(test.bad.expected)}\nactual: ${show(test.bad.actual)}` : null,
    });
  }

  bail() {
    this.results.error(main, 'bail out');
  }
}

function outcome({ bad, skip, todo }) {
  if (bad) return 'failed';
  if (skip) return 'skipped';
  return todo ? 'todo' : 'passed';
}

if (tape) {
  let told = null;
  tape.createStream({ objectMode: true }).on('data', (row) => {
    told ??= new Told();
    told[row.type]?.(row);
  });
  // A test that calls process.exit() comes here too, and stands in `running` then.
  tape.onFinish(() => {
    if (told?.running.size === 0) told.results.finish();
  });
}

function show(value) {
  return require('node:util').inspect(value, { depth: 4 }).slice(0, 1000);
}
