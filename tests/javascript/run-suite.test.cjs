'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Bench, NONCE } = require('./bench.cjs');

/** A runner: it leaves a record, and says how it was called. */
const RUNNER = `
const { Results } = require(process.env.SPECCURSOR_IN + '/results.cjs');
const { argv, execArgv, env } = process;
if (argv.includes('--showConfig')) {
  console.log('a warning\\n' + JSON.stringify({ configs: [{ setupFilesAfterEnv: ['/theirs.js'] }, {}] }));
} else {
  require('node:fs').writeFileSync('called.json', JSON.stringify({ words: argv.slice(2), flags: execArgv, mode: env.MODE, options: env.NODE_OPTIONS, given: env.SPECCURSOR_VITEST_CONFIG }));
  const results = new Results('stand-in', '1.0.0');
  results.test({ file: 'test/a.test.js', name: 'a', outcome: 'passed' });
  results.finish();
  process.exitCode = Number(env.CODE || 0);
}
`;
/** c8 in so far as it runs the command that it is given, and leaves a report. */
const C8 = `
const { argv, env, execPath } = process;
const words = argv.slice(2);
require('node:fs').writeFileSync(env.SPECCURSOR_OUT + '/c8.json', JSON.stringify(words));
const done = require('node:child_process').spawnSync(execPath, words.slice(words.indexOf(execPath) + 1), { stdio: 'inherit' });
const folder = words[words.indexOf('--reports-dir') + 1];
require('node:fs').mkdirSync(folder);
require('node:fs').writeFileSync(folder + '/coverage-final.json', '{}');
if (done.signal) process.kill(process.pid, done.signal);
process.exitCode = done.status;
`;

function project(test, files = {}, scripts = {}) {
  const bench = new Bench({ 'package.json': { scripts: { test, ...scripts } }, ...files });
  return bench.package('c8', '10.1.3', C8, { folder: bench.tool });
}

function suite(bench, runner, more = {}, env = {}) {
  const settings = { runner, source: [], tests: [], arguments: [], properties: false, ...more };
  const done = bench.drive('run-suite.cjs', settings, env);
  const file = path.join(bench.component, 'called.json');
  return { ...done, called: fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null };
}

const withRunner = (name, version, test, more = {}) => project(test, more.files, more.scripts).package(name, version, RUNNER, more);

test('Vitest: its own words stay, ours come first, and coverage is counted exactly or not at all', () => {
  const words = (version, provider, providers = version) => {
    const bench = withRunner('vitest', version, 'vitest run --coverage --reporter verbose --project unit a.test.ts');
    if (provider) bench.package(`@vitest/coverage-${provider}`, providers, '');
    const { account, called, status } = suite(bench, 'vitest', { source: ['src/a[1].js', 'lib/a[1].js'], arguments: ['--added'] });
    assert.deepEqual([status, account.failed, account.version, account.whose, account.tool, account.nonce], [0, null, version, 'project', 'vitest', NONCE]);
    assert.deepEqual(called.words.slice(-4), ['--project', 'unit', 'a.test.ts', '--added']);
    return called.words;
  };
  const has = (found, ...wanted) => wanted.map((one) => found.includes(one));
  const wanted = ['--includeTaskLocation', '--coverage.provider=v8', '--coverage.experimentalAstAwareRemapping', '--coverage.all', '--coverage.include=**/a?1?.js'];
  assert.deepEqual(has(words('4.0.0', 'v8'), ...wanted), [true, true, false, false, true]);
  assert.deepEqual(has(words('3.2.0', 'v8'), ...wanted), [true, true, true, true, true]);
  assert.deepEqual(has(words('3.1.0', 'v8'), ...wanted), [true, false, false, false, false]);
  assert.deepEqual(has(words('2.1.0', 'istanbul'), '--coverage.provider=istanbul', ...wanted), [true, false, false, false, true, true]);
  assert.deepEqual(has(words('2.1.0'), ...wanted), [false, false, false, false, false]);
});

