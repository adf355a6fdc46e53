'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const fc = require('fast-check');
const { asset, temporary, write } = require('./bench.cjs');
const { glob } = require(asset('glob.cjs'));
const { hints, ignored } = require(asset('left-out.cjs'));
const { holdsNothing } = require(asset('nothing-to-run.cjs'));

function tree(...files) {
  const folder = temporary();
  write(folder, Object.fromEntries(files.map((file) => [file, ''])));
  return folder;
}

test('patterns are those of a shell, and ** is any depth where it is asked for', () => {
  const folder = tree('a.js', 'b.ts', '.hidden.js', 'd/c.js', 'd/e/f.test.js', 'd/[g].js', 'node_modules/x.js', 'h+i.js');
  const found = (pattern, deep = false) => glob(folder, pattern, deep);
  assert.deepEqual(found('*.js'), ['a.js', 'h+i.js']);
  assert.deepEqual(found('./?.{js,ts}'), ['a.js', 'b.ts']);
  assert.deepEqual(found('**/*.js'), ['d/[g].js', 'd/c.js']);
  assert.deepEqual(found('**/*.js', true), ['a.js', 'd/[g].js', 'd/c.js', 'd/e/f.test.js', 'h+i.js']);
  assert.deepEqual(found('d/**', true), ['d/[g].js', 'd/c.js', 'd/e', 'd/e/f.test.js']);
  assert.deepEqual(found('[!b].*'), ['a.js']);
  assert.deepEqual(found('[z-a].js'), []);
  assert.deepEqual(found('d/[g].js'), []);
  assert.deepEqual(found('absent/*.js'), []);
  assert.deepEqual(found('a.js/*'), []);
});

test('property: a pattern never throws, and what it finds is there', () => {
  const folder = tree('a.js', 'b/c.js', '[d.js', 'e^.js');
  const signs = fc.constantFrom('a', 'b', '/', '*', '**', '?', '[', ']', '!', '^', '-', '{', '}', ',', '.js', '\\', '(', '+');
  fc.assert(
    fc.property(fc.array(signs, { minLength: 1, maxLength: 8 }), fc.boolean(), (parts, deep) => {
      for (const file of glob(folder, parts.join(''), deep)) assert.ok(fs.existsSync(path.join(folder, file)));
    }),
  );
});

test('property: a name found by its own letters, each asked for by a question mark or itself', () => {
  const folder = tree('abc.js');
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (masks) => {
      const pattern = [...'abc.js'].map((sign, at) => (masks[at] ? '?' : sign)).join('');
      assert.deepEqual(glob(folder, pattern, false), ['abc.js']);
    }),
  );
});

const NOTHING = [
  "#!/usr/bin/env node\n// x\n/* y */ 'use strict';\n",
  "import './a';\nexport * from \"./b\"; export * as c from './c'\nexport { d as e } from './d';",
  "import k, { l } from './k';\nimport j from './a.json' with { type: 'json' };",
];
const TYPES = [
  "export type { A } from './a';\nexport interface B extends C { d: { e: string }; f(): void }",
  "type F = (a: number) => void;\nexport type G = { h: 'i' } | F;\nexport {};\nexport type { F };",
];
const SOMETHING = ['export const a = 1;', 'export { a };', "/'/.test('x') && run('')", '`${run()}`', '{ run() }'];

test('a file in which nothing runs is told from one in which something does', () => {
  for (const text of NOTHING) assert.ok(holdsNothing(text, false), text);
  for (const text of TYPES) assert.ok(holdsNothing(text, true) && !holdsNothing(text, false), text);
  for (const text of [...SOMETHING, 'export enum A { B }', 'type A = { b: 1 }\nrun({ c: 2 });']) assert.ok(!holdsNothing(text, true), text);
});

test('property: a call behind imports and types is always something that runs', () => {
  const above = fc.array(fc.constantFrom(...NOTHING.map((one) => one.replace(/^#!.*\n/, '')), ...TYPES), { maxLength: 3 });
  const called = fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => !/^(?:type|import|export|declare|interface|as|from|with)$/.test(name));
  fc.assert(fc.property(above, called, (texts, name) => !holdsNothing(`${texts.join(';\n')};\n${name}();\n`, true)));
});

test('the lines that comments take out are their own, and those that they name', () => {
  const text = ['/* c8 ignore start */', 'a();', '/* c8 ignore stop */', '// v8 ignore next 2', 'b();', 'c();', '/* node:coverage disable */', 'd();', '// c8 ignore next', 'e();', '/* istanbul ignore next: why */ f();', 'g();', '/* c8 ignore file */'];
  assert.deepEqual(ignored(text), [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13]);
  assert.deepEqual(ignored(['a();', '// node:coverage ignore next 9']), [2]);
  assert.deepEqual(ignored(['// c8 ignore stop', 'a();', '// c8 ignore start', 'b();', '// c8 ignore stop']), [1, 3, 4, 5]);
  assert.deepEqual(ignored(['c8 ignore next', "'istanbul ignore next'"]), []);
});

test('istanbul’s comments are told with the places that their nodes can begin at', () => {
  const text = ['/* istanbul ignore next: why */ function f() {}', '  // istanbul ignore else', '  if (x) g();', '/* istanbul ignore file */', '// istanbul ignore nextly', '/* istanbul ignore if */}'];
  assert.deepEqual(hints(text), [
    { kind: 'next', line: 1, from: [1, 31], reach: [1, 42] },
    { kind: 'else', line: 2, from: [2, 25], reach: [3, 5] },
    { kind: 'file', line: 4, from: [4, 26], reach: [6, 24] },
    { kind: 'if', line: 6, from: [6, 24], reach: [6, 24] },
  ]);
});

test('property: a node is within reach of its comment, whatever stands between that is no code', () => {
  const between = fc.array(fc.constantFrom(' ', '\n', 'async ', '/* x */', '// y\n', '\t', 'static ', 'function* '), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.string(), between, (above, text) => {
      const content = `${above.replaceAll('/', '')}\n/* istanbul ignore next */${text}(call)}`;
      const found = hints(content.split('\n')).at(-1);
      const [line, column] = found.reach;
      assert.equal(content.split('\n')[line - 1].slice(column), '(call)}');
    }),
  );
});

test('property: lines that are told as taken out are there, each once, and hold a comment or follow one', () => {
  const lines = fc.array(fc.constantFrom('a();', '/* c8 ignore start */', '/* c8 ignore stop */', '// v8 ignore next 3', '/* istanbul ignore next */', ''));
  fc.assert(
    fc.property(lines, (text) => {
      const found = ignored(text);
      assert.equal(new Set(found).size, found.length);
      assert.ok(found.every((number) => number >= 1 && number <= text.length));
      assert.equal(found.length === 0, !text.some((line) => /ignore/.test(line)));
    }),
  );
});
