'use strict';
/**
 * Runs ESLint over a component's files: the project's own with its own configuration where both are there, else ours with
 * the built-in one (built-in-eslint.mjs). run.json says which. The exit code is ESLint's: 0 and 1 are ends of a whole run,
 * 2 is a crash or a configuration that does not load. https://eslint.org/docs/latest/use/command-line-interface#exit-codes
 *
 * What is shipped is always looked at; tests and support are where the project's `lint` script names their folders, or
 * none. What the configuration ignores stays ignored, and ESLint says so file by file.
 */
const fs = require('node:fs');
const path = require('node:path');
const { account, code, component, environment, find, inputs, json, out, program, root, run, settings, tool, upward } = require('./place.cjs');
const { call, leaves } = require('./scripts.cjs');

const FLAT = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `eslint.config.${end}`);
const LEGACY = ['.js', '.cjs', '.yaml', '.yml', '.json', ''].map((end) => `.eslintrc${end}`);
const VALUED = /^(?:-[cfo]|--(?:config|ext|format|output-file|max-warnings|rulesdir|ignore-path|ignore-pattern|cache-location|cache-file|cache-strategy|parser|parser-options|env|global|plugin|rule|fix-type|resolve-plugins-relative-to|report-unused-disable-directives-severity|flag|concurrency|suppressions-location))$/;
const PLAIN = /\.[cm]?jsx?$/;

const asked = settings();
const scripts = json(path.join(component, 'package.json'))?.scripts || {};
const words = (['lint', 'lint:js', 'eslint', 'test', 'pretest'].map((name) => call(leaves(scripts, name), ['eslint'])).find(Boolean)?.args || []).map(({ text }) => text);

const beside = (names) => upward().some((folder) => names.some((name) => fs.existsSync(path.join(folder, name))));
const option = (names) => words.flatMap((word, at) => (names.includes(word) ? [words[at + 1]] : names.includes(word.split('=')[0]) ? [word.slice(word.indexOf('=') + 1)] : []))[0];

/** The project's ESLint as it is to be started, or null where it has none or no configuration for it. */
function theirs() {
  const own = find('eslint');
  if (!own) return null;
  const [major, minor] = own.version.split('.').map(Number);
  const named = option(['-c', '--config']);
  const given = named ? ['--config', path.resolve(component, named)] : [];
  const flat = major >= 9 || (major === 8 && minor >= 57);
  if (flat && (named ? !/eslintrc|\.(?:json|ya?ml)$/.test(named) : beside(FLAT))) return { own, given, env: {}, flat: true };
  const legacy = named || beside(LEGACY) || upward().some((folder) => json(path.join(folder, 'package.json'))?.eslintConfig);
  if (major > 9 || !legacy) return null;
  return { own, given, env: flat ? { ESLINT_USE_FLAT_CONFIG: 'false' } : {}, flat: false };
}

/** Before flat configurations a named file is always looked at, so that files of a language it cannot parse are left out. */
function legible(file) {
  const known = (option(['--ext']) || '').split(',').map((end) => `.${end.replace(/^\./, '')}`);
  const parsers = ['@typescript-eslint/parser', 'typescript-eslint', '@babel/eslint-parser', 'babel-eslint'];
  return PLAIN.test(file) || known.includes(path.extname(file)) || parsers.some((name) => find(name));
}

/** Whether the project's own lint script looks at a file, as far as its words tell. */
function named(file) {
  const places = words.filter((word, at) => !word.startsWith('-') && !VALUED.test(words[at - 1] || '')).map((word) => path.resolve(component, word.split(/[*?[{(!]/)[0] || '.'));
  return !places.length || places.some((place) => file === place || file.startsWith(place.endsWith(path.sep) ? place : place + path.sep));
}

function main() {
  const project = theirs();
  const ours = find('eslint', [tool]);
  const using = project || { own: ours, given: ['--config', path.join(inputs, 'built-in-eslint.mjs')], env: { ESLINT_USE_FLAT_CONFIG: 'true' }, flat: true };
  const told = { tool: 'eslint', version: using.own?.version, whose: project ? 'project' : 'ours', source: asked.source };
  const other = asked.other.map((file) => path.join(root, file)).filter((file) => !project || named(file));
  const files = [...asked.source.map((file) => path.join(root, file)), ...other].filter((file) => using.flat || legible(file));
  if (!files.length) return account({ ...told, failed: 'the project lints none of its files' });
  const how = asked.fix ? ['--fix'] : ['--format', 'json', '--output-file', path.join(out, 'eslint.json')];
  const argv = [process.execPath, program(using.own), ...using.given, ...how, ...files];
  const done = run(argv, { env: environment(using.env) });
  account({ ...told, argv: done.argv.slice(0, -files.length), status: done.status, signal: done.signal, failed: done.error });
  process.exitCode = code(done);
}

main();
