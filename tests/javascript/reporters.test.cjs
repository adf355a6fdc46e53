'use strict';
const assert = require('node:assert/strict');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const fc = require('fast-check');
const { Bench, NONCE, asset, temporary, write } = require('./bench.cjs');

/** Load a reporter afresh, with its outputs in a folder of its own: what it made is returned, and what it then left. */
function loaded(name, { root = temporary() } = {}) {
  const out = temporary();
  const before = { ...process.env };
  Object.assign(process.env, { SPECCURSOR_OUT: out, SPECCURSOR_ROOT: root, SPECCURSOR_NONCE: NONCE });
  for (const one of ['results.cjs', name]) delete require.cache[require.resolve(asset(one))];
  const made = require(asset(name));
  const restored = () => {
    for (const key of ['SPECCURSOR_OUT', 'SPECCURSOR_ROOT', 'SPECCURSOR_NONCE']) {
      if (before[key] === undefined) delete process.env[key];
      else process.env[key] = before[key];
    }
  };
  const texts = () => fs.readdirSync(out).sort().map((file) => fs.readFileSync(path.join(out, file), 'utf8'));
  return { made, out, root, restored, texts, told: () => JSON.parse(texts()[0]) };
}

const short = ({ tests }) => Object.fromEntries(tests.map((one) => [one.name, one.outcome]));

test('a record tells what it was told, and paths below the root', (context) => {
  const { made, out, root, restored, texts } = loaded('results.cjs');
  context.after(restored);
  write(root, { 'test/a.js': '' });
  const results = new made.Results('some', '1.2.3');
  results.test({ file: path.join(root, 'test/a.js'), name: 'a', outcome: 'passed', seconds: 0.5 });
  results.test({ file: pathToFileURL(path.join(root, 'gone.js')), line: 3, name: 'b', outcome: 'failed', message: 'no', retries: 2 });
  results.error('/elsewhere/c.js', undefined);
  results.error(null, new Error('why'));
  const second = new made.Results('some', null);
  second.finish();
  results.finish();
  results.finish();
  assert.deepEqual(fs.readdirSync(out).sort(), [`tests-some-${process.pid}-1.json`, `tests-some-${process.pid}.json`]);
  const told = JSON.parse(texts()[1]);
  assert.deepEqual([told.schema, told.nonce, told.runner, told.runnerVersion, told.finished], ['speccursor.tests/1', NONCE, 'some', '1.2.3', true]);
  assert.deepEqual(told.tests, [
    { file: 'test/a.js', line: null, name: 'a', outcome: 'passed', seconds: 0.5, message: null, retries: 0 },
    { file: 'gone.js', line: 3, name: 'b', outcome: 'failed', seconds: null, message: 'no', retries: 2 },
  ]);
  assert.deepEqual(told.errors[0], { file: '/elsewhere/c.js', message: 'unknown error' });
  assert.match(told.errors[1].message, /^Error: why\n/);
});

test('any thrown value has a message', (context) => {
  const { made, restored } = loaded('results.cjs');
  context.after(restored);
  const { message } = made;
  assert.deepEqual([message(undefined), message(null), message('\u001b[31mred\u001b[0m'), message(7)], [null, null, 'red', '7']);
  assert.equal(message({ stack: 'at x', message: 'why' }), 'why\nat x');
  assert.equal(message({ message: 'why' }), 'why');
  assert.equal(message({ get stack() { throw new Error('no'); } }), 'an error that cannot be turned into text');
  assert.equal(message('x'.repeat(9000)).length, 8000);
});

test('a record needs a folder that is there', (context) => {
  const { made, restored } = loaded('results.cjs');
  context.after(restored);
  process.env.SPECCURSOR_OUT = '/nonexistent/folder';
  assert.throws(() => new made.Results('some', null), { code: 'ENOENT' });
  delete process.env.SPECCURSOR_OUT;
  assert.throws(() => new made.Results('some', null), /SPECCURSOR_OUT is not set/);
});

test('what cannot be written at once is kept for the next time', (context) => {
  const { writeSync } = fs;
  let broken = false;
  fs.writeSync = (...words) => {
    if (broken) throw new Error('a faked file system');
    return writeSync(...words);
  };
  const { made, restored, told } = loaded('results.cjs');
  context.after(() => {
    fs.writeSync = writeSync;
    restored();
  });
  const results = new made.Results('some', null);
  broken = true;
  results.test({ file: null, name: 'a', outcome: 'passed' });
  broken = false;
  results.test({ file: null, name: 'b', outcome: 'passed' });
  results.finish();
  assert.deepEqual(Object.keys(short(told())), ['a', 'b']);
  const lost = new made.Results('other', null);
  broken = true;
  lost.finish();
  assert.equal(lost.waiting.endsWith('"finished":true}\n'), true);
});

