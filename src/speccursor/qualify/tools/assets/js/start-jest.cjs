'use strict';
/**
 * Starts Jest with arguments that its tests do not see: with one worker Jest runs them in its own process, and a test
 * that reads process.argv would find our options there. Use: node <this file> <jest-cli> <Jest's program> <arguments>
 * As jest-cli's own program: https://github.com/jestjs/jest/blob/main/packages/jest-cli/bin/jest.js
 */
const [, , cli, bin, ...words] = process.argv;
process.argv.splice(1, Infinity, bin);
if (process.env.NODE_ENV === undefined) process.env.NODE_ENV = 'test';
require(cli).run(words);
