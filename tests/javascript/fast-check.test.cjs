'use strict';
/** What observes fast-check, each time in a process of its own: this one may be observed itself. */
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { Bench, NONCE, asset } = require('./bench.cjs');

const REAL = path.dirname(require.resolve('fast-check/package.json'));
const LOADS = `const fc = require(${JSON.stringify(REAL)});`;
const recorder = `const recorder = require(${JSON.stringify(asset('fast-check-recorder.cjs'))});`;

function run(program, { env = {}, bench = new Bench(), flags = [] } = {}) {
  const done = bench.write({ 'laws.cjs': program }).node([...flags, path.join(bench.root, 'laws.cjs')], env);
  assert.equal(done.status, 0, done.stderr);
  return { bench, lines: bench.lines('properties-'), stdout: done.stdout };
}

const properties = (lines) => lines.filter(({ event }) => event === 'property');

test('a property is run a thousand times unless it asks otherwise, and its line says what ran', () => {
  const { lines } = run(`${recorder} ${LOADS}
    recorder.observe(fc);
    recorder.observe(fc);
    recorder.current = 'the test'; recorder.currentFile = __filename;
    fc.assert(fc.property(fc.integer(), () => true));
    fc.assert(fc.property(fc.integer(), () => true), { numRuns: 5 });
    fc.configureGlobal({ numRuns: 7 });
    fc.assert(fc.property(fc.integer(), () => true));
    fc.assert(fc.property(fc.integer(), () => true));
    const { failed } = fc.check(fc.property(fc.integer(), (x) => x < 9), { seed: 1 });
    if (!failed) throw new Error('it holds');
    fc.check(fc.property(fc.integer(), () => { fc.pre(false); }), { numRuns: 3 });
  `);
  assert.deepEqual([lines[0].event, lines[0].hook, lines[0].nonce, lines[0].schema], ['ready', 'plugin', NONCE, 'speccursor.properties/1']);
  assert.equal(lines.filter(({ event }) => event === 'ready').length, 1);
  const told = properties(lines);
  assert.deepEqual(told.map(({ numRuns, asked, failed }) => [numRuns, asked, failed]).slice(0, 4), [
    [1000, 1000, false],
    [5, 5, false],
    [7, 7, false],
    [1000, 1000, false],
  ]);
  const [first, , , , falsified, discarded] = told;
  assert.deepEqual([first.test, first.file, first.line, first.testFile, first.kind, first.counterexample], ['the test', 'laws.cjs', 5, 'laws.cjs', 'property', null]);
  assert.deepEqual([falsified.failed, falsified.counterexample, falsified.seed], [true, '[9]', 1]);
  assert.ok(discarded.failed && discarded.skips > 0 && discarded.counterexample === null);
});

test('where no folder is given nothing is written, and where it cannot be written yet it is kept to the end', () => {
  const program = `${recorder} ${LOADS} recorder.observe(fc); require('node:fs').mkdirSync(process.argv[1] + '.out');`;
  assert.deepEqual(run(program, { env: { SPECCURSOR_OUT: '' } }).lines, []);
  const bench = new Bench();
  bench.out = path.join(bench.root, 'laws.cjs.out');
  const { lines } = run(program, { bench, env: { SPECCURSOR_NONCE: '' } });
  assert.deepEqual(lines.map(({ event, nonce }) => [event, nonce]), [['ready', ''], ['end', '']]);
});

test('a test that changes its environment changes nothing in the record', () => {
  const { lines } = run(`${recorder} ${LOADS} recorder.observe(fc); process.env = {}; fc.assert(fc.property(fc.integer(), () => true), { numRuns: 1 });`);
  assert.deepEqual(lines.map(({ event, nonce }) => [event, nonce]), [['ready', NONCE], ['property', NONCE]]);
});

