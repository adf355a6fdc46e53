'use strict';
/**
 * Runs a component's tests once by its own runner and leaves raw outputs; it judges nothing. The exit code is the
 * runner's (Mocha's is a number of failures: 1 here), 128 and more a signal.
 *
 * In SPECCURSOR_OUT: run.json (the account), tests.json, and coverage.json (istanbul's) or, where properties are asked
 * for, properties.jsonl. Where anything stands in the way before the first test, run.json says what.
 *
 * The runner gets the words that the project's `test` script gives it, less reporters, coverage, watching and stopping
 * early. What that script builds first is built; what it lints, publishes or audits first is left out.
 * Coverage is measured by what counts branches exactly (syntax trees): istanbul, Vitest's v8 from 4 on (3.2 by an option),
 * c8 by way of monocart. Without one of these there is no coverage at all, which is better than a flattering one.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { account, code, component, environment, find, inputs, json, out, program, root, run, settings, tool, upward } = require('./place.cjs');
const { holdsNothing } = require('./nothing-to-run.cjs');
const { glob } = require('./glob.cjs');
const { hints, ignored } = require('./left-out.cjs');
const { SETTING, call, leaves, script, split, without } = require('./scripts.cjs');

const asked = settings();
const PATIENT_MS = 300000; // 1,000 runs take longer than a runner's usual five seconds
const SKIPPED = /(?:^|[\s/])(?:eslint|standard|xo|semistandard|prettier|prettierx|biome|oxlint|jshint|jscs|dprint|stylelint|markdownlint|alex|cspell|ls-lint|aud|attw|publint|knip|depcheck|size-limit|dtslint|tsd|evalmd|auto-changelog|safe-publish-latest|in-publish|not-in-publish|echo|audit|publish|lint)(?![\w./-])|--noEmit\b/;
const SKIPPED_SCRIPTS = /(?:^|[:_-])(?:lint|format|fmt|prettier|typecheck|audit)(?:$|[:_-])/;
const IMPORTS = /(?:from|import|require)\s*\(?\s*['"](?:fast-check|@fast-check\/[\w-]+)['"]/;
const DECLARES = /\b(?:asyncProperty|property|modelRun|asyncModelRun|scheduledModelRun|prop)\s*[([<]/;

const COMMON = [[/^--coverage/, 'values'], [/^--(?:watch|ui|verbose|silent|passWithNoTests)$|^--watchAll/, 'alone']];
const RUNNERS = {
  jest: {
    names: ['jest', 'jest-cli'],
    dropped: [
      ...COMMON,
      [/^(?:--(?:collectCoverage|ci|json|onlyChanged|lastCommit|updateSnapshot|bail|notify|listTests|showConfig)|-[obu])$/, 'alone'],
      [/^--(?:collectCoverageFrom|reporters|testResultsProcessor|outputFile|changedSince|shard)$/, 'values'],
    ],
    tests: (bin, args) => [...jest(bin), ...JEST, ...jestCoverage(), ...args],
    properties: (bin, args) => [...jest(bin), ...JEST, '--setupFilesAfterEnv', ...jestSetup(bin, args), own('fast-check-jest.cjs'), `--testTimeout=${PATIENT_MS}`, ...args],
  },
  vitest: {
    names: ['vitest'],
    dropped: [
      ...COMMON,
      [/^(?:run|watch|dev|-w|-u|--run|--update|--standalone|--hideSkippedTests)$/, 'alone'],
      [/^--(?:reporter|outputFile.*|bail|shard|changed)$/, 'value'],
    ],
    tests: (bin, args, version) => [bin, 'run', ...vitest(version), ...vitestCoverage(version), ...args],
    properties: (bin, args, version) => [bin, 'run', ...vitest(version), `--config=${vitestConfig(args)}`, `--testTimeout=${PATIENT_MS}`, ...without(args.map(word), [[/^(?:--config|-c)$/, 'value']]).map(text)],
    preload: true,
  },
  mocha: {
    names: ['mocha', '_mocha'],
    dropped: [
      [/^(?:--(?:watch|bail|parallel|dry-run|forbid-only|growl|no-color|color)|-[wbpGcC])$/, 'alone'],
      [/^(?:--(?:reporter|reporter-options?)|-[RO])$/, 'value'],
    ],
    tests: (bin, args) => [...c8(), bin, ...MOCHA, ...args],
    properties: (bin, args) => [bin, ...MOCHA, '--require', own('fast-check-mocha.cjs'), '--timeout', String(PATIENT_MS), ...without(args.map(word), [[/^(?:--timeouts?|-t)$/, 'value']]).map(text)],
    preload: true,
  },
  tape: {
    names: ['tape'],
    dropped: [[/^--no-only$/, 'alone']],
    script: true,
    env: { NODE_TAPE_NO_ONLY_TEST: 'true' },
    tests: (bin, args) => [...c8(), '--require', own('tape-recorder.cjs'), ...(chosen.script ? [] : [bin]), ...args],
    properties: (bin, args) => ['--require', own('fast-check-tape.cjs'), ...(chosen.script ? [] : [bin]), ...args],
  },
  node: {
    names: ['node'],
    dropped: [[/^--(?:test|watch|experimental-test-coverage|test-coverage-.*|test-only|test-update-snapshots)$/, 'alone'], [/^--test-(?:reporter|reporter-destination|shard)$/, 'value']],
    tests: (_, args) => [...c8(), ...NODE, ...args],
    properties: (_, args) => [...NODE, ...args],
    preload: true,
  },
};
const own = (name) => path.join(inputs, name);
const word = (one) => ({ text: one, bare: false });
const text = (one) => one.text;
const NODE = ['--test', `--test-reporter=${own('node-test-reporter.mjs')}`, '--test-reporter-destination=stdout'];
const MOCHA = ['--reporter', own('mocha-reporter.cjs'), '--forbid-only', '--no-parallel', '--no-bail'];
const JEST = [`--reporters=${own('jest-reporter.cjs')}`, '--testLocationInResults', '--bail=0'];
/** Patterns that name the sources wherever the runner's root is; what else they name is left out when they are read. */
const sources = () => [...new Set(asked.source.map((file) => `**/${path.posix.basename(file).replace(/[\\*?[\]{}()!+@,|]/g, '?')}`))];

