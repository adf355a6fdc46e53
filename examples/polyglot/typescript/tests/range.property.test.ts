import fc from "fast-check";
import { satisfies } from "semver";
import { expect, test } from "vitest";

import {
  allows,
  compare,
  core,
  format,
  parseRange,
  type Version,
} from "../src/index.ts";
import {
  alternatives,
  nearVersions,
  rangeTexts,
  releases,
} from "./arbitraries.ts";

function isIn(text: string, version: Version): boolean {
  return allows(parseRange(text), version);
}

// npm reads >=0.0.0 as *, so the prereleases of 0.0.0 are left out.
const ordinary = nearVersions.filter(
  (version) => version.prerelease.length === 0 || core(version).some(Boolean),
);

test("an alternative means what it means to npm", () => {
  fc.assert(
    fc.property(alternatives, ordinary, (text, version) => {
      expect(isIn(text, version)).toBe(satisfies(format(version), text));
    }),
  );
});

test("bars unite", () => {
  fc.assert(
    fc.property(rangeTexts, rangeTexts, nearVersions, (a, b, version) => {
      const either = isIn(a, version) || isIn(b, version);
      expect(isIn(`${a} || ${b}`, version)).toBe(either);
    }),
  );
});

test("a space intersects", () => {
  fc.assert(
    fc.property(nearVersions, nearVersions, releases, (a, b, version) => {
      const low = `>=${format(a)}`;
      const high = `<${format(b)}`;
      const both = isIn(low, version) && isIn(high, version);
      expect(isIn(`${low} ${high}`, version)).toBe(both);
    }),
  );
});

test("comparators split the releases", () => {
  fc.assert(
    fc.property(nearVersions, releases, (bound, version) => {
      const below = isIn(`<${format(bound)}`, version);
      const same = isIn(`=${format(bound)}`, version);
      const above = isIn(`>${format(bound)}`, version);
      expect([below, same, above].filter(Boolean)).toHaveLength(1);
      expect(isIn(`<=${format(bound)}`, version)).toBe(below || same);
      expect(isIn(`>=${format(bound)}`, version)).toBe(same || above);
    }),
  );
});

function keeps(count: number, base: Version, version: Version): boolean {
  const isSameCore = String(core(version)) === String(core(base));
  return (
    compare(base, version) <= 0 &&
    (version.prerelease.length === 0 ||
      (base.prerelease.length > 0 && isSameCore)) &&
    String(core(version).slice(0, count)) === String(core(base).slice(0, count))
  );
}

test("a caret keeps the leftmost number that is not zero", () => {
  fc.assert(
    fc.property(nearVersions, nearVersions, (base, version) => {
      const range = `^${format(base)}`;
      const leftmost = core(base).findIndex((number) => number > 0);
      const kept = leftmost === -1 ? 3 : leftmost + 1;
      expect(isIn(range, base)).toBe(true);
      expect(isIn(range, version)).toBe(keeps(kept, base, version));
    }),
  );
});

test("a tilde keeps major and minor", () => {
  fc.assert(
    fc.property(nearVersions, nearVersions, (base, version) => {
      const range = `~${format(base)}`;
      expect(isIn(range, base)).toBe(true);
      expect(isIn(range, version)).toBe(keeps(2, base, version));
    }),
  );
});

test("a hyphen is short for two comparators", () => {
  fc.assert(
    fc.property(nearVersions, nearVersions, nearVersions, (a, b, version) => {
      const spelledOut = isIn(`>=${format(a)} <=${format(b)}`, version);
      expect(isIn(`${format(a)} - ${format(b)}`, version)).toBe(spelledOut);
    }),
  );
});

test("a prerelease is allowed only if one of its core is named", () => {
  fc.assert(
    fc.property(alternatives, nearVersions, (text, version) => {
      const isNamed = text.includes(`${core(version).join(".")}-`);
      const isOpen = version.prerelease.length === 0 || isNamed;
      expect(isIn(text, version) && !isOpen).toBe(false);
    }),
  );
});
