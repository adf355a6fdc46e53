const { expect, test } = require("@jest/globals");

const {
  clamp,
  contains,
  intersect,
  interval,
  width,
} = require("../src/interval.js");

test("an interval holds both its ends", () => {
  expect(contains(interval(1, 5), 1)).toBe(true);
  expect(contains(interval(1, 5), 5)).toBe(true);
  expect(contains(interval(1, 5), 6)).toBe(false);
});

test("the width counts both ends", () => {
  expect(width(interval(1, 5))).toBe(5);
});

test("low above high is refused", () => {
  expect(() => interval(2, 1)).toThrow("empty interval: 2 > 1");
});

test("intervals intersect", () => {
  expect(intersect(interval(1, 5), interval(3, 9))).toEqual(interval(3, 5));
  expect(intersect(interval(1, 5), interval(7, 9))).toBe(undefined);
});

test("a value is clamped to the nearest member", () => {
  expect(clamp(interval(1, 5), 0)).toBe(1);
  expect(clamp(interval(1, 5), 3)).toBe(3);
  expect(clamp(interval(1, 5), 9)).toBe(5);
});
