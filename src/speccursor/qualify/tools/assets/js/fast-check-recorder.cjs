'use strict';
/**
 * Raises fast-check's default number of runs and records what each property really ran, as JSON lines
 * `speccursor.properties/1` in SPECCURSOR_OUT/properties-<pid>-<thread>.jsonl:
 *
 *   {schema, nonce, event: "ready", fastCheck, hook}      this copy of fast-check is under observation
 *   {schema, nonce, event: "property", kind, test, file, line, testFile, numRuns, asked, skips, failed, interrupted,
 *    endOnFailure, counterexample, seed, path, error}
 *
 * `numRuns` is what ran, `asked` what the property asked for after our default; `file` and `line` are where fast-check
 * was called, `testFile` is the test's own file, where the runner tells it. No "ready" line means that
 * nothing was observed, which is not the same as no properties.
 * kind "single": a plain test of @fast-check/vitest, which wraps every test in a property of one run.
 *
 * fast-check 4.10 and later: a global plugin, which sees fc.check and leaves the project's reporters alone
 *   https://fast-check.dev/docs/api/functions/installGlobalPlugin/
 * earlier: the global `reporter`, which replaces throwing and so has to throw itself
 *   https://fast-check.dev/docs/configuration/custom-reports/#new-reporter (defaultReportMessage)
 * both: https://fast-check.dev/docs/configuration/global-settings/ (configureGlobal)
 *
 * Environment: SPECCURSOR_OUT, SPECCURSOR_NONCE, SPECCURSOR_ROOT, SPECCURSOR_NUM_RUNS (default 1000),
 * SPECCURSOR_PROPERTY_MS (default 60000; only where the project limits the time of all properties).
 */
const fs = require('node:fs');
const path = require('node:path');
const { message, relative } = require('./results.cjs');

const { appendFileSync } = fs;
const OUT = process.env.SPECCURSOR_OUT; // now, as a test may change its environment
const NONCE = process.env.SPECCURSOR_NONCE || '';
const LEAST = Number(process.env.SPECCURSOR_NUM_RUNS || 1000);
const LIMIT_MS = Number(process.env.SPECCURSOR_PROPERTY_MS || 60000);
const OURS = path.basename(__filename);
const observed = new Map(); // configureGlobal of each copy -> the copy
const settings = new WeakSet(); // what we gave to configureGlobal
let waiting = '';
let plainTests = false;

function write(record) {
  if (!OUT) return;
  const { threadId } = require('node:worker_threads');
  const head = { schema: 'speccursor.properties/1', nonce: NONCE };
  waiting += `${JSON.stringify({ ...head, ...record })}\n`;
  try {
    appendFileSync(path.join(OUT, `properties-${process.pid}-${threadId}.jsonl`), waiting);
    waiting = '';
  } catch {
    // a test fakes the file system: kept for the next time
  }
}

/** Where the candidate called fast-check: the first frame that is neither ours nor a dependency's. */
function site() {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  for (const frame of String(stack).split('\n').slice(1)) {
    const found = /((?:file:\/\/)?[^\s()]+):(\d+):\d+\)?$/.exec(frame);
    if (!found || found[1].startsWith('node:') || /[\\/]node_modules[\\/]/.test(found[1]) || found[1].includes(OURS)) continue;
    return { file: relative(found[1].split('?')[0]), line: Number(found[2]) };
  }
  return { file: null, line: null };
}

/** The running test, by expect.getState() of Jest and Vitest, as a hook of ours told (Mocha, tape), or by its process (node:test). */
function running() {
  const expect = globalThis.expect || globalThis[Symbol.for('expect-global')]; // the second is Vitest's without globals
  try {
    const { currentTestName, testPath } = expect.getState();
    return { test: currentTestName || null, file: testPath ? relative(testPath) : null };
  } catch {
    const file = exports.currentFile || (process.env.NODE_TEST_CONTEXT && process.argv[1]);
    return { test: exports.current || null, file: file ? relative(file) : null };
  }
}

