const { expect, test } = require("@jest/globals");
const fc = require("fast-check");

const { clamp, contains, interval } = require("../src/interval.js");

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
