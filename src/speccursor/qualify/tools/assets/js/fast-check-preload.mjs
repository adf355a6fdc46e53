/**
 * Vitest, node:test, Mocha, AVA: observe fast-check in every Node process and worker of a run.
 * Use: NODE_OPTIONS="--import=<file URL of this file>" (https://nodejs.org/api/cli.html#--importmodule)
 *
 * CommonJS and ES module copies of fast-check keep separate settings, so both are loaded, from the package
 * under test (SPECCURSOR_PACKAGE, default: cwd). It does nothing where fast-check is not installed.
 * It does not reach into vm contexts (Jest, Vitest's vmThreads and vmForks): no property line comes out of those.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { again, copies, observe } = require('./fast-check-recorder.cjs');

const { required, imported } = copies(process.env.SPECCURSOR_PACKAGE || process.cwd());
if (imported) observe(await import(pathToFileURL(imported).href));
if (required) observe(require(required));

// A process of `node --test`: set our default again before each test.
if ((imported || required) && process.env.NODE_TEST_CONTEXT) {
  const { beforeEach } = await import('node:test');
  beforeEach(again);
}