test('the running test is told by whoever knows it', () => {
  const { lines } = run(`${recorder} ${LOADS} recorder.observe(fc);
    const holds = () => fc.assert(fc.property(fc.integer(), () => true), { numRuns: 1 });
    globalThis.expect = { getState: () => ({ currentTestName: 'of Jest', testPath: __filename }) };
    holds();
    globalThis.expect = { getState: () => ({}) };
    holds();
    delete globalThis.expect;
    process.env.NODE_TEST_CONTEXT = 'child';
    holds();
    delete process.env.NODE_TEST_CONTEXT;
    holds();
    eval("fc.assert(fc.property(fc.integer(), () => true), { numRuns: 1 }) //# sourceURL=node:nowhere");
    Error.stackTraceLimit = 0;
  `);
  assert.deepEqual(properties(lines).map((one) => [one.test, one.testFile]), [
    ['of Jest', 'laws.cjs'],
    [null, null],
    [null, 'laws.cjs'],
    [null, null],
    [null, null],
  ]);
});

test('where the call is nobody’s, the test’s file stands for it', () => {
  const { lines } = run(`${recorder} ${LOADS} recorder.observe(fc);
    const vm = require('node:vm');
    recorder.currentFile = __filename;
    Error.prepareStackTrace = () => 'Error\\n    at nowhere';
    fc.assert(fc.property(fc.integer(), () => true), { numRuns: 1 });
  `);
  assert.deepEqual(properties(lines).map((one) => [one.file, one.line]), [['laws.cjs', null]]);
});

test('a value that has no text, and a limit of time that the project sets', () => {
  const { lines, stdout } = run(
    `${recorder} ${LOADS}
    fc.configureGlobal({ interruptAfterTimeLimit: 5 });
    const { stringify } = fc;
    recorder.observe(fc);
    console.log(fc.readConfigureGlobal().interruptAfterTimeLimit);
    fc.check(fc.property(fc.integer(), () => false), { numRuns: 1 });
    `.replace('const { stringify } = fc;', "const copy = { ...fc, stringify() { throw new Error('no'); } };").replace('recorder.observe(fc)', 'recorder.observe(copy)'),
    { env: { SPECCURSOR_PROPERTY_MS: '70000', SPECCURSOR_NUM_RUNS: '20' } },
  );
  assert.equal(stdout, '70000\n');
  assert.equal(properties(lines)[0].counterexample, 'a value that cannot be turned into text');
});

test('plain tests that @fast-check/vitest wraps are not run a thousand times, and are told for what they are', () => {
  const bench = new Bench({ 'node_modules/@fast-check/vitest/index.cjs': 'module.exports = (fc) => fc.readConfigureGlobal().numRuns;' });
  const { lines, stdout } = run(
    `${recorder} ${LOADS} recorder.observe(fc);
    const asks = require('@fast-check/vitest/index.cjs');
    console.log(asks(fc), fc.readConfigureGlobal().numRuns);
    fc.assert(fc.property(fc.integer(), () => true), { numRuns: 1, endOnFailure: true });`,
    { bench },
  );
  assert.equal(stdout, 'undefined 1000\n');
  assert.equal(properties(lines)[0].kind, 'single');
});

/** fast-check before 4.10, as far as its reporters go; a `check` reports one run. */
const OLD = `
let settings;
exports.__version = '3.0.0';
exports.configureGlobal = (given) => { settings = given; };
exports.readConfigureGlobal = () => settings;
exports.stringify = JSON.stringify;
exports.defaultReportMessage = (out) => 'Property failed: ' + out.counterexample;
exports.assert = (out) => {
  const numRuns = settings.numRuns;
  const whole = { numRuns, numSkips: 0, interrupted: false, seed: 1, counterexamplePath: null, counterexample: null, failed: false, errorInstance: null, error: null, ...out };
  return (settings.asyncReporter || settings.reporter)({ ...whole, runConfiguration: { numRuns, ...out.runConfiguration } });
};
`;

