'use strict';
/**
 * Runs the TypeScript compiler, which checks and keeps nothing: the project's own where it has one and a tsconfig.json,
 * else ours. run.json says which. Exit codes: 0 no error, 1 and 2 errors, as in TypeScript's ExitStatus.
 *
 * A configuration with references is built (`tsc --build`), as only that resolves them; this writes, so the copy must be
 * one to write to. Shipped files that the configuration leaves out are checked in a second program with its options;
 * without any configuration all are, with strict built-in ones. https://www.typescriptlang.org/tsconfig/
 */
const fs = require('node:fs');
const path = require('node:path');
const { account, code, component, environment, find, out, program, root, run, settings, tool, upward } = require('./place.cjs');

const asked = settings();
const REFERENCES = /"references"\s*:\s*\[\s*\{/;
const SAYING = ['--pretty', 'false', '--listFiles'];
const BUILT_IN = {
  strict: true,
  target: 'esnext',
  module: 'preserve',
  jsx: 'preserve',
  types: ['*'],
  skipLibCheck: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
};
/** Options that only matter when something is written, some of which contradict checking alone. */
const WRITES_NOTHING = {
  noEmit: true,
  composite: false,
  incremental: false,
  emitDeclarationOnly: false,
  tsBuildInfoFile: null,
  rootDir: null,
  outFile: null,
};

/** The component's configuration, else the nearest above it, else null. */
function configuration() {
  if (asked.tsconfig) return path.join(component, asked.tsconfig);
  return upward().map((folder) => path.join(folder, 'tsconfig.json')).find((file) => fs.existsSync(file)) || null;
}

function compile(words, name) {
  const file = fs.openSync(path.join(out, name), 'w');
  const done = run([process.execPath, compiler, ...words, ...SAYING], { env: environment(), stdout: file });
  fs.closeSync(file);
  return done;
}

/** Compile these files alone. Their configuration stands in the component's folder, from where types are looked for. */
function compileOnly(files, extended, name) {
  const place = path.join(component, `tsconfig.speccursor-${process.pid}.json`);
  const options = extended ? { extends: extended, compilerOptions: WRITES_NOTHING } : { compilerOptions: { ...BUILT_IN, noEmit: true } };
  fs.writeFileSync(place, JSON.stringify({ ...options, files, include: [], references: [] }));
  const done = compile(['--project', place], name);
  fs.rmSync(place);
  return done;
}

function listed(name) {
  return new Set(fs.readFileSync(path.join(out, name), 'utf8').split(/\r?\n/));
}

const config = configuration();
const own = config && find('typescript');
const used = own || find('typescript', [tool]);
const compiler = program(used, 'tsc');
const shipped = asked.source.map((file) => path.join(root, file));

function main() {
  const ran = [];
  let left = shipped;
  if (asked.tsconfig) {
    const builds = REFERENCES.test(fs.readFileSync(config, 'utf8'));
    ran.push(compile(builds ? ['--build', config, '--force'] : ['--project', config, '--noEmit', '--emitDeclarationOnly', 'false'], 'tsc.txt'));
    const seen = listed('tsc.txt');
    left = shipped.filter((file) => !seen.has(file) && !seen.has(fs.realpathSync(file)));
  }
  if (left.length) ran.push(compileOnly(left, config, asked.tsconfig ? 'tsc-left-out.txt' : 'tsc.txt'));
  const last = ran.find((one) => code(one) !== 0) || ran[0];
  const told = { tool: 'tsc', version: used.version, whose: own ? 'project' : 'ours', source: asked.source, left_out: asked.tsconfig ? left.length : 0 };
  account({ ...told, argv: ran[0].argv, status: last.status, signal: last.signal, failed: last.error });
  process.exitCode = code(last);
}

main();