/** Jest by its command line's own package, out of sight of the tests. */
function jest(bin) {
  const { resolve } = require('node:module').createRequire(bin);
  return [own('start-jest.cjs'), resolve('jest-cli'), bin];
}

function jestCoverage() {
  const options = ['--coverage', '--coverageProvider=babel', '--coverageReporters=json', `--coverageDirectory=${path.join(out, 'coverage')}`];
  return [...options, '--coveragePathIgnorePatterns=/node_modules/', ...sources().map((one) => `--collectCoverageFrom=${one}`), '--coverageThreshold={}'];
}

/** The project's own setup files, of all its projects, since ours take the place of the configured ones. */
function jestSetup(bin, args) {
  const shown = run([process.execPath, ...chosen.flags, bin, '--showConfig', ...args], { env: chosen.env, stdout: 'pipe' });
  const { configs } = JSON.parse(String(shown.stdout).slice(String(shown.stdout).indexOf('{')));
  return [...new Set(configs.flatMap((one) => one.setupFilesAfterEnv || []))];
}

function vitest(version) {
  const located = major(version) >= 3 ? ['--includeTaskLocation'] : [];
  return [`--reporter=${own('vitest-reporter.mjs')}`, '--allowOnly=false', '--bail=0', ...located];
}

function vitestCoverage(version) {
  const provider = vitestProvider(version);
  if (!provider) {
    process.stderr.write('speccursor: no coverage is measured: no provider that counts branches exactly is installed beside Vitest\n');
    return [];
  }
  const options = ['--coverage.enabled', `--coverage.provider=${provider}`, '--coverage.reporter=json', `--coverage.reportsDirectory=${path.join(out, 'coverage')}`];
  const exact = provider === 'v8' && major(version) === 3 ? ['--coverage.experimentalAstAwareRemapping'] : [];
  const whole = major(version) < 4 ? ['--coverage.all'] : [];
  return [
    ...[...options, ...exact, ...whole, '--coverage.reportOnFailure', '--coverage.thresholds.autoUpdate=false', '--coverage.exclude=**/node_modules/**'],
    ...['lines', 'functions', 'branches', 'statements'].map((one) => `--coverage.thresholds.${one}=0`),
    ...sources().map((one) => `--coverage.include=${one}`),
  ];
}