test('older versions report by a reporter, which throws as fast-check does where the project has none of its own', () => {
  const bench = new Bench({ 'old.cjs': OLD });
  const { lines, stdout } = run(
    `${recorder} const fc = require('./old.cjs'); recorder.observe(fc); recorder.again();
    fc.assert({});
    const fails = { failed: true, counterexample: [9], errorInstance: new Error('why') };
    for (const runConfiguration of [{ errorWithCause: true }, { includeErrorInReport: true }, { includeErrorInReport: false }, {}]) {
      try { fc.assert({ ...fails, runConfiguration }); } catch (error) { console.log(error.message, error.cause?.message); }
    }
    fc.configureGlobal({ reporter: (out) => out.failed });
    recorder.again();
    console.log(fc.assert({}), fc.assert(fails));
    fc.configureGlobal({ asyncReporter: async (out) => out.failed });
    recorder.again();
    fc.assert(fails).then(console.log);`,
    { bench, env: { SPECCURSOR_NUM_RUNS: '30' } },
  );
  assert.deepEqual(lines[0], { schema: 'speccursor.properties/1', nonce: NONCE, event: 'ready', fastCheck: '3.0.0', hook: 'reporter' });
  assert.equal(stdout, 'Property failed: 9 why\nProperty failed: 9 undefined\nProperty failed: 9 why\nProperty failed: 9 undefined\nfalse true\ntrue\n');
  assert.deepEqual(properties(lines).map((one) => [one.numRuns, one.failed, one.error?.split('\n')[0] ?? null]), [
    [30, false, null],
    ...Array.from({ length: 4 }, () => [30, true, 'Error: why']),
    [30, false, null],
    [30, true, 'Error: why'],
    [30, true, 'Error: why'],
  ]);
});

test('the copies of fast-check that a package gets by require and by import are found', () => {
  const told = (manifest, files = {}) => {
    const place = 'node_modules/fast-check';
    const all = { ...(manifest && { [`${place}/package.json`]: manifest, [`${place}/lib/index.js`]: '' }), ...files };
    const bench = new Bench(all);
    const { stdout } = run(`${recorder} console.log(JSON.stringify(recorder.copies(${JSON.stringify(bench.root)})));`, { bench });
    return JSON.parse(stdout, (_, value) => (typeof value === 'string' ? path.relative(path.join(bench.root, place), value) : value));
  };
  const head = { name: 'fast-check', main: 'lib/index.js' };
  assert.deepEqual(told(null), { required: null, imported: null });
  assert.deepEqual(told(head), { required: 'lib/index.js', imported: null });
  assert.deepEqual(told({ ...head, exports: { './x': './x.js', '.': { require: './lib/index.js', import: './esm.js' } } }), { required: 'lib/index.js', imported: 'esm.js' });
  assert.deepEqual(told({ ...head, exports: { '.': { require: './lib/index.js', default: { types: './t.d.ts', default: './esm.js' } } } }, { 'node_modules/fast-check/lib/package.json': { name: 'inner' } }), { required: 'lib/index.js', imported: 'esm.js' });
  assert.deepEqual(told({ main: 'lib/index.js' }), { required: 'lib/index.js', imported: null });
});

/** A candidate that has the real fast-check. */
function withFastCheck(files = {}) {
  const fs = require('node:fs');
  const bench = new Bench(files);
  fs.mkdirSync(path.join(bench.root, 'node_modules'), { recursive: true });
  fs.symlinkSync(REAL, path.join(bench.root, 'node_modules/fast-check'));
  return bench;
}

const HOLDS = "const fc = require(['fast', 'check'].join('-')); fc.assert(fc.property(fc.integer(), () => true));";

test('Jest: observed before a test file and once more when it has been loaded', () => {
  const program = (native) => `const acts = []; globalThis.beforeAll = (act) => acts.push(act);
    require(${JSON.stringify(asset('fast-check-jest.cjs'))});
    ${HOLDS} fc.configureGlobal({ numRuns: 3 });
    Promise.all(acts.map((act) => act())).then(() => fc.assert(fc.property(fc.integer(), () => true))).then(() => console.log(${native}));`;
  const one = run(program(1), { bench: withFastCheck() });
  assert.deepEqual(properties(one.lines).map(({ numRuns }) => numRuns), [1000, 1000]);
  const both = run(program(2), { bench: withFastCheck(), flags: ['--experimental-vm-modules', '--no-warnings'] });
  assert.equal(both.lines.filter(({ event }) => event === 'ready').length, 2);
  const none = run(`globalThis.beforeAll = () => { throw new Error('called'); }; require(${JSON.stringify(asset('fast-check-jest.cjs'))});`);
  assert.deepEqual(none.lines, []);
  const here = withFastCheck();
  assert.equal(run(program(3), { bench: here, env: { SPECCURSOR_PACKAGE: '' } }).lines.length > 0, true);
});

