import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { clamp, contains, interval } from "../src/interval.js";

const numbers = fc.integer({ min: -9, max: 9 });
const intervals = fc
  .tuple(numbers, fc.nat(9))
  .map(([low, length]) => interval(low, low + length));

test("clamping gives a member and leaves members alone", () => {
  fc.assert(
    fc.property(intervals, numbers, (interval, value) => {
      const clamped = clamp(interval, value);
      assert.equal(contains(interval, clamped), true);
      assert.equal(clamped === value, contains(interval, value));
    }),
  );
});
