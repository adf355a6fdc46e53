import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  compare,
  core,
  firstPrerelease,
  format,
  parse,
  successor,
} from "../src/index.ts";
import { nearVersions, versions } from "./arbitraries.ts";

test("print and read is the identity", () => {
  fc.assert(
    fc.property(versions, (version) => {
      expect(parse(format(version))).toEqual(version);
    }),
  );
});

describe("the order", () => {
  test("is total", () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
      }),
    );
  });

  test("is antisymmetric", () => {
    fc.assert(
      fc.property(nearVersions, nearVersions, (a, b) => {
        const both = compare(a, b) <= 0 && compare(b, a) <= 0;
        expect(both).toBe(format(a) === format(b));
      }),
    );
  });

  test("is transitive", () => {
    fc.assert(
      fc.property(nearVersions, nearVersions, nearVersions, (a, b, c) => {
        const [low = a, middle = b, high = c] = [a, b, c].toSorted(compare);
        expect(compare(low, middle)).toBeLessThanOrEqual(0);
        expect(compare(middle, high)).toBeLessThanOrEqual(0);
        expect(compare(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test("leaves no gap between bounds", () => {
    fc.assert(
      fc.property(nearVersions, nearVersions, (a, b) => {
        const next = successor(a);
        expect(compare(a, next)).toBeLessThan(0);
        expect(compare(b, a) <= 0 || compare(next, b) <= 0).toBe(true);
        expect(compare(b, firstPrerelease(a)) < 0).toBe(
          String(core(b)) < String(core(a)),
        );
      }),
    );
  });
});