test('Mocha: the running test is told, and the default is set again when all files are loaded', () => {
  const { lines } = run(
    `const { mochaHooks } = require(${JSON.stringify(asset('fast-check-mocha.cjs'))}); ${recorder} ${LOADS} recorder.observe(fc);
    fc.configureGlobal({ numRuns: 3 });
    mochaHooks.beforeAll();
    mochaHooks.beforeEach.call({ currentTest: { titlePath: () => ['suite', 'title'], file: __filename } });
    fc.assert(fc.property(fc.integer(), () => true));`,
  );
  assert.deepEqual(properties(lines).map((one) => [one.test, one.testFile, one.numRuns]), [['suite > title', 'laws.cjs', 1000]]);
});

/** As tape tells that a test begins; the real one is run by tests/unit/tools/test_fast_check.py. */
const TAPE = `const { EventEmitter } = require('node:events');
module.exports = { createStream: () => module.exports.stream = new EventEmitter(), onFinish: () => {} };
`;

test('tape: the running test is told, and the default is set again as each test begins', () => {
  const bench = withFastCheck();
  bench.package('tape', '5.10.2', TAPE, { main: 'program.js' });
  const { lines } = run(
    `const fc = require(['fast', 'check'].join('-')); fc.configureGlobal({ numRuns: 3 });
    const { stream } = require('tape');
    stream.emit('data', { type: 'test', id: 0, name: 'outer' });
    fc.assert(fc.property(fc.integer(), () => true));
    fc.configureGlobal({ numRuns: 5 });
    stream.emit('data', { type: 'test', id: 1, parent: 0, name: 'inner' });
    fc.assert(fc.property(fc.integer(), () => true));`,
    { bench, flags: ['--require', asset('fast-check-tape.cjs')] },
  );
  assert.deepEqual(properties(lines).map((one) => [one.test, one.testFile, one.numRuns]), [
    ['outer', 'laws.cjs', 1000],
    ['outer > inner', 'laws.cjs', 1000],
  ]);
});

test('a process of Node is observed by what is imported first, by node:test before each test', () => {
  const flags = ['--import', String(pathToFileURL(asset('fast-check-preload.mjs')))];
  assert.deepEqual(properties(run(HOLDS, { bench: withFastCheck(), flags }).lines).map(({ numRuns }) => numRuns), [1000]);
  assert.deepEqual(properties(run(HOLDS, { bench: withFastCheck(), flags, env: { SPECCURSOR_PACKAGE: '' } }).lines).map(({ numRuns }) => numRuns), [1000]);
  const inTest = `const { test } = require('node:test'); ${HOLDS} fc.configureGlobal({ numRuns: 3 });
    test('again', () => fc.assert(fc.property(fc.integer(), () => true)));`;
  const { lines } = run(inTest, { bench: withFastCheck(), flags, env: { NODE_TEST_CONTEXT: 'child' } });
  assert.deepEqual(properties(lines).map(({ numRuns }) => numRuns), [1000, 1000]);
  assert.deepEqual(run('1', { flags }).lines, []);
});

test('Vitest: observed in its own context, and again before all tests of a file', () => {
  const vitest = { 'node_modules/vitest/package.json': { name: 'vitest', exports: { './package.json': './package.json' } }, 'node_modules/vitest/dist/index.js': 'exports.beforeAll = (act) => act();' };
  const program = `import(${JSON.stringify(String(pathToFileURL(asset('fast-check-vitest.mjs'))))}).then(() => console.log('loaded'));`;
  for (const env of [{}, { SPECCURSOR_PACKAGE: '' }]) {
    const { lines, stdout } = run(program, { bench: withFastCheck(vitest), env });
    assert.deepEqual([lines.map(({ event }) => event), stdout], [['ready'], 'loaded\n']);
  }
  assert.deepEqual(run(program).lines, []);
});