test('Vitest: for properties its configuration is wrapped by ours', () => {
  const run = (test) => suite(withRunner('vitest', '4.0.0', test, { files: { 'own.config.ts': '' } }), 'vitest', { properties: true }, { TMPDIR: process.env.TMPDIR || '/tmp' });
  for (const [test, given] of [['vitest', undefined], ['vitest -c own.config.ts x', 'own.config.ts'], ['vitest --config=own.config.ts x', 'own.config.ts']]) {
    const { called, status } = run(test);
    assert.equal(status, 0);
    const config = called.words.find((word) => word.startsWith('--config='));
    assert.match(config, /vitest-config\.mjs$/);
    assert.equal(called.given && path.basename(called.given), given);
    assert.ok(called.words.includes('--testTimeout=300000'));
    assert.equal(called.words.some((word) => word.includes('own.config')), false);
    assert.match(called.options, /--import=file:.*fast-check-preload\.mjs/);
  }
});

function jest(test, more = {}, env = {}) {
  const bench = withRunner('jest', '30.0.0', test);
  bench.package('jest-cli', '30.0.0', '', { main: 'cli.js', more: { 'cli.js': `exports.run = (words) => { process.argv.push(...words); require('jest/program.js'); };` }, bin: {} });
  return suite(bench, 'jest', more, env);
}

test('Jest is started by its own command line’s package, out of sight of its tests', () => {
  const { called, account, status } = jest('cross-env MODE=m jest --ci --coverage x -u --silent --collectCoverageFrom a b --runInBand', { source: ['src/a.js'] });
  assert.deepEqual([status, account.failed, called.mode], [0, null, 'm']);
  assert.deepEqual(called.words.slice(0, 2), [called.words[0], '--testLocationInResults']);
  assert.ok(called.words.includes('--collectCoverageFrom=**/a.js') && called.words.includes('--coverageThreshold={}'));
  assert.deepEqual(called.words.slice(-1), ['--runInBand']);
});

test('Jest: for properties the project’s own setup files go first', () => {
  const { called, status } = jest('NODE_OPTIONS=--no-warnings node --no-deprecation node_modules/.bin/jest', { properties: true }, { NODE_OPTIONS: '--no-addons' });
  const at = called.words.indexOf('--setupFilesAfterEnv');
  assert.deepEqual([status, called.words[at + 1], path.basename(called.words[at + 2])], [0, '/theirs.js', 'fast-check-jest.cjs']);
  assert.deepEqual([called.options, called.flags], ['--no-addons --no-warnings', ['--no-deprecation']]);
});

test('mocha: under c8 for tests, without it for properties; a number of failures is one exit code', () => {
  const bench = withRunner('mocha', '11.0.0', 'mocha --bail -R spec --timeout 5 test/*.js "test/**/*.x.js" none/*.js', { files: { 'test/b.js': '', 'test/a.js': '' } });
  const { account, called, status } = suite(bench, 'mocha', { source: ['a.js'] }, { CODE: '7' });
  assert.deepEqual([status, account.status, account.failed], [1, 7, null]);
  assert.deepEqual(called.words.slice(-6), ['--timeout', '5', 'test/a.js', 'test/b.js', 'test/**/*.x.js', 'none/*.js']);
  assert.deepEqual(JSON.parse(bench.left('c8.json')).slice(-20).includes('**/a.js'), true);
  assert.equal(bench.left('coverage.json'), '{}');
  const again = withRunner('mocha', '11.0.0', 'mocha -t 5 test');
  const properties = suite(again, 'mocha', { properties: true });
  assert.deepEqual([properties.status, properties.called.words.slice(-3)], [0, ['--timeout', '300000', 'test']]);
  assert.equal(again.left('properties.jsonl'), '');
  assert.equal(again.left('c8.json'), null);
});

