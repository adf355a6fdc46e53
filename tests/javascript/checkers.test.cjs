'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { Bench, asset, write } = require('./bench.cjs');

/** ESLint in so far as it says how it was called. */
const ESLINT = `
const { argv, env } = process;
const at = argv.indexOf('--output-file');
if (at > 0) require('node:fs').writeFileSync(argv[at + 1], '[]');
require('node:fs').writeFileSync(env.SPECCURSOR_OUT + '/called.json', JSON.stringify({ words: argv.slice(2), flat: env.ESLINT_USE_FLAT_CONFIG }));
process.exitCode = Number(env.CODE || 0);
`;

function eslint({ version, files = {}, scripts = {}, source = ['src/a.js'], other = [], fix = false, more = {}, env = {}, packages = [] }) {
  const bench = new Bench({ 'package.json': { scripts, ...more }, ...files });
  bench.package('eslint', '10.0.0', ESLINT, { folder: bench.tool });
  if (version) bench.package('eslint', version, ESLINT);
  for (const name of packages) bench.package(name, '1.0.0', '');
  const done = bench.drive('run-eslint.cjs', { source, other, module: '', fix }, env);
  const called = bench.left('called.json');
  const { words = [], flat = null } = called ? JSON.parse(called) : {};
  const below = words.filter((word) => word.startsWith(`${bench.root}/`)).map((word) => path.relative(bench.root, word));
  return { ...done, words, flat, below, bench };
}

test('ESLint: the project’s own with its own configuration, else ours with the built-in one', () => {
  const whose = (version, files, more = {}) => {
    const { account, flat, status } = eslint({ version, files, ...more });
    assert.deepEqual([status, account.failed], [0, null]);
    return [account.whose, account.version, flat];
  };
  assert.deepEqual(whose('10.0.0', { 'eslint.config.mjs': '' }), ['project', '10.0.0', null]);
  assert.deepEqual(whose('8.57.0', { 'eslint.config.ts': '' }), ['project', '8.57.0', null]);
  assert.deepEqual(whose('8.57.0', { '.eslintrc.json': '' }), ['project', '8.57.0', 'false']);
  assert.deepEqual(whose('9.1.0', { '.eslintrc': '' }), ['project', '9.1.0', 'false']);
  assert.deepEqual(whose('7.0.0', {}, { more: { eslintConfig: {} } }), ['project', '7.0.0', null]);
  assert.deepEqual(whose('8.56.0', { 'eslint.config.js': '' }), ['ours', '10.0.0', 'true']);
  assert.deepEqual(whose('10.0.0', { '.eslintrc': '' }), ['ours', '10.0.0', 'true']);
  assert.deepEqual(whose('10.0.0', {}), ['ours', '10.0.0', 'true']);
  assert.deepEqual(whose(null, { 'eslint.config.mjs': '' }), ['ours', '10.0.0', 'true']);
  assert.deepEqual(whose('9.0.0', {}, { scripts: { lint: 'eslint -c conf/eslint.js .' } }), ['project', '9.0.0', null]);
  assert.deepEqual(whose('9.0.0', {}, { scripts: { 'lint:js': 'eslint --config=conf/.eslintrc.yml .' } }), ['project', '9.0.0', 'false']);
  assert.deepEqual(whose('6.0.0', {}, { scripts: { eslint: 'eslint -c conf.json .' } }), ['project', '6.0.0', null]);
});

test('ESLint: what is shipped is always looked at, the rest where the lint script names it', () => {
  const looked = (script, other = ['test/a.js', 'bench/b.js']) => eslint({ version: '9.0.0', files: { 'eslint.config.js': '' }, scripts: { test: script }, other }).below;
  assert.deepEqual(looked('eslint'), ['src/a.js', 'test/a.js', 'bench/b.js']);
  assert.deepEqual(looked("eslint --max-warnings 0 src 'test/**/*.js'"), ['src/a.js', 'test/a.js']);
  assert.deepEqual(looked('eslint ./bench/b.js "{x,y}"'), ['src/a.js', 'test/a.js', 'bench/b.js']);
  assert.deepEqual(looked('eslint bench/'), ['src/a.js', 'bench/b.js']);
  assert.deepEqual(eslint({ version: null, scripts: { lint: 'eslint src' }, other: ['test/a.js'] }).below, ['src/a.js', 'test/a.js']);
});

test('ESLint before flat configurations is given what it can parse', () => {
  const given = (more) => eslint({ version: '8.0.0', files: { '.eslintrc': '' }, source: ['src/a.js', 'src/b.ts', 'src/c.vue'], ...more }).below;
  assert.deepEqual(given({}), ['src/a.js']);
  assert.deepEqual(given({ scripts: { lint: 'eslint --ext .js,vue .' } }), ['src/a.js', 'src/c.vue']);
  assert.deepEqual(given({ packages: ['@typescript-eslint/parser'] }), ['src/a.js', 'src/b.ts', 'src/c.vue']);
  const none = eslint({ version: '8.0.0', files: { '.eslintrc': '' }, source: ['src/b.ts'] });
  assert.deepEqual([none.account.failed, none.status, none.words], ['the project lints none of its files', 0, []]);
});