function vitestProvider(version) {
  const [first, second] = version.split('.').map(Number);
  if (find('@vitest/coverage-istanbul')) return 'istanbul';
  return find('@vitest/coverage-v8') && (first > 3 || (first === 3 && second >= 2)) ? 'v8' : null;
}

/** Vitest has no option for setup files, and Vite writes beside its configuration: ours, in a folder of its own. */
function vitestConfig(args) {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'speccursor-'));
  fs.copyFileSync(own('vitest-config.mjs'), path.join(folder, 'vitest-config.mjs'));
  const given = args.findIndex((one) => /^(?:--config|-c)(?:=|$)/.test(one));
  if (given >= 0) chosen.env.SPECCURSOR_VITEST_CONFIG = path.resolve(component, args[given].includes('=') ? split(args[given], '=')[1] : args[given + 1]);
  return path.join(folder, 'vitest-config.mjs');
}

function c8() {
  const bin = program(find('c8', [tool]));
  const options = ['--experimental-monocart', '--config', own('c8.json'), '--all', '--src', '.', '--check-coverage=false', '--clean', '--exclude', '**/node_modules/**'];
  const places = ['--temp-directory', path.join(out, 'v8'), '--reports-dir', path.join(out, 'coverage'), '--reporter', 'json'];
  return [bin, ...options, ...places, ...sources().flatMap((one) => ['--include', one]), process.execPath, ...chosen.flags];
}

const major = (version) => Number(version.split('.')[0]);

/** What the project's `test` script gives the runner, and what it runs before: {env, flags, args, steps}. */
function choose(runner) {
  const scripts = json(path.join(component, 'package.json'))?.scripts || {};
  const found = leaves(scripts, 'test');
  const called = call(found, runner.names) || (runner.script && script(found)) || { at: 0, env: {}, flags: [], args: [] };
  const steps = [...leaves(scripts, 'pretest'), ...found.slice(0, called.at)].filter(({ words, of }) => !SKIPPED.test(words.map(text).join(' ')) && !of.some((name) => SKIPPED_SCRIPTS.test(name)));
  const { NODE_OPTIONS: theirs, ...env } = called.env;
  const options = [process.env.NODE_OPTIONS, theirs].filter(Boolean).join(' ');
  return {
    env: environment({ ...env, ...runner.env, ...(options && { NODE_OPTIONS: options }) }),
    flags: called.flags,
    script: called.script,
    args: [...expanded(without(called.args, runner.dropped), runner.names[0]), ...asked.arguments],
    steps,
  };
}