test('property: a whole record is read back as it was told, and no part of it is JSON at all', (context) => {
  const { made, out, restored } = loaded('results.cjs');
  context.after(restored);
  let run = 0;
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.string(), message: fc.option(fc.string()) }, { noNullPrototype: true })), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (tests, share) => {
      run += 1;
      const results = new made.Results(`run${run}`, null);
      for (const one of tests) results.test({ file: null, outcome: 'passed', ...one });
      results.finish();
      const file = path.join(out, `tests-run${run}-${process.pid}.json`);
      const text = fs.readFileSync(file, 'utf8');
      fs.rmSync(file);
      assert.deepEqual(JSON.parse(text).tests.map(({ name, message }) => ({ name, message })), tests);
      assert.throws(() => JSON.parse(text.slice(0, Math.floor(share * (text.length - 2)))), SyntaxError);
    }),
  );
});

test('Jest: every state of an assertion, and what keeps a file from running', (context) => {
  const root = temporary();
  write(root, { 'node_modules/@jest/core/package.json': '{"name": "@jest/core", "version": "30.0.1"}' });
  const { made: Reporter, restored, told } = loaded('jest-reporter.cjs', { root });
  context.after(restored);
  const reporter = new Reporter({ rootDir: root });
  const one = (title, status, more = {}) => ({ ancestorTitles: ['suite'], title, status, failureMessages: [], ...more });
  const file = { path: path.join(root, 'a.test.js') };
  reporter.onTestFileResult(file, {
    testResults: [
      one('good', 'passed', { location: { line: 3 }, duration: 1500, invocations: 3 }),
      one('bad', 'failed', { failureMessages: ['why', 'and why'] }),
      one('off', 'disabled'),
      one('later', 'todo'),
      one('expected', 'passed', { failing: true }),
      one('odd', 'unheard-of'),
    ],
  });
  reporter.onTestFileResult(file, { testExecError: new Error('no import'), testResults: [] });
  reporter.onTestFileResult(file, { testExecError: {}, failureMessage: 'no test', testResults: [] });
  reporter.onRunComplete(new Set(), { runExecError: new Error('no run'), wasInterrupted: true });
  const run = told();
  assert.equal(run.runnerVersion, '30.0.1');
  assert.deepEqual(short(run), {
    ...{ 'suite > good': 'passed', 'suite > bad': 'failed', 'suite > off': 'skipped' },
    ...{ 'suite > later': 'todo', 'suite > expected': 'expected-failure', 'suite > odd': 'failed' },
  });
  const [good, bad] = run.tests;
  assert.deepEqual([good.file, good.line, good.seconds, good.retries, bad.message, bad.seconds], ['a.test.js', 3, 1.5, 2, 'why\nand why', null]);
  assert.deepEqual(run.errors.map(({ message }) => message.split('\n')[0]), ['Error: no import', 'no test', 'Error: no run', 'the run was interrupted']);
});

test('Jest: a run without a broken file is a whole one, whichever version', (context) => {
  const { made: Reporter, root, restored, told } = loaded('jest-reporter.cjs');
  context.after(restored);
  new Reporter({ rootDir: root }).onRunComplete(new Set(), {});
  assert.deepEqual([told().runnerVersion, told().errors, told().finished], [null, [], true]);
});

