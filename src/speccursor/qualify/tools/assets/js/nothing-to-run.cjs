'use strict';
/**
 * Whether a source file holds nothing that runs: only imports, re-exports and, in TypeScript, types. Coverage tools leave
 * such files out of their reports, where they cannot be told from files that were never measured.
 *
 * Anything that is not recognised counts as something that runs. The patterns work on the text without its comments, its
 * strings emptied; a template or a regular expression is never gone through, so that a file with one is not empty.
 */
const LEXICAL = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
const MODULES = [
  /\bimport\s*(?:type\s+)?''/g,
  /\b(?:import|export)\s+(?:type\s+)?(?:\*(?:\s*as\s+[\w$]+)?|[\w$]+|\{[^{}]*\}|[\w$]+\s*,\s*(?:\{[^{}]*\}|\*\s*as\s+[\w$]+))\s*from\s*''(?:\s*(?:with|assert)\s*\{[^{}]*\})?/g,
  /\bexport\s*\{\s*\}/g,
];
/** Braces are emptied first, from within, and each pair is one BRACES then, of no meaning elsewhere. */
const BRACES = '\uE000';
const DECLARES = /\b(?:enum|namespace|module|class|function|const|let|var)\b/;
const EXPORTED_TYPES = /\bexport\s+type\s*\{[^{}]*\}/g;
const INTERFACE = /\b(?:export\s+)?(?:declare\s+)?interface\s+[\w$]+[^\uE000()=;]*\uE000/g;
const ALIAS = /\b(?:export\s+)?(?:declare\s+)?type\s+[\w$]+\s*(?:<[^;=()]*>)?\s*=(?!=)([^;]*);/g;
/** What may stand behind an alias that has no semicolon: a call, an assignment, a statement. */
const STATEMENT = /[\w$\uE000]\s*\(|[^=<>!]=(?![>=])|\+\+|--|\n[\w$]|\b(?:delete|throw|await|void|return|if|for|while|do|switch|try)\b(?!\s*(?:[|&;,>)\]]|$))/;

function holdsNothing(text, typescript) {
  let rest = text.replace(/^#!.*/, '').replace(LEXICAL, (one) => (one[0] === '/' ? ' ' : "''"));
  for (const pattern of MODULES) rest = rest.replace(pattern, ' ');
  if (typescript) {
    if (DECLARES.test(rest)) return false;
    rest = rest.replace(EXPORTED_TYPES, ' ');
    while (/\{[^{}]*\}/.test(rest)) rest = rest.replace(/\{[^{}]*\}/g, BRACES);
    rest = rest.replace(INTERFACE, ' ').replace(ALIAS, (whole, type) => (STATEMENT.test(type) ? whole : ' '));
  }
  return /^[\s;]*$/.test(rest.replace(/^\s*''\s*;/, ''));
}

module.exports = { holdsNothing };
