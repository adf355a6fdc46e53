'use strict';
/**
 * Mocha: tell the recorder which test runs, and set its default again once all test files are loaded. Use, beside fast-check-preload.mjs: mocha --require <this file>
 * https://mochajs.org/features/root-hook-plugins
 */
const recorder = require('./fast-check-recorder.cjs');

exports.mochaHooks = {
  beforeAll() {
    recorder.again();
  },
  beforeEach() {
    recorder.current = this.currentTest.titlePath().join(' > ');
    recorder.currentFile = this.currentTest.file;
  },
};
