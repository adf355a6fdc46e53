'use strict';
/**
 * What comments take out of coverage: told whichever tool obeys them, and by its place where c8 does not.
 * https://github.com/bcoe/c8#ignoring-uncovered-lines-functions-and-blocks (also monocart's, and V8's `node:coverage`),
 * https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-lib-instrument/src/visitor.js (COMMENT_RE)
 */
const IGNORES = /(?:\/\*|\/\/)\s*(?:istanbul|v8|c8|node:coverage)\s+(?:ignore|disable)\b/;
const STARTS = /(?:v8|c8)\s+ignore\s+start\b|node:coverage\s+disable\b/;
const STOPS = /(?:v8|c8)\s+ignore\s+stop\b|node:coverage\s+enable\b/;
const NEXT = /(?:v8|c8|node:coverage)\s+ignore\s+next\b(?:\s+(\d{1,6}))?/;
const HINT = /\/\*\s*istanbul\s+ignore\s+(file|if|else|next)(?=\W)[\s\S]*?\*\/|\/\/\s*istanbul\s+ignore\s+(file|if|else|next)\b[^\n]*/g;
/** What may stand between a comment and the part of its node that coverage tells of: names, keywords, other comments. */
const LEADING = /(?:[\w$#*\s]|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;

/** The numbers of the lines that comments take out: their own, and those that they name by a count or by a stop. */
function ignored(lines) {
  const taken = new Set();
  for (const [at, line] of lines.entries()) {
    if (!IGNORES.test(line)) continue;
    const stop = STARTS.test(line) ? lines.findIndex((one, place) => place > at && STOPS.test(one)) : -1;
    const next = NEXT.exec(line);
    const last = Math.max(stop, at + (next ? Number(next[1] ?? 1) : 0));
    for (let place = at; place <= Math.min(last, lines.length - 1); place += 1) taken.add(place + 1);
  }
  return [...taken];
}

/**
 * Istanbul's own comments: [{kind, line, from, reach}]. The node that one is of begins between the comment's end and
 * `reach`; positions are [line from 1, column from 0].
 */
function hints(lines) {
  const content = lines.join('\n');
  const at = (place) => [content.slice(0, place).split('\n').length, place - content.lastIndexOf('\n', place - 1) - 1];
  return [...content.matchAll(HINT)].map((one) => {
    const end = one.index + one[0].length;
    LEADING.lastIndex = end;
    LEADING.exec(content);
    return { kind: one[1] ?? one[2], line: at(one.index)[0], from: at(end), reach: at(LEADING.lastIndex) };
  });
}

module.exports = { hints, ignored };