test('ESLint: its exit code is handed on, its words are told without the files, and fixing writes no report', () => {
  const found = eslint({ env: { CODE: '2' } });
  assert.deepEqual([found.status, found.account.status], [2, 2]);
  assert.equal(found.account.argv.at(-1), path.join(found.bench.out, 'eslint.json'));
  assert.equal(found.bench.left('eslint.json'), '[]');
  const fixed = eslint({ fix: true });
  assert.deepEqual([fixed.status, fixed.words.includes('--fix'), fixed.bench.left('eslint.json')], [0, true, null]);
  const bare = new Bench({ 'src/a.js': '' });
  bare.package('eslint', '10.0.0', ESLINT, { folder: bare.tool });
  assert.equal(bare.drive('run-eslint.cjs', { source: ['src/a.js'], other: [] }).account.whose, 'ours');
});

test('ESLint’s built-in configuration tells scripts from modules and knows the plugins that directives name', () => {
  const files = {
    'src/a b.js': "module.exports = 1; // eslint-disable-line import/no-unresolved, no-undef\n/* eslint-disable @x/y/rule */",
    'src/m.js': "import a from 'a';",
    'src/e.js': 'export default 1;',
    'src/t.ts': '/* eslint-disable @typescript-eslint/no-explicit-any */',
  };
  const bench = new Bench(files);
  const scoped = (name, text) => ({ [`node_modules/${name}/package.json`]: { name, main: 'index.js' }, [`node_modules/${name}/index.js`]: text });
  write(bench.tool, {
    ...scoped('@eslint/js', "exports.configs = { recommended: { name: 'js' } };"),
    ...scoped('globals', "module.exports = { node: { process: false }, jest: { test: false } };"),
    ...scoped('typescript-eslint', "exports.configs = { recommended: [{ name: 'ts' }] };"),
  });
  const configured = (module) => {
    write(bench.in, { 'speccursor.json': { module, source: Object.keys(files), other: ['src/gone.js'] } });
    const program = `import(${JSON.stringify(String(pathToFileURL(asset('built-in-eslint.mjs'))))}).then((one) => console.log(JSON.stringify(one.default, (_, value) => (typeof value === 'function' ? Object.keys(value()).length : value))));`;
    const done = bench.node(['-e', program]);
    assert.equal(done.status, 0, done.stderr);
    return JSON.parse(done.stdout);
  };
  const found = configured('cjs');
  assert.deepEqual(found[0], { plugins: { import: { rules: { 'no-unresolved': { create: 0 } } }, '@x/y': { rules: { rule: { create: 0 } } } } });
  assert.deepEqual(found[3].languageOptions.globals, { process: false, test: false });
  assert.deepEqual(found[4], { files: ['src/a b.js', 'src/gone.js'], languageOptions: { sourceType: 'commonjs' } });
  assert.deepEqual(found.at(-1), { name: 'ts', files: ['**/*.ts', '**/*.tsx', '**/*.mts', '**/*.cts'] });
  assert.equal(configured('esm').some((one) => one.languageOptions?.sourceType), false);
});

/** tsc in so far as it lists the files that it is given, or those of its project. */
const TSC = `
const fs = require('node:fs');
const { argv, env } = process;
const place = argv[argv.indexOf('--project') + 1];
const config = argv.includes('--project') && fs.existsSync(place) ? JSON.parse(fs.readFileSync(place, 'utf8')) : {};
fs.appendFileSync(env.SPECCURSOR_OUT + '/called.jsonl', JSON.stringify({ words: argv.slice(2), config }) + '\\n');
console.log((config.files || (env.LISTED || '').split(',')).join('\\n'));
process.exitCode = Number((config.extends || !config.files ? env.CODE : env.REST) || 0);
`;

function tsc({ files = {}, own = true, tsconfig = '', source = ['src/a.ts'], env = {} }) {
  const bench = new Bench(files);
  bench.package('typescript', '6.0.0', TSC, { folder: bench.tool, bin: { tsc: 'program.js' } });
  if (own) bench.package('typescript', '5.1.0', TSC, { bin: { tsc: 'program.js' } });
  const done = bench.drive('run-tsc.cjs', { source, tsconfig }, { LISTED: source.slice(0, 1).map((file) => path.join(bench.root, file)).join(','), ...env });
  const called = bench.lines('called.jsonl');
  return { ...done, called, bench, left: fs.readdirSync(bench.root).filter((name) => name.startsWith('tsconfig.speccursor')) };
}

