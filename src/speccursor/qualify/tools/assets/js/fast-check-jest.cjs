'use strict';
/**
 * Jest: observe fast-check in each test file's own context.
 * Use: jest --setupFilesAfterEnv <the project's own list> <this file> --testTimeout=...
 * The option replaces the configured list, so that list goes first (jest --showConfig tells it).
 * https://jestjs.io/docs/configuration#setupfilesafterenv-array
 */
const { copies, observe } = require('./fast-check-recorder.cjs');

const { required, imported } = copies(process.env.SPECCURSOR_PACKAGE || process.cwd());
// Without this flag there are no native ES modules, and import() throws: https://jestjs.io/docs/ecmascript-modules
const native = [...process.execArgv, process.env.NODE_OPTIONS].join(' ').includes('--experimental-vm-modules');

if (required) observe(require(required));
if (required || imported) {
  // Once more when the test file has been loaded, which may have called configureGlobal.
  beforeAll(async () => {
    if (required) observe(require(required));
    if (native && imported) observe(await import(imported));
  });
}
