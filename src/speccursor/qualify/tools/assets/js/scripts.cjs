'use strict';
/**
 * What a project's scripts in package.json really run: their commands one by one, without any shell.
 *
 * Followed are `npm run x` (with its pre and post scripts, as npm does), `yarn x`, `pnpm x`, `run-s`, `run-p` and
 * `npm-run-all`; seen through are `cross-env A=b`, `env`, `npx`, `c8`, `nyc` and `node`.
 * https://docs.npmjs.com/cli/using-npm/scripts, words as in POSIX's shell (XCU 2.2, 2.3) without expansions.
 */
const path = require('node:path');

const DEEPEST = 8;
const SETTING = /^[A-Za-z_]\w*=/;
const NODES = new Set(['node', 'nodejs']);
const WRAPPERS = new Set(['npx', 'cross-env', 'cross-env-shell', 'env', 'c8', 'nyc', 'time']);
const SEEN_THROUGH = new Set(['npx', 'pnpx', 'bunx', 'exec', 'cross-env', 'cross-env-shell', 'env', 'c8', 'nyc', 'node', 'nodejs', 'npm', 'pnpm', 'yarn', 'time']);

/** A script's text as commands: [{after, words: [{text, bare}]}]; `bare` words were not quoted, so a shell expands them. */
function commands(text) {
  const found = [{ after: '', words: [] }];
  const token = /[^\S\n]+|(&&|\|\||[;|&\n])|(\d?>>?(?:&\d|\s*[^\s;|&]*)|<\s*\S+)|((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s;|&<>'"\\])+)/gy;
  for (let match; (match = token.exec(text)); ) {
    const [, operator, , word] = match;
    if (operator) found.push({ after: operator, words: [] });
    else if (word) found.at(-1).words.push({ text: unquoted(word), bare: !/['"\\]/.test(word) });
  }
  return found.filter(({ words }) => words.length);
}

function unquoted(word) {
  return word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (_, single, double, escaped) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped);
}

/** Every command that a script comes to, in order: [{after, words, of}]; `of` are the scripts that it stands in. */
function leaves(scripts, name, depth = DEEPEST) {
  if (typeof scripts[name] !== 'string' || !depth) return [];
  return commands(scripts[name]).flatMap((command) => {
    const called = callsOf(command.words.map((word) => word.text), scripts);
    if (!called) return [{ ...command, of: [name] }];
    const words = command.words.slice(called.more);
    const inner = called.names.flatMap((one) => [
      ...leaves(scripts, `pre${one}`, depth - 1),
      ...added(leaves(scripts, one, depth - 1), words),
      ...leaves(scripts, `post${one}`, depth - 1),
    ]);
    if (inner.length) inner[0] = { ...inner[0], after: command.after };
    return inner.map((one) => ({ ...one, of: [name, ...one.of] }));
  });
}

/** Commands with more words at the end of the last, as `npm run x -- more` does. */
function added(found, words) {
  const last = found.pop();
  return last ? [...found, { ...last, words: [...last.words, ...words] }] : [];
}

/** The scripts that a command runs by name, and where the words begin that it adds to the last; null when it runs none. */
function callsOf(words, scripts) {
  const wraps = (word, index) => SETTING.test(word) || WRAPPERS.has(path.basename(word)) || (index && word.startsWith('-'));
  const start = words.findIndex((word, index) => !wraps(word, index)); // past `cross-env A=b`, `nyc --silent`
  const called = start < 0 ? null : scriptsRunBy(words.slice(start), scripts);
  return called && { ...called, more: called.more + start };
}

function scriptsRunBy(words, scripts) {
  const [first, second] = words;
  if (['run-s', 'run-p', 'npm-run-all', 'npm-run-all2'].includes(first)) {
    const names = words.slice(1).filter((word) => !word.startsWith('-'));
    return { names: names.flatMap((one) => matching(one, scripts)), more: words.length };
  }
  if (!['npm', 'pnpm', 'yarn', 'bun'].includes(first)) return null;
  const at = ['run', 'run-script'].includes(second) ? 2 : 1;
  const place = words.findIndex((word, index) => index >= at && !word.startsWith('-'));
  const name = { t: 'test', tst: 'test' }[words[place]] || words[place];
  if (place < 0 || typeof scripts[name] !== 'string') return null;
  const dashes = words.indexOf('--');
  const more = dashes >= 0 ? dashes + 1 : first === 'npm' ? words.length : place + 1;
  return { names: [name], more };
}

function matching(pattern, scripts) {
  const expression = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`);
  return Object.keys(scripts).filter((name) => expression.test(name));
}

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The first of some commands that runs a program of this name: {at, env, flags, args}, or null. `env` are the settings
 * before it, `flags` those of the `node` before it, `args` its own words. "node" stands for `node --test`.
 */
function call(found, names) {
  for (const [at, { words }] of found.entries()) {
    const place = words.findIndex((_, index) => isCalled(words, index, names));
    if (place >= 0) return { at, ...surroundings(words.slice(0, place).map((word) => word.text)), args: words.slice(place + 1) };
  }
  return null;
}

/** The one command that runs a script by `node` itself, as `call` tells it with `script`; null where there is none, or several. */
function script(found) {
  const those = found.map(({ words }, at) => ({ at, words, place: placeOfScript(words) })).filter(({ place }) => place >= 0);
  if (those.length !== 1) return null;
  const [{ at, words, place }] = those;
  return { at, ...surroundings(words.slice(0, place).map((word) => word.text)), args: words.slice(place), script: true };
}

function placeOfScript(words) {
  const node = words.findIndex((word) => NODES.has(word.text));
  const wrapped = words.slice(0, Math.max(node, 0)).every(({ text }) => SETTING.test(text) || SEEN_THROUGH.has(text) || text.startsWith('-'));
  return node < 0 || !wrapped ? -1 : words.findIndex(({ text }, at) => at > node && /\.[cm]?js$/.test(text) && words[at - 1].text !== '-r' && words[at - 1].text !== '--require');
}

function surroundings(before) {
  const env = Object.fromEntries(before.filter((word) => SETTING.test(word)).map((word) => split(word, '=')));
  const node = before.findLastIndex((word) => NODES.has(word));
  if (node >= 0) return { env, flags: before.slice(node + 1) };
  return { env, flags: before.includes('tsx') ? ['--import', 'tsx'] : [] };
}

function isCalled(words, place, names) {
  const { text } = words[place];
  if (names.includes('node')) return text === '--test' && words.slice(0, place).some((word) => word.text === 'tsx' || NODES.has(word.text));
  if (!names.includes(path.basename(text).replace(/\.[cm]?js$/, ''))) return false;
  const head = words.find((word) => !SETTING.test(word.text)).text;
  return text === head || SEEN_THROUGH.has(path.basename(head));
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

/**
 * Words without the options that are not the project's business here. `dropped` is [[pattern, how], ...]; `how` says what
 * follows an option that has no "=": "alone", "value" (one word) or "values" (all words up to the next option).
 */
function without(words, dropped) {
  const kept = [];
  for (let at = 0; at < words.length; at += 1) {
    const { text } = words[at];
    const how = dropped.find(([pattern]) => pattern.test(text.split('=')[0]))?.[1];
    if (!how) kept.push(words[at]);
    else if (!text.includes('=') && how !== 'alone') {
      do at += 1;
      while (how === 'values' && words[at] && !words[at].text.startsWith('-'));
      if (how === 'values') at -= 1;
    }
  }
  return kept;
}

module.exports = { SETTING, call, commands, leaves, script, split, without };