test('a signal that ends a runner is 128 and its number', () => {
  const bench = project('mocha').package('mocha', '11.0.0', 'process.kill(process.pid, "SIGKILL");');
  const { account, status } = suite(bench, 'mocha', {});
  assert.deepEqual([status, account.status, account.signal], [137, null, 'SIGKILL']);
});

test('tape: by its own command or by the script that node runs', () => {
  const own = withRunner('tape', '5.0.0', "tape --no-only 'test/*.js'");
  const { called, status } = suite(own, 'tape');
  assert.deepEqual([status, called.words, called.flags[0], path.basename(called.flags[1])], [0, ['test/*.js'], '--require', 'tape-recorder.cjs']);
  const script = project('node test/all.js --x', { 'test/all.js': RUNNER }).package('tape', '5.0.0', 'throw 1;', { main: 'absent.js' });
  const direct = suite(script, 'tape');
  assert.deepEqual([direct.status, direct.called.words], [0, ['--x']], direct.stderr);
});

const HEAD = "const { test } = require('node:test');\n";

test('node:test: the survey’s tests where the script names none, else the files that it names', () => {
  const ran = (test, files, more = {}) => {
    const bench = project(test, files);
    const { account, status, stderr } = suite(bench, 'node', { tests: Object.keys(files), ...more });
    assert.equal(account.failed, null, stderr);
    assert.equal(account.version, process.version.slice(1));
    const [record] = bench.left('tests.json') ? [JSON.parse(bench.left('tests.json'))] : [];
    return [status, record?.tests.map(({ name }) => name).sort(), record?.errors.map(({ message }) => message)];
  };
  const files = { 'test/a.js': `${HEAD}test('a', () => {});`, 'b.test.cjs': `${HEAD}test('b', () => { throw 1; });`, 'lib/c.js': 'throw 1;', 'd.spec.js': `${HEAD}test('d', () => {});` };
  assert.deepEqual(ran('node --test', files), [1, ['a', 'b'], []]);
  assert.deepEqual(ran('node --test --test-reporter spec "./*.spec.js"', files), [0, ['d'], []]);
  assert.deepEqual(ran('node --require ./lib/e.js --test', { ...files, 'lib/e.js': '' }, { tests: ['test/a.js'] }), [0, ['a'], []]);
  const empty = project('node --test', { 'test/a.js': files['test/a.js'] });
  const { called, status, account } = suite(empty, 'node', { tests: ['test/a.js'], properties: true });
  assert.deepEqual([status, called, account.declaring], [0, null, []]);
});

test('what the script builds first is built, what it lints is left out, and a build that fails is told', () => {
  const make = (name) => `node -e "require('fs').appendFileSync('made','${name} ')"`;
  const run = (test, scripts) => {
    const bench = withRunner('vitest', '4.0.0', test, { scripts });
    const done = suite(bench, 'vitest');
    const made = path.join(bench.root, 'made');
    return [fs.existsSync(made) ? fs.readFileSync(made, 'utf8').trim() : '', done.account.failed, Boolean(done.called)];
  };
  assert.deepEqual(run(`npm run lint && eslint . && npm run build && vitest && ${make('after')}`, { pretest: make('pretest'), build: `${make('build')} || ${make('never')}`, lint: make('linted') }), ['pretest build', null, true]);
  assert.deepEqual(run(`A=1 cross-env node -e "process.exit(3)" && vitest`)[1], 'what the test script builds first failed: A=1 cross-env node -e process.exit(3) (exit code 3)');
  assert.deepEqual(run(`node -e "process.exit(3)" || ${make('instead')} && vitest`, {})[1].includes('exit code 3'), true);
  assert.deepEqual(run(`${make('one')} && absent-program * none*/*.x && vitest`)[1].includes('ENOENT'), true);
  assert.deepEqual(run(`${make('one')} ; false-start || ${make('two')} && vitest`)[1].includes('false-start'), true);
});

