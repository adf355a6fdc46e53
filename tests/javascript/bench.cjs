'use strict';
/**
 * A place to run our programs in as the adapters do: a candidate, a folder of inputs that leads to the assets
 * themselves (so that what runs is what is measured), a folder for outputs, and stand-ins for other people's packages.
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after } = require('node:test');

const ASSETS = path.resolve(__dirname, '../../src/speccursor/qualify/tools/assets/js');
const NONCE = 'nonce-0001';
/** What a child gets of this process's environment. A run of ours around this one (SPECCURSOR_*, NODE_OPTIONS) is none of its business. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'NODE_V8_COVERAGE', 'TMPDIR'];

const made = [];
after(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

function asset(name) {
  return path.join(ASSETS, name);
}

/** A folder that is gone after the tests. */
function temporary() {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'bench-'));
  made.push(folder);
  return folder;
}

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  }
}

class Bench {
  constructor(files = {}) {
    this.base = temporary();
    for (const name of ['in', 'out', 'root', 'tool']) {
      this[name] = path.join(this.base, name);
      fs.mkdirSync(this[name]);
    }
    for (const name of fs.readdirSync(ASSETS)) fs.symlinkSync(path.join(ASSETS, name), path.join(this.in, name));
    this.component = this.root;
    write(this.root, files);
  }

  write(files) {
    write(this.root, files);
    return this;
  }

  /** Put a package with one program into a node_modules. */
  package(name, version, program, { folder = this.root, more = {}, bin = { [name]: 'program.js' }, ...manifest } = {}) {
    const place = path.join('node_modules', name);
    const files = { 'package.json': { name, version, bin, ...manifest }, 'program.js': program, ...more };
    write(folder, Object.fromEntries(Object.entries(files).map(([file, text]) => [path.join(place, file), text])));
    return this;
  }

  environment(more = {}) {
    const inherited = Object.fromEntries(INHERITED.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]));
    const places = { IN: this.in, OUT: this.out, ROOT: this.root, PACKAGE: this.component, NONCE, TOOL: this.tool };
    const ours = Object.fromEntries(Object.entries(places).map(([name, place]) => [`SPECCURSOR_${name}`, place]));
    return { ...inherited, ...ours, ...more };
  }

  /** Run Node to its end: {status, signal, stdout, stderr}. */
  node(words, env = {}) {
    return spawnSync(process.execPath, words, { cwd: this.component, env: this.environment(env), encoding: 'utf8' });
  }

  /** Run a driver with its settings: {...how it ended, account}. */
  drive(name, settings, env = {}) {
    fs.writeFileSync(path.join(this.in, 'speccursor.json'), JSON.stringify(settings));
    const done = this.node([path.join(this.in, name)], env);
    const account = this.left('run.json');
    return { ...done, account: account === null ? null : JSON.parse(account) };
  }

  /** An output's text, or null. */
  left(name) {
    const file = path.join(this.out, name);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
  }

  /** The JSON that outputs hold whose names begin so. */
  records(start) {
    return fs.readdirSync(this.out).filter((name) => name.startsWith(start)).map((name) => JSON.parse(this.left(name)));
  }

  /** The JSON lines that outputs hold whose names begin so. */
  lines(start) {
    const texts = fs.readdirSync(this.out).filter((name) => name.startsWith(start)).map((name) => this.left(name));
    return texts.join('').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }
}

module.exports = { ASSETS, Bench, NONCE, asset, temporary, write };