function record(fc, out, called) {
  const asked = out.runConfiguration.numRuns;
  const now = running();
  let counterexample = null;
  try {
    if (out.counterexample !== null) counterexample = fc.stringify(out.counterexample).slice(0, 2000);
  } catch {
    counterexample = 'a value that cannot be turned into text';
  }
  write({
    event: 'property',
    kind: plainTests && asked === 1 && out.runConfiguration.endOnFailure ? 'single' : 'property',
    test: now.test,
    file: called.file || now.file,
    line: called.file ? called.line : null,
    testFile: now.file,
    numRuns: out.numRuns,
    asked,
    skips: out.numSkips,
    failed: out.failed,
    interrupted: out.interrupted,
    endOnFailure: out.runConfiguration.endOnFailure === true,
    counterexample,
    seed: out.seed,
    path: out.counterexamplePath,
    error: (message(out.errorInstance || out.error) || '').slice(0, 2000) || null,
  });
  again(); // a configureGlobal inside a test lowers one property, and its line shows it
}

/** Observe one copy of fast-check, once; set our default, each time. */
function observe(fc) {
  const plugin = typeof fc.installGlobalPlugin === 'function';
  const theirs = fc.readConfigureGlobal() || {};
  if (!observed.has(fc.configureGlobal)) {
    observed.set(fc.configureGlobal, fc);
    write({ event: 'ready', fastCheck: fc.__version || null, hook: plugin ? 'plugin' : 'reporter' });
    if (plugin) {
      fc.installGlobalPlugin(() => {
        const called = site(); // the factory runs inside the call of fc.assert or fc.check
        return { onAllRunsComplete: (out) => record(fc, out, called) };
      });
    }
  }
  if (settings.has(theirs)) return;

  // A getter, because @fast-check/vitest reads numRuns for plain tests too and would run each 1,000 times.
  const ours = { ...theirs };
  // A time limit for all properties is a default too: raised, not dropped, as a slow property would hold the run.
  if (theirs.interruptAfterTimeLimit !== undefined) ours.interruptAfterTimeLimit = Math.max(LIMIT_MS, theirs.interruptAfterTimeLimit);
  Object.defineProperty(ours, 'numRuns', {
    enumerable: true,
    configurable: true,
    get() {
      const caller = String(new Error().stack).split('\n')[2] || '';
      if (/@fast-check[\\/]vitest/.test(caller)) {
        plainTests = true;
        return theirs.numRuns;
      }
      return Math.max(LEAST, theirs.numRuns || 0);
    },
  });
  if (!plugin && !theirs.reporter?.ours) {
    const kind = theirs.asyncReporter ? 'asyncReporter' : 'reporter';
    ours[kind] = (out) => {
      record(fc, out, site());
      if (theirs[kind]) return theirs[kind](out);
      if (!out.failed) return undefined;
      throw failure(fc, out);
    };
    ours[kind].ours = true;
  }
  settings.add(ours);
  fc.configureGlobal(ours);
}

/** Our default over what the project's own configureGlobal left, when its modules have been loaded. */
function again() {
  for (const fc of observed.values()) observe(fc);
}

/** What fast-check throws without a reporter. */
function failure(fc, out) {
  const { errorWithCause, includeErrorInReport } = out.runConfiguration; // fast-check 3; 4
  const linked = includeErrorInReport === undefined ? errorWithCause : !includeErrorInReport;
  return linked ? new Error(fc.defaultReportMessage(out), { cause: out.errorInstance }) : new Error(fc.defaultReportMessage(out));
}

/** The files that require('fast-check') and import('fast-check') give in a package; nulls where it has none. */
function copies(folder) {
  let required;
  try {
    required = require.resolve('fast-check', { paths: [folder] });
  } catch {
    return { required: null, imported: null };
  }
  // Node 20 cannot resolve an import from another folder, so `exports` is read: https://nodejs.org/api/packages.html
  for (let above = path.dirname(required); above !== path.dirname(above); above = path.dirname(above)) {
    const manifest = path.join(above, 'package.json');
    if (!fs.existsSync(manifest)) continue;
    const { name, exports: entries } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    if (name !== 'fast-check') continue;
    const conditions = (entries && entries['.']) || {};
    const entry = conditions.import || conditions.default;
    const file = entry && typeof entry === 'object' ? entry.default : entry;
    return { required, imported: file ? path.join(above, file) : null };
  }
  return { required, imported: null };
}

process.on('exit', () => {
  if (waiting) write({ event: 'end' });
});

exports.again = again;
exports.observe = observe;
exports.copies = copies;
exports.current = null;
exports.currentFile = null;
