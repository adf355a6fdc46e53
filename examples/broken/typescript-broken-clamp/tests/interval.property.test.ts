import fc from "fast-check";
import { expect, test } from "vitest";

import { clamp, contains, intersect, interval } from "../src/interval.ts";

const numbers = fc.integer({ min: -9, max: 9 });
const intervals = fc
  .tuple(numbers, fc.nat(9))
  .map(([low, length]) => interval(low, low + length));

test("clamping gives a member and leaves members alone", () => {
  fc.assert(
    fc.property(intervals, numbers, (interval, value) => {
      const clamped = clamp(interval, value);
      expect(contains(interval, clamped)).toBe(true);
      expect(clamped === value).toBe(contains(interval, value));
    }),
  );
});

test("an intersection holds what both hold", () => {
  fc.assert(
    fc.property(intervals, intervals, numbers, (a, b, value) => {
      const both = intersect(a, b);
      expect(both !== undefined && contains(both, value)).toBe(
        contains(a, value) && contains(b, value),
      );
    }),
  );
});
