import assert from "node:assert/strict";

import { it } from "mocha";

import {
  clamp,
  contains,
  intersect,
  interval,
  width,
} from "../src/interval.js";

it("an interval holds both its ends", () => {
  assert.equal(contains(interval(1, 5), 1), true);
  assert.equal(contains(interval(1, 5), 5), true);
  assert.equal(contains(interval(1, 5), 6), false);
});

it("the width counts both ends", () => {
  assert.equal(width(interval(1, 5)), 5);
});

it("low above high is refused", () => {
  assert.throws(() => interval(2, 1), { message: "empty interval: 2 > 1" });
});

it("intervals intersect", () => {
  assert.deepEqual(intersect(interval(1, 5), interval(3, 9)), interval(3, 5));
  assert.equal(intersect(interval(1, 5), interval(7, 9)), undefined);
});

it("a value is clamped to the nearest member", () => {
  assert.equal(clamp(interval(1, 5), 0), 1);
  assert.equal(clamp(interval(1, 5), 3), 3);
  assert.equal(clamp(interval(1, 5), 9), 5);
});