test('a step after || is not run where all went well, and one after && not where it did not', () => {
  const bench = withRunner('vitest', '4.0.0', 'npm run a || npm run b && vitest', { scripts: { a: 'node -e 1', b: 'node -e "process.exit(1)"' } });
  assert.equal(suite(bench, 'vitest').account.failed, null);
  const fails = withRunner('vitest', '4.0.0', 'node -e 1 || node -e "process.exit(1)" && vitest');
  assert.equal(suite(fails, 'vitest').account.failed, null);
});

test('why nothing was measured is told', () => {
  const absent = suite(project('vitest'), 'vitest');
  assert.match(absent.account.failed, /^vitest is not installed in .*root$/);
  assert.equal(absent.status, 0);
  const twice = project('vitest').package('vitest', '4.0.0', `{${RUNNER}}{${RUNNER}}`);
  assert.match(suite(twice, 'vitest').account.failed, /^2 runs of tests left a record/);
  const bare = new Bench().package('vitest', '4.0.0', RUNNER);
  assert.deepEqual(suite(bare, 'vitest').account.failed, null);
});

test('a component below the root finds what is installed above it', () => {
  const bench = new Bench({ 'packages/a/package.json': `\uFEFF${JSON.stringify({ scripts: { test: 'vitest' } })}` }).package('vitest', '4.0.0', RUNNER, { bin: 'program.js' });
  bench.component = path.join(bench.root, 'packages/a');
  assert.deepEqual(suite(bench, 'vitest').account.failed, null);
});

test('a program that its package names otherwise is found all the same', () => {
  const bench = new Bench({ 'package.json': {} }).package('vitest', '4.0.0', RUNNER, { bin: { other: 'program.js' } });
  assert.equal(suite(bench, 'vitest').status, 0);
});

test('what comments take out is told by file, istanbul’s by their places where c8 measures', () => {
  const files = { 'src/a.js': '/* c8 ignore next */\na();\n// istanbul ignore else\nif (x) y();', 'src/empty.js': "export * from './a.js';", 'src/types.ts': 'export type A = 1;', 'src/c.js': 'c();' };
  const source = [...Object.keys(files), 'src/gone.js'];
  const mocha = suite(withRunner('mocha', '11.0.0', 'mocha', { files }), 'mocha', { source }).account;
  assert.deepEqual(mocha.ignored, { 'src/a.js': [1, 2, 3] });
  assert.deepEqual(mocha.empty, ['src/empty.js', 'src/types.ts', 'src/gone.js']);
  assert.deepEqual(mocha.hints, { 'src/a.js': [{ kind: 'else', line: 3, from: [3, 23], reach: [4, 3] }] });
  assert.deepEqual(suite(withRunner('vitest', '4.0.0', 'vitest', { files }), 'vitest', { source }).account.hints, {});
});

test('test files that declare properties are told by what they say', () => {
  const files = { 'a.test.js': "import fc from ['fast-check'].join('');", 'b.test.js': `import * as f from "${'fast'}-check";\nf.assert(f.property(f.integer(), () => true));`, 'c.test.js': `import f from '${'fast'}-check';` };
  const { account } = suite(withRunner('vitest', '4.0.0', 'vitest', { files }), 'vitest', { tests: Object.keys(files), properties: true });
  assert.deepEqual(account.declaring, ['b.test.js']);
});

test('records of properties of several processes are put behind one another', () => {
  const program = `require('node:fs').writeFileSync(process.env.SPECCURSOR_OUT + '/properties-1-0.jsonl', 'one\\n'); require('node:fs').writeFileSync(process.env.SPECCURSOR_OUT + '/properties-2-0.jsonl', 'two\\n'); ${RUNNER}`;
  const bench = project('vitest').package('vitest', '4.0.0', program);
  assert.equal(suite(bench, 'vitest', { properties: true }).status, 0);
  assert.equal(bench.left('properties.jsonl'), 'one\ntwo\n');
});
