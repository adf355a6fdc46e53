/**
 * Versions in the order of precedence of SemVer 2.0.0 (semver.org, sections 9
 * to 11).
 *
 * Build metadata is kept and printed, and neither ordered nor compared: the
 * order is therefore total and antisymmetric, and equal versions are
 * interchangeable.
 */

export type Identifier = number | string;

/** A point in the order of versions. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly Identifier[];
  readonly build: readonly string[];
}

/** The text is not a version, or not a range of versions. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

const NUMBER = "0|[1-9][0-9]*";
const IDENTIFIER = `(?:${NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`;
const VERSION = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})` +
    `(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?` +
    "(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$",
);

/** What VERSION captures; the last two groups may take no part in a match. */
type Groups = [string, string, string, string, string?, string?];

/**
 * Reads `major.minor.patch[-prerelease][+build]`, and nothing looser.
 *
 * @throws {MalformedError} also for a number that is not a safe integer
 */
export function parse(text: string): Version {
  const match = VERSION.exec(text);
  if (match === null) {
    throw new MalformedError(`not a version: ${JSON.stringify(text)}`);
  }
  const [, major, minor, patch, prerelease, build] = match as unknown as Groups;
  return {
    major: readNumber(major),
    minor: readNumber(minor),
    patch: readNumber(patch),
    prerelease: prerelease?.split(".").map(readIdentifier) ?? [],
    build: build?.split(".") ?? [],
  };
}

/** Writes a version as `parse` reads it. */
export function format(version: Version): string {
  const prerelease = version.prerelease.join(".");
  const build = version.build.join(".");
  return (
    core(version).join(".") +
    (prerelease && `-${prerelease}`) +
    (build && `+${build}`)
  );
}

/** Negative if `a` is below `b`, positive if above, 0 if they are equal. */
export function compare(a: Version, b: Version): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

/** The three numbers: which release this is, or is a prerelease of. */
export function core(version: Version): [number, number, number] {
  return [version.major, version.minor, version.patch];
}

/** The lowest version that has the same core. */
export function firstPrerelease(version: Version): Version {
  return { ...version, prerelease: [0], build: [] };
}

/**
 * The next version up: none lies between the two.
 *
 * The lowest identifier is 0, so 1.0.0-rc is followed by 1.0.0-rc.0, and 1.0.0
 * by 1.0.1-0. Any bound can thus be written as a half-open one.
 */
export function successor(version: Version): Version {
  return version.prerelease.length > 0
    ? { ...version, prerelease: [...version.prerelease, 0], build: [] }
    : firstPrerelease({ ...version, patch: version.patch + 1 });
}

/** Reads a number of a version, refusing what a double cannot hold exactly. */
export function readNumber(digits: string): number {
  const number = Number(digits);
  if (!Number.isSafeInteger(number)) {
    throw new MalformedError(
      `number above ${Number.MAX_SAFE_INTEGER}: ${digits}`,
    );
  }
  return number;
}

function readIdentifier(text: string): Identifier {
  return /^[0-9]+$/.test(text) ? readNumber(text) : text;
}

/** A release, which has no identifiers, is above all of its prereleases. */
function comparePrereleases(
  a: readonly Identifier[],
  b: readonly Identifier[],
): number {
  if (a.length === 0 || b.length === 0) {
    return b.length - a.length;
  }
  for (const [index, left] of a.entries()) {
    const right = b[index];
    const order = right === undefined ? 1 : compareIdentifiers(left, right);
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}

/** Numbers are below words; words stand in the order of ASCII. */
function compareIdentifiers(a: Identifier, b: Identifier): number {
  if (typeof a === "number" && typeof b === "number") {
    return a - b;
  }
  if (typeof a === typeof b) {
    return a < b ? -1 : Number(a > b);
  }
  return typeof a === "number" ? -1 : 1;
}
