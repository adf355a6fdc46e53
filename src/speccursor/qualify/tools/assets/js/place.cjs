'use strict';
/**
 * Where a driver runs, which packages the component can reach, one child process, and the driver's account of it.
 *
 * Environment: SPECCURSOR_IN, SPECCURSOR_OUT, SPECCURSOR_ROOT, SPECCURSOR_PACKAGE (the component's folder),
 * SPECCURSOR_TOOL (the folder of a tool of ours) and SPECCURSOR_NONCE. The account is `speccursor.run/1` in
 * SPECCURSOR_OUT/run.json: what ran, in which version, whose it is, and how it ended; or why nothing ran.
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { SPECCURSOR_IN: inputs, SPECCURSOR_OUT: out, SPECCURSOR_ROOT: root, SPECCURSOR_PACKAGE: component, SPECCURSOR_TOOL: tool } = process.env;

/** The folders from the component's own up to the candidate's root, and never above it. */
function upward() {
  const folders = [component];
  while (folders.at(-1) !== root && path.dirname(folders.at(-1)) !== folders.at(-1)) folders.push(path.dirname(folders.at(-1)));
  return folders;
}

/** A package below one of the folders: {folder, name, version, manifest}, or null. */
function find(name, folders = upward()) {
  for (const above of folders) {
    const folder = path.join(above, 'node_modules', name);
    const manifest = json(path.join(folder, 'package.json'));
    if (manifest) return { folder, name, version: String(manifest.version), manifest };
  }
  return null;
}

/** A program of a package, as its manifest names it: https://docs.npmjs.com/cli/configuring-npm/package-json#bin */
function program({ folder, name, manifest }, wanted = name) {
  const { bin } = manifest;
  return path.join(folder, typeof bin === 'string' ? bin : bin[wanted] || Object.values(bin)[0]);
}

function json(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

/** What the adapter gave this driver. */
function settings() {
  return JSON.parse(fs.readFileSync(path.join(inputs, 'speccursor.json'), 'utf8'));
}

/** The environment that `npm run` gives: the programs of the packages come first on PATH. */
function environment(more = {}) {
  const programs = upward().map((folder) => path.join(folder, 'node_modules', '.bin'));
  return { ...process.env, PATH: [...programs, process.env.PATH].join(path.delimiter), ...more };
}

/** Run a program to its end; nobody but the caller of this driver limits its time. */
function run(argv, { env = environment(), stdout = 'inherit' } = {}) {
  const done = spawnSync(argv[0], argv.slice(1), { cwd: component, env, stdio: ['ignore', stdout, 'inherit'], maxBuffer: 1 << 28 });
  return { argv, status: done.status, signal: done.signal, error: done.error ? String(done.error.message) : null, stdout: done.stdout };
}

/** The exit code that says the same: a signal is 128 and its number. */
function code({ status, signal }) {
  return signal ? 128 + os.constants.signals[signal] : status === null ? 70 : status;
}

/** Write the account. `failed` says why nothing was measured; whoever reads then believes nothing else. */
function account(told) {
  const head = { schema: 'speccursor.run/1', nonce: process.env.SPECCURSOR_NONCE };
  fs.writeFileSync(path.join(out, 'run.json'), `${JSON.stringify({ ...head, ...told })}\n`);
}

module.exports = { account, code, component, environment, find, inputs, json, out, program, root, run, settings, tool, upward };