test('Mocha: attempts, hooks and rejections that Mocha itself drops', (context) => {
  const { made: Reporter, root, restored, told } = loaded('mocha-reporter.cjs');
  context.after(restored);
  const runner = new EventEmitter();
  runner.currentRunnable = { file: path.join(root, 'b.js') };
  const listening = process.listenerCount('unhandledRejection');
  new Reporter(runner);
  const made = (name, more = {}) => ({ file: path.join(root, 'a.js'), titlePath: () => ['suite', name], fullTitle: () => `suite ${name}`, ...more });
  runner.emit('retry', made('flaky'));
  runner.emit('retry', made('flaky'));
  runner.emit('pass', made('flaky', { duration: 250, currentRetry: () => 1 }));
  runner.emit('pending', made('left'));
  runner.emit('fail', made('bad', { _currentRetry: 1 }), new Error('why'));
  runner.emit('fail', made('"before all" hook', { type: 'hook', file: undefined, parent: { file: path.join(root, 'c.js') } }), new Error('hook'));
  runner.emit('fail', made('"after all" hook', { type: 'hook', file: undefined }), new Error('hook'));
  const promise = Promise.resolve();
  const [drop] = process.listeners('unhandledRejection').slice(-1);
  drop(new Error('dropped'), promise);
  drop(new Error('dropped'), promise);
  delete runner.currentRunnable;
  drop('late', Promise.resolve());
  runner.emit('end');
  assert.equal(process.listenerCount('unhandledRejection'), listening);
  const run = told();
  assert.deepEqual(run.tests.map((one) => [one.name, one.outcome, one.retries, one.seconds]), [
    ['suite > flaky', 'passed', 2, 0.25],
    ['suite > left', 'skipped', 0, null],
    ['suite > bad', 'failed', 1, null],
  ]);
  assert.deepEqual(run.errors.map(({ file, message }) => [file, message.split('\n')[0]]), [
    ['c.js', 'suite "before all" hook'],
    [null, 'suite "after all" hook'],
    ['b.js', 'Error: dropped'],
    [null, 'late'],
  ]);
});

test('Mocha: its version is that of the folder that it runs in', () => {
  const bench = new Bench().package('mocha', '11.1.0', '');
  const program = `const { EventEmitter } = require('node:events'); const runner = new EventEmitter(); new (require(${JSON.stringify(asset('mocha-reporter.cjs'))}))(runner); runner.emit('end');`;
  assert.equal(bench.node(['-e', program]).status, 0);
  assert.equal(bench.records('tests-')[0].runnerVersion, '11.1.0');
});

async function vitest(context, act, root = temporary()) {
  const { restored, told } = loaded('results.cjs', { root });
  context.after(restored);
  const { default: Reporter } = await import(`${pathToFileURL(asset('vitest-reporter.mjs'))}?fresh=${Math.random()}`);
  act(new Reporter(), root);
  return told();
}

test('Vitest 3 and later: modules, their suites and their tests', async (context) => {
  const one = (fullName, state, { mode, fails, errors = [], measured } = {}) => ({
    fullName,
    location: measured && { line: 4 },
    options: { mode, fails },
    result: () => ({ state, errors }),
    diagnostic: () => measured,
  });
  const run = await vitest(context, (reporter, root) => {
    const suite = { errors: () => [new Error('hook')] };
    const tests = [
      one('good', 'passed', { measured: { duration: 20, retryCount: 1 } }),
      one('expected', 'passed', { fails: true }),
      one('bad', 'failed', { errors: [new Error('why'), 'and'] }),
      one('left', 'skipped'),
      one('later', 'skipped', { mode: 'todo' }),
      one('began', 'pending'),
    ];
    const module = (name, state, errors = []) => ({
      moduleId: path.join(root, name),
      errors: () => errors,
      state: () => state,
      children: { allSuites: () => (name === 'a.js' ? [suite] : []), allTests: () => (name === 'a.js' ? tests : []) },
    });
    reporter.onInit({ version: '4.1.0' });
    reporter.onTestRunEnd([module('a.js', 'failed'), module('b.js', 'queued'), module('c.js', 'failed', ['no import'])], [{ message: 'late', VITEST_TEST_PATH: path.join(root, 'a.js') }, 'later'], 'interrupted');
    reporter.onTestRunEnd([]);
    reporter.onFinished();
  });
  assert.equal(run.runnerVersion, '4.1.0');
  assert.deepEqual(run.tests.map((test) => [test.name, test.outcome, test.line, test.seconds, test.retries]), [
    ['good', 'passed', 4, 0.02, 1],
    ['expected', 'expected-failure', null, null, 0],
    ['bad', 'failed', null, null, 0],
    ['left', 'skipped', null, null, 0],
    ['later', 'todo', null, null, 0],
    ['began', 'failed', null, null, 0],
  ]);
  assert.deepEqual(run.errors.map(({ file, message }) => [file, message.split('\n')[0]]), [
    ['a.js', 'Error: hook'],
    ['b.js', 'left queued'],
    ['c.js', 'no import'],
    ['a.js', 'late'],
    [null, 'later'],
    [null, 'the run was interrupted'],
  ]);
});

