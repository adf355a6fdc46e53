/**
 * Runs markdownlint-cli2 over the files that it is given, as its output formatter, and writes what it came to into
 * markdownlint.json. Exit codes are markdownlint-cli2's: 0 nothing, 1 errors, 2 a failure, in its words on standard error.
 * https://github.com/DavidAnson/markdownlint-cli2#use
 *
 * Environment: SPECCURSOR_IN, SPECCURSOR_OUT, SPECCURSOR_TOOL, SPECCURSOR_PACKAGE (the folder that the project's
 * configuration stands in, and that paths are relative to).
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const { SPECCURSOR_IN, SPECCURSOR_OUT, SPECCURSOR_PACKAGE, SPECCURSOR_TOOL } = process.env;
const CANARY = path.posix.join(SPECCURSOR_PACKAGE, 'speccursor-canary.md');
const TEXT = fs.readFileSync(path.join(SPECCURSOR_IN, 'speccursor-canary.md'), 'utf8');
const asked = JSON.parse(fs.readFileSync(path.join(SPECCURSOR_IN, 'speccursor.json'), 'utf8'));
const wanted = new Map(asked.files.map((file) => [path.posix.join(SPECCURSOR_PACKAGE, file), file]));

/** The file system, which notes each file that was asked for and is read. */
const read = new Set();
const noted = {
  ...fs,
  readFile: (file, ...more) => {
    if (wanted.has(String(file))) read.add(wanted.get(String(file)));
    return fs.readFile(file, ...more);
  },
};

async function main() {
  const require = createRequire(path.join(SPECCURSOR_TOOL, 'package.json'));
  const { main: lint } = await import(pathToFileURL(require.resolve('markdownlint-cli2')).href);
  let results = null;
  const formatter = (told) => {
    results = told.results;
  };
  const status = await lint({
    directory: SPECCURSOR_PACKAGE,
    argv: asked.files.map((file) => `:${file}`),
    noGlobs: true,
    fs: noted,
    nonFileContents: { [CANARY]: TEXT },
    optionsOverride: { fix: false, outputFormatters: [[formatter]] },
    logMessage: (text) => process.stdout.write(`${text}\n`),
    logError: (text) => process.stderr.write(`${text}\n`),
  });
  const ours = results.filter(({ fileName }) => fileName === path.posix.basename(CANARY));
  const report = {
    schema: 'speccursor.markdownlint/1',
    canary: ours.length,
    read: [...read],
    results: results.filter((one) => !ours.includes(one)),
  };
  fs.writeFileSync(path.join(SPECCURSOR_OUT, 'markdownlint.json'), JSON.stringify(report));
  return status;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    process.stderr.write(`${error.stack || error}\n`);
    process.exitCode = 2;
  },
);
