/**
 * Vitest, as a setup file: observe fast-check in this context (also a vm), and set our default again over the
 * project's own configureGlobal once the test file is loaded. https://vitest.dev/config/setupfiles
 */
import { createRequire } from 'node:module';
import { beforeAll } from 'vitest';

const { again, copies, observe } = createRequire(import.meta.url)('./fast-check-recorder.cjs');

if (copies(process.env.SPECCURSOR_PACKAGE || process.cwd()).imported) {
  observe(await import('fast-check'));
  beforeAll(again);
}