test('Vitest 3: a run with nothing to say ends all the same', async (context) => {
  const run = await vitest(context, (reporter) => {
    reporter.onInit({ version: '3.2.0' });
    reporter.onTestRunEnd([]);
  });
  assert.deepEqual([run.tests, run.errors, run.finished], [[], [], true]);
});

test('Vitest 1 and 2: plain tasks', async (context) => {
  const home = temporary();
  write(home, { 'node_modules/vitest/package.json': '{"name": "vitest", "version": "2.1.9"}' });
  const run = await vitest(
    context,
    (reporter, root) => {
      const good = { type: 'test', name: 'good', mode: 'run', location: { line: 2 }, result: { state: 'pass', duration: 30, retryCount: 2 } };
      const bad = { type: 'test', name: 'bad', mode: 'run', result: { state: 'fail', errors: [new Error('why')] } };
      const later = { type: 'test', name: 'later', mode: 'todo' };
      const suite = { type: 'suite', name: 'suite', tasks: [good, later], result: { errors: [new Error('hook')] } };
      reporter.onInit({ config: { root } });
      reporter.onFinished([{ type: 'suite', filepath: path.join(root, 'a.js'), tasks: [suite, bad] }]);
      reporter.onTestRunEnd([]);
    },
    home,
  );
  assert.equal(run.runnerVersion, '2.1.9');
  assert.deepEqual(run.tests.map((test) => [test.name, test.outcome, test.line, test.seconds, test.retries]), [
    ['suite > good', 'passed', 2, 0.03, 2],
    ['suite > later', 'todo', null, null, 0],
    ['bad', 'failed', null, null, 0],
  ]);
  assert.deepEqual(run.errors.map(({ message }) => message.split('\n')[0]), ['Error: hook']);
});

test('Vitest: a run of no file, in no known version, is one without tests', async (context) => {
  const run = await vitest(context, (reporter, root) => {
    reporter.onInit({ config: { root } });
    reporter.onFinished();
  });
  assert.deepEqual([run.runnerVersion, run.tests, run.finished], [null, [], true]);
});

async function nodeTest(context, events) {
  const { root, restored, told } = loaded('results.cjs');
  context.after(restored);
  const { default: report } = await import(`${pathToFileURL(asset('node-test-reporter.mjs'))}?fresh=${Math.random()}`);
  async function* source() {
    yield* events(root);
  }
  const said = [];
  for await (const text of report(source())) said.push(text);
  assert.deepEqual(said, ['']);
  return told();
}

test('node:test: tests with their suites, files that fail or hold none, and what was never ended', async (context) => {
  const run = await nodeTest(context, (root) => {
    const file = path.join(root, 'a.test.js');
    const event = (type, name, nesting, more = {}) => ({ type: `test:${type}`, data: { name, nesting, file, line: 3, column: 1, ...more } });
    const wrapped = Object.assign(new Error('wrapped'), { code: 'ERR_TEST_FAILURE', cause: new Error('why') });
    return [
      event('enqueue', 'suite', 0),
      event('start', 'suite', 0),
      event('enqueue', 'inner', 1),
      event('start', 'inner', 1),
      event('pass', 'inner', 1, { details: { duration_ms: 12 } }),
      event('start', 'bad', 1),
      event('fail', 'bad', 1, { details: { error: wrapped }, line: undefined }),
      event('fail', 'suite', 0, { details: { type: 'suite', error: { failureType: 'subtestsFailed' } } }),
      event('start', 'hooked', 0),
      event('fail', 'hooked', 0, { details: { type: 'suite', error: Object.assign(new Error('hook'), { failureType: 'hookFailed' }) } }),
      event('fail', 'bare', 0, { details: { type: 'suite' } }),
      event('pass', 'empty suite', 0, { details: { type: 'suite' } }),
      event('start', 'left', 0),
      event('pass', 'left', 0, { skip: 'a reason' }),
      event('pass', 'later', 0, { todo: true, skip: false }),
      event('pass', 'nowhere', 0, { file: undefined }),
      event('enqueue', 'lost', 0, { line: 9 }),
      event('enqueue', 'lost', 0, { line: 9 }),
      { type: 'test:diagnostic', data: { message: 'no matter' } },
      event('stderr', '', 0, { message: 'Error: at once\n' }),
      event('stderr', '', 0, { message: 'and more\n' }),
      event('enqueue', file, 0),
      event('pass', file, 0),
      event('fail', file, 0, { details: { error: wrapped } }),
      event('pass', path.join(root, 'empty.test.js'), 0, { file: undefined }),
      event('fail', path.join(root, 'silent.test.js'), 0, { file: undefined }),
    ];
  });
  assert.deepEqual(run.tests.map((test) => [test.name, test.outcome, test.line, test.seconds]), [
    ['suite > inner', 'passed', 3, 0.012],
    ['suite > bad', 'failed', null, null],
    ['left', 'skipped', 3, null],
    ['later', 'todo', 3, null],
    ['nowhere', 'passed', 3, null],
  ]);
  assert.match(run.tests[1].message, /^Error: why\n/);
  assert.deepEqual(run.errors.map(({ file, message }) => [file, message.split('\n')[0]]), [
    ['a.test.js', 'Error: hook'],
    ['a.test.js', 'unknown error'],
    ['a.test.js', 'Error: why'],
    ['empty.test.js', 'the file holds no test'],
    ['silent.test.js', 'null'],
    ['a.test.js', '"lost" was announced and never ended'],
    ['a.test.js', '"lost" was announced and never ended'],
  ]);
  assert.match(run.errors[2].message, /Error: at once\nand more/);
});

