'use strict';
/**
 * tape 4 and 5 -> `speccursor.tests/1`. Use: NODE_OPTIONS="--require <this file>"; one file a process that runs tests.
 *
 * API: https://github.com/tape-testing/tape#tapecreatestreamopts (objectMode). Its rows take the place of the TAP
 * text on stdout. A test is a tape test; it fails with its first failed assertion and keeps its first message.
 */
const { Results } = require('./results.cjs');

let tape = null;
let version = null;
try {
  const from = { paths: [process.env.SPECCURSOR_PACKAGE || process.cwd()] };
  version = require(require.resolve('tape/package.json', from)).version;
  tape = require(require.resolve('tape', from));
} catch {
  // the package does not use tape
}

if (tape) {
  let results = null;
  const running = new Map();
  const main = /[\\/]node_modules[\\/]/.test(process.argv[1] || '') ? null : process.argv[1]; // tape's own command
  tape.createStream({ objectMode: true }).on('data', (row) => {
    results = results || new Results('tape', version);
    if (row.type === 'test') {
      running.set(row.id, { ...row, name: [running.get(row.parent)?.name, row.name].filter(Boolean).join(' > '), bad: null, at: Date.now() });
    } else if (row.type === 'assert') {
      const test = running.get(row.test);
      if (!row.ok && !row.todo && !row.skip && test && !test.bad) test.bad = row;
    } else if (row.type === 'end') {
      const test = running.get(row.test);
      if (!test) return;
      const bad = test.bad;
      results.test({
        file: bad?.file || main,
        line: bad?.line ? Number(bad.line) : null,
        name: test.name,
        outcome: bad ? 'failed' : test.skip ? 'skipped' : test.todo ? 'todo' : 'passed',
        seconds: (Date.now() - test.at) / 1000,
        message: bad ? `${bad.name}\nexpected: ${show(bad.expected)}\nactual: ${show(bad.actual)}` : null,
      });
      running.delete(row.test);
    } else if (row.type === 'bail') {
      results.error(main, 'bail out');
    }
  });
  // A test that calls process.exit() comes here too, and stands in `running` then.
  tape.onFinish(() => {
    if (results && running.size === 0) results.finish();
  });
}

function show(value) {
  return require('node:util').inspect(value, { depth: 4 }).slice(0, 1000);
}