/** What a shell would have made of patterns; node:test of Node 20 takes no quoted ones either. */
function expanded(words, name) {
  return words.flatMap(({ text: one, bare }) => {
    if (one.startsWith('-') || !/[*?[]/.test(one) || !(bare || name === 'node')) return [one];
    const files = glob(component, one, !bare);
    return files.length ? files : [one];
  });
}

/** Build as the test script does; the reason why that failed, or null. */
function build(steps) {
  let last = { status: 0 };
  for (const { after, words } of steps) {
    if ((after === '&&' && last.status !== 0) || (after === '||' && last.status === 0)) continue;
    const plain = words.map(text);
    const start = plain.findIndex((one) => !SETTING.test(one) && !/^cross-env/.test(one));
    const settled = Object.fromEntries(plain.slice(0, start).filter((one) => SETTING.test(one)).map((one) => split(one, '=')));
    process.stderr.write(`speccursor: building first: ${plain.join(' ')}\n`);
    last = run(plain.slice(start).flatMap((one, at) => (words[start + at].bare && /[*?[]/.test(one) ? expanded([words[start + at]], '') : [one])), { env: environment(settled), stdout: 2 });
    if (last.status !== 0 && after !== '||') return `what the test script builds first failed: ${plain.join(' ')} (${last.error || `exit code ${code(last)}`})`;
  }
  return null;
}

/** node:test's files, where the script names none: the component's tests that Node would find, its data left out. */
function nodeFiles(args) {
  const valued = new Set(['--import', '-r', '--require', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file']);
  if (args.some((one, at) => !one.startsWith('-') && !valued.has(args[at - 1]))) return args;
  const usual = /(?:^|\/)(?:test\/.*|test|test-[^/]*|[^/]*[.\-_]test)\.[cm]?js$/;
  return [...args, ...asked.tests.map((file) => path.relative(component, path.join(root, file))).filter((file) => usual.test(file))];
}

/** What a reader of the source files' lines finds, by file; files in which it finds nothing are not named. */
function bySource(finds) {
  const found = asked.source.map((file) => [file, finds(lines(file))]);
  return Object.fromEntries(found.filter(([, those]) => those.length));
}

/** Source files that coverage has nothing to say about, as nothing in them runs. */
function empty() {
  return asked.source.filter((file) => holdsNothing(lines(file).join('\n'), /\.[cm]?tsx?$/.test(file)));
}

/** Test files that declare properties by what they say, so that one that was not observed is missed. */
function declaring() {
  return asked.tests.filter((file) => {
    const said = lines(file).join('\n');
    return IMPORTS.test(said) && DECLARES.test(said);
  });
}

function lines(file) {
  try {
    return fs.readFileSync(path.join(root, file), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Lay the reports of one run under the names that the adapter knows. Two records of tests are none. */
function collect() {
  const names = fs.readdirSync(out);
  const records = names.filter((name) => /^tests-.*\.json$/.test(name));
  if (records.length === 1) fs.renameSync(path.join(out, records[0]), path.join(out, 'tests.json'));
  const observed = names.filter((name) => /^properties-.*\.jsonl$/.test(name)).map((name) => fs.readFileSync(path.join(out, name)));
  if (asked.properties) fs.writeFileSync(path.join(out, 'properties.jsonl'), Buffer.concat(observed));
  const coverage = path.join(out, 'coverage', 'coverage-final.json');
  if (!asked.properties && fs.existsSync(coverage)) fs.renameSync(coverage, path.join(out, 'coverage.json'));
  return records.length > 1 ? `${records.length} runs of tests left a record, so that none can be told for the one` : null;
}

const runner = RUNNERS[asked.runner];
const told = { tool: asked.runner, version: process.version.slice(1), whose: 'project', source: asked.source };
const found = asked.runner === 'node' ? null : runner.names.map((name) => find(name)).find(Boolean);
const chosen = choose(runner);

function main() {
  if (asked.runner !== 'node' && !found) return account({ ...told, failed: `${asked.runner} is not installed in ${upward().join(' or ')}` });
  if (found) told.version = found.version;
  const broken = build(chosen.steps);
  if (broken) return account({ ...told, failed: broken });
  if (asked.runner === 'node') chosen.args = nodeFiles(chosen.args);
  if (asked.properties && runner.preload) {
    const preload = `--import=${require('node:url').pathToFileURL(own('fast-check-preload.mjs'))}`;
    chosen.env.NODE_OPTIONS = [chosen.env.NODE_OPTIONS, preload].filter(Boolean).join(' ');
  }
  const make = asked.properties ? runner.properties : runner.tests;
  const argv = make(found && program(found, runner.names.find((name) => found.manifest.bin?.[name])), chosen.args, told.version);
  const wrapped = !asked.properties && ['node', 'mocha', 'tape'].includes(asked.runner);
  const done = run([process.execPath, ...(wrapped ? [] : chosen.flags), ...argv], { env: chosen.env });
  const failed = collect() || done.error;
  const more = asked.properties ? { declaring: declaring() } : { ignored: bySource(ignored), hints: wrapped ? bySource(hints) : {}, empty: empty() };
  account({ ...told, ...more, argv: done.argv, status: done.status, signal: done.signal, failed });
  process.exitCode = asked.runner === 'mocha' && done.status > 0 ? 1 : code(done);
}

main();
