'use strict';
/**
 * tape: observe fast-check in the process of the tests, tell which test runs, and set its default again before it does.
 * Use: NODE_OPTIONS="--require <this file>" in place of tape-recorder.cjs
 *
 * tape, once asked for its stream, ends where time passes before the first test: so there is no --import here.
 */
const { pathToFileURL } = require('node:url');
const recorder = require('./fast-check-recorder.cjs');

require('./tape-recorder.cjs').watched = (name, file) => {
  recorder.current = name;
  recorder.currentFile = file;
  recorder.again();
};

const { required, imported } = recorder.copies(process.env.SPECCURSOR_PACKAGE || process.cwd());
if (required) recorder.observe(require(required));
if (imported) import(pathToFileURL(imported).href).then(recorder.observe);