test('tsc: by the configuration, with what it leaves out in a second program', () => {
  const files = { 'tsconfig.json': {}, 'src/a.ts': '', 'src/b.ts': '' };
  const whole = tsc({ files, tsconfig: 'tsconfig.json' });
  assert.deepEqual([whole.account.whose, whole.account.version, whole.account.left_out, whole.called.length], ['project', '5.1.0', 0, 1]);
  assert.deepEqual(whole.called[0].words.slice(0, 3), ['--project', path.join(whole.bench.root, 'tsconfig.json'), '--noEmit']);
  const rest = tsc({ files, tsconfig: 'tsconfig.json', source: ['src/a.ts', 'src/b.ts'], env: { CODE: '2' } });
  assert.deepEqual([rest.status, rest.account.left_out, rest.called.length, rest.left], [2, 1, 2, []]);
  const { config } = rest.called[1];
  assert.deepEqual([config.extends, config.files.length, config.compilerOptions.noEmit, config.compilerOptions.composite], [path.join(rest.bench.root, 'tsconfig.json'), 1, true, false]);
});

test('tsc: references are built', () => {
  const { called, status } = tsc({ files: { 'tsconfig.json': '{ "references": [ { "path": "a" } ] }', 'src/a.ts': '' }, tsconfig: 'tsconfig.json' });
  assert.deepEqual([status, called[0].words[0]], [0, '--build']);
});

test('tsc: without a configuration of the component, the one above it or strict options of ours', () => {
  const built = tsc({ own: false });
  assert.deepEqual([built.account.whose, built.account.version, built.called[0].config.compilerOptions.strict, built.status], ['ours', '6.0.0', true, 0]);
  const files = { 'tsconfig.json': {}, 'packages/a/src/a.ts': '' };
  const bench = new Bench(files);
  bench.package('typescript', '5.1.0', TSC, { bin: { tsc: 'program.js' } });
  bench.component = path.join(bench.root, 'packages/a');
  const { account } = bench.drive('run-tsc.cjs', { source: ['packages/a/src/a.ts'], tsconfig: '' });
  assert.equal(account.whose, 'project');
  assert.equal(bench.lines('called.jsonl')[0].config.extends, path.join(bench.root, 'tsconfig.json'));
});

test('Vitest’s configuration is the project’s with our setup file behind its own', () => {
  const MODULES = {
    'node_modules/vitest/package.json': { name: 'vitest' },
    'node_modules/vite/package.json': { name: 'vite', type: 'module' },
    'node_modules/vite/dist/node/index.js': 'export const loadConfigFromFile = async (env, file) => ({ config: { from: file, test: { workspace: env.workspace } } });\nexport const mergeConfig = (theirs, ours) => ({ theirs, ours });',
  };
  const made = (files, { env = {}, given = {} } = {}) => {
    const bench = new Bench({ ...MODULES, ...files });
    const program = `import(${JSON.stringify(String(pathToFileURL(asset('vitest-config.mjs'))))}).then((one) => one.default(${JSON.stringify(given)})).then((config) => console.log(JSON.stringify(config)));`;
    const done = bench.node(['-e', program], env);
    assert.equal(done.status, 0, done.stderr);
    const { theirs, ours } = JSON.parse(done.stdout);
    assert.deepEqual(ours.test.setupFiles, [path.join(bench.in, 'fast-check-vitest.mjs')]);
    const below = (file) => file && path.relative(bench.root, file);
    return [below(theirs.from), below(ours.test.workspace)];
  };
  assert.deepEqual(made({}), [undefined, undefined]);
  assert.deepEqual(made({ 'vite.config.js': '', 'vitest.config.mts': '' }), ['vitest.config.mts', undefined]);
  assert.deepEqual(made({ 'vite.config.js': '', 'vitest.workspace.ts': '' }), ['vite.config.js', 'vitest.workspace.ts']);
  assert.deepEqual(made({ 'vite.config.js': '', 'vitest.workspace.ts': '' }, { given: { workspace: 'own' } }), ['vite.config.js', undefined]);
  assert.deepEqual(made({ 'vitest.workspace.ts': '' }), [undefined, 'vitest.workspace.ts']);
  assert.deepEqual(made({ 'other.ts': '' }, { env: { SPECCURSOR_PACKAGE: '', SPECCURSOR_VITEST_CONFIG: 'other.ts' } }).length, 2);
});

test('Jest’s tests do not see our options', () => {
  const bench = new Bench({ 'cli.js': "exports.run = (words) => console.log(JSON.stringify([process.argv.slice(1), words, process.env.NODE_ENV]));" });
  const started = (env) => JSON.parse(bench.node([asset('start-jest.cjs'), path.join(bench.root, 'cli.js'), '/bin/jest', '--a', 'b'], env).stdout);
  assert.deepEqual(started({}), [['/bin/jest'], ['--a', 'b'], 'test']);
  assert.deepEqual(started({ NODE_ENV: 'own' })[2], 'own');
});