const TAPE = `
const { EventEmitter } = require('node:events');
let finish = () => {};
module.exports = { createStream: () => module.exports.stream = new EventEmitter(), onFinish: (act) => { finish = act; }, finish: () => finish() };
`;

function tape(rows, { argv1 = 'test.js' } = {}) {
  const bench = new Bench({ [argv1]: `const tape = require('tape'); for (const row of ${JSON.stringify(rows)}) tape.stream.emit('data', row); tape.finish();` });
  bench.package('tape', '5.10.2', TAPE, { main: 'program.js' });
  const done = bench.node(['--require', asset('tape-recorder.cjs'), path.join(bench.root, argv1)]);
  assert.equal(done.status, 0, done.stderr);
  return bench;
}

const begins = (id, name, more = {}) => ({ type: 'test', id, name, ...more });
const ends = (id) => ({ type: 'end', test: id });

test('tape: a test fails with its first failed assertion, and what is declared to do so does not fail it', () => {
  const bad = { type: 'assert', test: 1, ok: false, name: 'first', expected: 1, actual: 2 };
  const bench = tape([
    begins(0, 'outer'),
    begins(2, 'inner', { parent: 0 }),
    { type: 'assert', test: 2, ok: true },
    ends(2),
    ends(0),
    begins(1, 'bad'),
    bad,
    { ...bad, name: 'second' },
    ends(1),
    begins(3, 'placed'),
    { type: 'assert', test: 3, ok: false, todo: true },
    { type: 'assert', test: 3, ok: false, skip: true },
    { type: 'assert', test: 3, ok: false, name: 'there', file: 'a.js', line: '7' },
    ends(3),
    begins(4, 'left', { skip: true }),
    ends(4),
    begins(5, 'later', { todo: true }),
    ends(5),
    'a comment',
    ends(9),
    { type: 'assert', test: 9, ok: false },
    { type: 'bail' },
  ]);
  const [run] = bench.records('tests-');
  assert.deepEqual(run.tests.map((one) => [one.name, one.outcome, one.file, one.line]), [
    ['outer > inner', 'passed', 'test.js', null],
    ['outer', 'passed', 'test.js', null],
    ['bad', 'failed', 'test.js', null],
    ['placed', 'failed', 'a.js', 7],
    ['left', 'skipped', 'test.js', null],
    ['later', 'todo', 'test.js', null],
  ]);
  assert.equal(run.tests[2].message, 'first\nexpected: 1\nactual: 2');
  assert.deepEqual(run.errors, [{ file: 'test.js', message: 'bail out' }]);
  assert.equal(run.runnerVersion, '5.10.2');
});

test('tape: a run that ends in a test has no end, and one without a test leaves nothing', () => {
  const cut = tape([begins(0, 'began')], { argv1: 'node_modules/tape/bin.js' });
  const [name] = fs.readdirSync(cut.out);
  assert.throws(() => JSON.parse(cut.left(name)), SyntaxError);
  assert.deepEqual(fs.readdirSync(tape([]).out), []);
});

test('tape: a project without it is left alone', () => {
  const bench = new Bench();
  const done = bench.node(['--require', asset('tape-recorder.cjs'), '-e', '1']);
  assert.deepEqual([done.status, done.stderr, fs.readdirSync(bench.out)], [0, '', []]);
});
