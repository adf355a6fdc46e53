/**
 * Vitest, as a setup file: observe fast-check in this context (also a vm), and set our default again over the
 * project's own configureGlobal once the test file is loaded. https://vitest.dev/config/setupfiles
 *
 * It stands outside the project, so the project's own copies of both packages are imported by their files.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = process.env.SPECCURSOR_PACKAGE || process.cwd();
const { again, copies, observe } = createRequire(import.meta.url)('./fast-check-recorder.cjs');
const { imported } = copies(folder);

if (imported) {
  const vitest = dirname(createRequire(join(folder, 'package.json')).resolve('vitest/package.json'));
  const { beforeAll } = await import(/* @vite-ignore */ join(vitest, 'dist/index.js'));
  observe(await import(/* @vite-ignore */ imported));
  beforeAll(again);
}
