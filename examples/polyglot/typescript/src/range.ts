/**
 * Ranges of versions, as npm reads them (github.com/npm/node-semver, "Ranges").
 *
 * A range is a union of half-open intervals. It differs from npm's in this: an
 * empty alternative is malformed, rather than a way to say `*` by accident; so
 * is a version with a leading `v`; and `>=0.0.0` is a bound like any other,
 * where npm reads `*` and then forgets the alternatives beside it.
 */

import {
  compare,
  core,
  firstPrerelease,
  MalformedError,
  parse,
  readNumber,
  successor,
  type Version,
} from "./version.ts";

/**
 * The versions from `floor` up to, not including, `ceiling`.
 *
 * A prerelease belongs only if the author named a prerelease of the same core:
 * those cores are `opened`.
 */
export interface Interval {
  readonly floor: Version;
  /** undefined: no end */
  readonly ceiling: Version | undefined;
  readonly opened: readonly string[];
}

/** What a requirement allows, with the text its author wrote. */
export interface Range {
  readonly text: string;
  readonly intervals: readonly Interval[];
}

/**
 * Reads alternatives joined by `||`.
 *
 * @throws {MalformedError}
 */
export function parseRange(text: string): Range {
  return { text, intervals: text.split("||").map(readAlternative) };
}

export function allows(range: Range, version: Version): boolean {
  return range.intervals.some((interval) => contains(interval, version));
}

/** A version of which only the first `numbers` may be given, as in `1.2`. */
interface Operand {
  readonly numbers: readonly number[];
  readonly floor: Version;
}

const NUMBER = "(0|[1-9][0-9]*)";
const ANY = "[xX*]";
const PARTIAL = new RegExp(
  `^(?:${ANY}(?:\\.${ANY}){0,2}` +
    `|${NUMBER}(?:\\.${ANY}){0,2}` +
    `|${NUMBER}\\.${NUMBER}(?:\\.${ANY})?)$`,
);
const HYPHEN = /^(\S+)\s+-\s+(\S+)$/;
const OPERATOR = /^[\^~<>=]*/;
const SPACE_AFTER_OPERATOR = /(?<=[<>=~^])\s+(?=[0-9xX*])/g;

const LOWEST = firstPrerelease(release([]));

const OPERATORS: ReadonlyMap<string, (operand: Operand) => Interval> = new Map([
  ["", same],
  ["=", same],
  ["^", caret],
  ["~", (operand: Operand) => keeping(operand, 2)],
  [">=", atLeast],
  ["<=", atMost],
  [">", above],
  ["<", below],
]);

/** Reads `low - high`, or comparators that must all hold. */
function readAlternative(text: string): Interval {
  const [, low, high] = HYPHEN.exec(text.trim()) ?? [];
  if (low !== undefined && high !== undefined) {
    return intersect(atLeast(readOperand(low)), atMost(readOperand(high)));
  }
  const comparators = text.replace(SPACE_AFTER_OPERATOR, "").match(/\S+/g);
  if (comparators === null) {
    throw new MalformedError(
      "empty alternative in a range: write * for any version",
    );
  }
  return comparators.map(readComparator).reduce(intersect);
}

function readComparator(text: string): Interval {
  const operand = text.replace(OPERATOR, "");
  const operator = text.slice(0, text.length - operand.length);
  const meaning = OPERATORS.get(operator);
  if (meaning === undefined) {
    throw new MalformedError(`not an operator: ${operator}`);
  }
  return meaning(readOperand(operand));
}

function readOperand(text: string): Operand {
  const match = PARTIAL.exec(text);
  if (match === null) {
    const floor = parse(text);
    return { numbers: core(floor), floor };
  }
  const groups: readonly (string | undefined)[] = match.slice(1);
  const numbers = groups.filter((group) => group !== undefined).map(readNumber);
  return { numbers, floor: numbers.length > 0 ? release(numbers) : LOWEST };
}

/** What agrees with every number given; if all are, that version. */
function same(operand: Operand): Interval {
  const { floor, numbers } = operand;
  return isFull(operand)
    ? { floor, ceiling: successor(floor), opened: opened(operand) }
    : keeping(operand, numbers.length);
}

/** Keeps the leftmost number that is not zero: ^0.2.3 is below 0.3.0. */
function caret(operand: Operand): Interval {
  const leftmost = operand.numbers.findIndex((number) => number > 0);
  const count = leftmost === -1 ? operand.numbers.length : leftmost + 1;
  return keeping(operand, count);
}

function atLeast(operand: Operand): Interval {
  const { floor } = operand;
  return { floor, ceiling: undefined, opened: opened(operand) };
}

function atMost(operand: Operand): Interval {
  return { ...same(operand), floor: LOWEST };
}

function above(operand: Operand): Interval {
  const { floor, numbers } = operand;
  const lowest = isFull(operand) ? successor(floor) : after(numbers);
  return lowest === undefined
    ? { floor: LOWEST, ceiling: LOWEST, opened: [] }
    : { floor: lowest, ceiling: undefined, opened: opened(operand) };
}

function below(operand: Operand): Interval {
  const { floor } = operand;
  const ceiling = isFull(operand) ? floor : firstPrerelease(floor);
  return { floor: LOWEST, ceiling, opened: opened(operand) };
}

/** All from the floor on that has the same first `count` numbers. */
function keeping(operand: Operand, count: number): Interval {
  const { floor, numbers } = operand;
  const end = after(numbers.slice(0, count));
  const ceiling = end && firstPrerelease(end);
  return { floor, ceiling, opened: opened(operand) };
}

function isFull({ numbers }: Operand): boolean {
  return numbers.length === 3;
}

function opened(operand: Operand): string[] {
  const { floor } = operand;
  const isNamed = isFull(operand) && floor.prerelease.length > 0;
  return isNamed ? [String(core(floor))] : [];
}

function release(numbers: readonly number[]): Version {
  const [major = 0, minor = 0, patch = 0] = numbers;
  return { major, minor, patch, prerelease: [], build: [] };
}

/** The first release whose leading numbers exceed these; undefined if never. */
function after(numbers: readonly number[]): Version | undefined {
  const last = numbers.at(-1);
  return last === undefined ? undefined : release(numbers.with(-1, last + 1));
}

function contains(interval: Interval, version: Version): boolean {
  const { floor, ceiling, opened } = interval;
  return (
    compare(floor, version) <= 0 &&
    (ceiling === undefined || compare(version, ceiling) < 0) &&
    (version.prerelease.length === 0 || opened.includes(String(core(version))))
  );
}

function intersect(a: Interval, b: Interval): Interval {
  return {
    floor: compare(a.floor, b.floor) < 0 ? b.floor : a.floor,
    ceiling: lower(a.ceiling, b.ceiling),
    opened: [...a.opened, ...b.opened],
  };
}

function lower(
  a: Version | undefined,
  b: Version | undefined,
): Version | undefined {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  return compare(a, b) < 0 ? a : b;
}
