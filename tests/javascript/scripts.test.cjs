'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const fc = require('fast-check');
const { asset } = require('./bench.cjs');
const { call, commands, leaves, script, split, without } = require(asset('scripts.cjs'));

const said = (found) => found.map(({ words }) => words.map(({ text }) => text).join(' '));
const plain = fc.stringMatching(/^[a-z][a-z0-9./:-]{0,12}$/);

test('a script is taken apart at its operators, and its words lose their quotes', () => {
  const found = commands("A=1 x 'a b' \"c \\\"d\\\" e\" f\\ g > out 2>&1 < in && y || z; w | v & u\n t");
  assert.deepEqual(said(found), ['A=1 x a b c "d" e f g', 'y', 'z', 'w', 'v', 'u', 't']);
  assert.deepEqual(found.map(({ after }) => after), ['', '&&', '||', ';', '|', '&', '\n']);
  assert.deepEqual(found[0].words.map(({ bare }) => bare), [true, true, false, false, false]);
  assert.deepEqual(commands('  '), []);
});

test('property: words that are quoted come back as they were', () => {
  const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }).filter((word) => !word.includes('\n')), { minLength: 1 }), (words) => {
      const [found] = commands(words.map(quoted).join(' '));
      assert.deepEqual(found.words.map(({ text }) => text), words);
    }),
  );
});

test('property: any text whatever is taken apart without an end that is none', () => {
  fc.assert(fc.property(fc.string(), (text) => commands(text).every(({ words }) => words.length > 0)));
});

test('property: a chain of scripts comes to the command at its end, with the words that each adds', () => {
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 6 }), (words) => {
      const scripts = Object.fromEntries(words.map((word, at) => [`s${at}`, at + 1 < words.length ? `npm run s${at + 1} -- ${word}` : 'run-it']));
      const [found, ...rest] = leaves(scripts, 's0');
      assert.deepEqual(rest, []);
      assert.deepEqual(found.words.map(({ text }) => text), ['run-it', ...words.slice(0, -1).reverse()]);
      assert.equal(found.of.length, words.length);
    }),
  );
});

test('scripts that run scripts are followed, with what npm runs before and after them', () => {
  const scripts = {
    test: 'npm run lint && yarn unit --a && pnpm run unit -- --b && run-s x:* none && npm t2',
    lint: 'eslint .',
    unit: 'jest',
    preunit: 'before',
    postunit: 'after',
    'x:1': 'one',
    'x:2': 'two',
    other: 'npm install && npm run absent && npm && bun run',
    self: 'npm run self',
    tst: 'npm test',
  };
  const found = ['eslint .', 'before', 'jest --a', 'after', 'before', 'jest --b', 'after', 'one', 'two', 'npm t2'];
  assert.deepEqual(said(leaves(scripts, 'test')), found);
  assert.deepEqual(said(leaves(scripts, 'other')), ['npm install', 'npm run absent', 'npm', 'bun run']);
  assert.deepEqual(leaves(scripts, 'self'), []);
  assert.deepEqual(leaves(scripts, 'absent'), []);
  assert.deepEqual(said(leaves({ test: 'npm t', t: 'x' }, 'test')), []);
  assert.deepEqual(said(leaves({ a: 'cross-env X=1 nyc --silent npm run b -x -- --c', b: 'mocha' }, 'a')), ['mocha --c']);
  assert.deepEqual(said(leaves({ a: 'yarn --silent b c', b: 'mocha' }, 'a')), ['mocha c']);
  assert.deepEqual(said(leaves({ a: 'npm run b', b: '' }, 'a')), []);
  assert.deepEqual(said(leaves({ a: 'X=1' }, 'a')), ['X=1']);
  assert.deepEqual(leaves({ a: 'x && npm run b', b: 'y' }, 'a').map(({ after, of }) => [after, of]), [['', ['a']], ['&&', ['a', 'b']]]);
});

test('the call of a program is found through what wraps it, with settings before and flags of node', () => {
  const called = (text, ...names) => {
    const found = call(commands(text), names);
    return found && [found.at, found.env, found.flags, found.args.map((word) => word.text)];
  };
  assert.deepEqual(called('a && B=1=2 npx mocha x', 'mocha'), [1, { B: '1=2' }, [], ['x']]);
  assert.deepEqual(called('node --enable-source-maps node_modules/.bin/_mocha.js x', '_mocha'), [0, {}, ['--enable-source-maps'], ['x']]);
  assert.deepEqual(called('c8 tsx --test t.ts', 'node'), [0, {}, ['--import', 'tsx'], ['t.ts']]);
  assert.deepEqual(called('nodejs --import x --test t.js', 'node'), [0, {}, ['--import', 'x'], ['t.js']]);
  assert.equal(called('echo mocha', 'mocha'), null);
  assert.equal(called('borp --test', 'node'), null);
});

test('a script that node runs by itself is found where it is the only one', () => {
  const found = (text) => {
    const one = script(commands(text));
    return one && [one.at, one.env, one.flags, one.args.map((word) => word.text)];
  };
  assert.deepEqual(found('tsc && A=1 c8 node --no-warnings test/all.js --x'), [1, { A: '1' }, ['--no-warnings'], ['test/all.js', '--x']]);
  assert.deepEqual(found('node -r ./setup.js --require ./more.js test.cjs'), [0, {}, ['-r', './setup.js', '--require', './more.js'], ['test.cjs']]);
  for (const text of ['node a.js && node b.js', 'node --check', 'sh -c node', 'echo node a.js', 'mocha a.js']) assert.equal(found(text), null, text);
});

test('options that are not the project’s business are left out with what follows them', () => {
  const dropped = [[/^--alone$/, 'alone'], [/^--value$/, 'value'], [/^--values$/, 'values']];
  const left = (text) => without(commands(text)[0]?.words ?? [], dropped).map((word) => word.text);
  assert.deepEqual(left('a --alone b --value c d --values e f --g'), ['a', 'b', 'd', '--g']);
  assert.deepEqual(left('--value=c d --values=e f --values'), ['d', 'f']);
  assert.deepEqual(left(''), []);
  assert.deepEqual(split('a=b=c', '='), ['a', 'b=c']);
});

test('property: without() keeps every word that no pattern names, in order', () => {
  fc.assert(
    fc.property(fc.array(plain), (texts) => {
      const words = texts.map((text) => ({ text, bare: true }));
      assert.deepEqual(without(words, [[/^-/, 'values']]), words);
    }),
  );
});
