/**
 * The project's Vitest configuration with our setup file after its own: Vitest has no option for setup files.
 * Use, from a folder that can be written to (Vitest puts files beside its configuration): vitest run --config <this file>
 *
 * SPECCURSOR_VITEST_CONFIG names the project's file; default: the first that Vitest itself would take. SPECCURSOR_IN is
 * the folder that the setup file stands in.
 * API: https://vite.dev/guide/api-javascript (loadConfigFromFile, mergeConfig), https://vitest.dev/config/
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = process.env.SPECCURSOR_PACKAGE || process.cwd();
const vitest = createRequire(join(root, 'package.json')).resolve('vitest/package.json');
const vite = dirname(createRequire(vitest).resolve('vite/package.json'));
const { loadConfigFromFile, mergeConfig } = await import(pathToFileURL(join(vite, 'dist/node/index.js')).href);

const names = ['vitest.config', 'vite.config'].flatMap((stem) => ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((end) => `${stem}.${end}`));
const file = process.env.SPECCURSOR_VITEST_CONFIG || names.map((name) => join(root, name)).find(existsSync);

export default async (env) => {
  const theirs = file ? (await loadConfigFromFile(env, file, root)).config : {};
  const ours = { test: { setupFiles: [join(process.env.SPECCURSOR_IN, 'fast-check-vitest.mjs')], sequence: { setupFiles: 'list' } } };
  // vitest.workspace.* is looked for beside the configuration file, which is ours now.
  const workspace = ['ts', 'mts', 'js', 'mjs', 'json'].map((end) => join(root, `vitest.workspace.${end}`)).find(existsSync);
  if (workspace && !theirs.test?.workspace) ours.test.workspace = workspace;
  return mergeConfig(theirs, ours);
};
