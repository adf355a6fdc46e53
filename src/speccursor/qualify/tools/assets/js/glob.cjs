'use strict';
/** The files that a pattern names, as a shell or a test runner would find them: braces, `*`, `?`, `[...]` and, `deep`, `**`. */
const fs = require('node:fs');
const path = require('node:path');

/** The files that a pattern names below a folder; `deep`: ** is any depth (else as in POSIX's shell, one folder). */
function glob(folder, pattern, deep) {
  const alternatives = braces(pattern.replace(/^\.\//, ''));
  return [...new Set(alternatives.flatMap((one) => walk({ folder, deep }, '', one.split('/'))))].sort();
}

function braces(pattern) {
  const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(pattern);
  return found ? found[2].split(',').flatMap((one) => braces(found[1] + one + found[3])) : [pattern];
}

function walk(ground, below, [segment, ...rest]) {
  if (segment === undefined) return fs.existsSync(path.join(ground.folder, below)) ? [below] : [];
  const further = (name, segments) => walk(ground, path.posix.join(below, name), segments);
  if (!/[*?[]/.test(segment)) return further(segment, rest);
  const entries = list(path.join(ground.folder, below)).filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'));
  if (segment === '**' && ground.deep) {
    const inside = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => further(name, ['**', ...rest]));
    return [...further('', rest.length ? rest : ['*']), ...inside];
  }
  const pattern = expression(segment);
  return entries.filter(({ name }) => pattern.test(name)).flatMap(({ name }) => further(name, rest));
}

const MEANING = /\[[^\]]+\]|\*+|\?|[^\w]/g;

/** One segment as an expression; what is no sound pattern (a range that runs backwards) is taken as it is written. */
function expression(segment) {
  try {
    return new RegExp(`^${segment.replace(MEANING, meaning)}$`);
  } catch {
    return new RegExp(`^${segment.replace(/\W/g, '\\$&')}$`);
  }
}

function meaning(sign) {
  if (sign === '?') return '.';
  if (sign.startsWith('*')) return '.*';
  if (sign.length === 1) return `\\${sign}`;
  return `[${sign.slice(1, -1).replace(/^!/, '^').replace(/[\\[]/g, '\\$&')}]`;
}

function list(folder) {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

module.exports = { glob };
