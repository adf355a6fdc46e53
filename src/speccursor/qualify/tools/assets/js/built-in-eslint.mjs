/**
 * The built-in ESLint configuration, for projects that have none (or no ESLint): `js.configs.recommended` and
 * typescript-eslint's `recommended`, without type information. Nothing about style.
 * https://eslint.org/docs/latest/rules/ and https://typescript-eslint.io/users/configs#recommended
 *
 * A .js file is a script of CommonJS where its package says so ("type") and it neither imports nor exports. Globals are
 * those of Node, browsers and test runners together, so that an undefined name is one that is defined nowhere.
 * Directives for rules of plugins that are not here are obeyed by not knowing them: such rules exist and do nothing.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';

const { SPECCURSOR_IN, SPECCURSOR_PACKAGE, SPECCURSOR_ROOT, SPECCURSOR_TOOL } = process.env;
const require = createRequire(join(SPECCURSOR_TOOL, 'package.json'));
const js = require('@eslint/js');
const globals = require('globals');
const tseslint = require('typescript-eslint');

const { module, source, other } = JSON.parse(readFileSync(join(SPECCURSOR_IN, 'speccursor.json'), 'utf8'));
const ES_MODULE = /^\s*(?:import\s*(?:[\w$*{'"])|export\s*(?:[*{]|(?:default|const|let|var|function|class|async|abstract)\b))/m;
const DIRECTIVE = /eslint-(?:disable|enable)(?:-(?:next-)?line)?\s+((?:@?[\w-]+\/)*[\w-]+(?:\s*,\s*(?:@?[\w-]+\/)*[\w-]+)*)/g;
const texts = new Map([...source, ...other].map((file) => [file, text(file)]));
const scripts = module === 'esm' ? [] : [...texts].filter(([file, content]) => /\.jsx?$/.test(file) && !ES_MODULE.test(content)).map(([file]) => file);

function text(file) {
  try {
    return readFileSync(join(SPECCURSOR_ROOT, file), 'utf8');
  } catch {
    return '';
  }
}

/** A path as a pattern that matches nothing else (minimatch; `?` for what has a meaning there). */
const pattern = (file) => relative(SPECCURSOR_PACKAGE, join(SPECCURSOR_ROOT, file)).split(sep).join('/').replace(/[\\*?[\]{}()!+@,|]/g, '?');

/** Rules of plugins that a directive names, each of which does nothing. */
function unknown() {
  const plugins = {};
  const named = [...texts.values()].flatMap((content) => [...content.matchAll(DIRECTIVE)].flatMap(([, names]) => names.split(/\s*,\s*/)));
  for (const name of named.filter((one) => one.includes('/') && !one.startsWith('@typescript-eslint/'))) {
    const at = name.lastIndexOf('/');
    const plugin = (plugins[name.slice(0, at)] ??= { rules: {} });
    plugin.rules[name.slice(at + 1)] = { create: () => ({}) };
  }
  return plugins;
}

const everywhere = Object.assign({}, ...['node', 'nodeBuiltin', 'browser', 'worker', 'es2025', 'jest', 'vitest', 'mocha'].map((name) => globals[name] ?? {}));

export default [
  { plugins: unknown() },
  { linterOptions: { reportUnusedDisableDirectives: 'off', reportUnusedInlineConfigs: 'off' } },
  js.configs.recommended,
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs', '**/*.jsx'], languageOptions: { globals: everywhere, parserOptions: { ecmaFeatures: { jsx: true } } } },
  ...(scripts.length ? [{ files: scripts.map(pattern), languageOptions: { sourceType: 'commonjs' } }] : []),
  ...tseslint.configs.recommended.map((one) => ({ ...one, files: ['**/*.ts', '**/*.tsx', '**/*.mts', '**/*.cts'] })),
];
