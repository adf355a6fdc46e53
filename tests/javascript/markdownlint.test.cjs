'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Bench } = require('./bench.cjs');

/** markdownlint-cli2 in so far as it reads what it is given, finds one thing in each text that is bad, and says so. */
const CLI = `
const path = require('node:path');
exports.main = async ({ directory, argv, fs, noGlobs, nonFileContents, optionsOverride, logMessage, logError }) => {
  if (process.env.FAILS) throw process.env.FAILS === 'bare' ? 'it is bare' : new Error(process.env.FAILS);
  const read = (file) => new Promise((done, failed) => fs.readFile(file, 'utf8', (error, text) => (error ? failed(error) : done(text))));
  await read(path.join(directory, '.markdownlint.json'));
  const texts = { ...nonFileContents };
  for (const name of argv.filter((one) => !one.includes('ignored'))) texts[path.join(directory, name.slice(1))] = await read(path.join(directory, name.slice(1)));
  const bad = Object.keys(texts).filter((file) => texts[file].includes('bad') || file in nonFileContents);
  const results = bad.map((file) => ({ fileName: path.relative(directory, file), lineNumber: 1, ruleNames: ['MD001'], ruleDescription: 'bad' }));
  logMessage('globs ' + !noGlobs + ', fix ' + optionsOverride.fix);
  logError('an error');
  for (const [formatter] of optionsOverride.outputFormatters) formatter({ results });
  return results.length ? 1 : 0;
};
`;

function lint(files, env = {}) {
  const bench = new Bench({ '.markdownlint.json': '{}', 'a.md': 'good', 'sub/b.md': 'bad', 'ignored.md': 'bad' });
  bench.package('markdownlint-cli2', '0.22.1', CLI, { folder: bench.tool, main: 'program.js' });
  const canary = path.resolve(__dirname, '../../src/speccursor/qualify/tools/assets/linters/markdownlint.txt');
  fs.copyFileSync(canary, path.join(bench.in, 'speccursor-canary.md'));
  const done = bench.drive('run-markdownlint.mjs', { files }, env);
  const report = bench.left('markdownlint.json');
  return { ...done, report: report === null ? null : JSON.parse(report) };
}

test('markdownlint: what was read and found is told, and what was found in our own text only counted', () => {
  const { report, status, stdout, stderr } = lint(['a.md', 'sub/b.md', 'ignored.md']);
  assert.deepEqual([status, stdout, stderr], [1, 'globs false, fix false\n', 'an error\n']);
  assert.deepEqual([report.schema, report.canary, report.read], ['speccursor.markdownlint/1', 1, ['a.md', 'sub/b.md']]);
  assert.deepEqual(report.results.map(({ fileName }) => fileName), ['sub/b.md']);
});

test('markdownlint: a failure is told in its words and leaves no report', () => {
  const broken = lint(['a.md'], { FAILS: 'it is broken' });
  assert.deepEqual([broken.status, broken.report], [2, null]);
  assert.match(broken.stderr, /^Error: it is broken\n {4}at /);
  assert.equal(lint(['a.md'], { FAILS: 'bare' }).stderr, 'it is bare\n');
  assert.equal(lint(['gone.md']).status, 2);
});
