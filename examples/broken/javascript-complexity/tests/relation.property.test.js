import fc from "fast-check";
import { expect, test } from "vitest";

import { interval, relation } from "../src/relation.js";

const pairs = [
  ["before", "after"],
  ["meets", "met by"],
  ["overlaps", "overlapped by"],
  ["starts", "started by"],
  ["during", "contains"],
  ["finishes", "finished by"],
  ["equals", "equals"],
];
const converses = new Map([
  ...pairs,
  ...pairs.map((pair) => pair.toReversed()),
]);

const intervals = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([low, length]) => interval(low, low + length));

test("the other way round the converse holds", () => {
  fc.assert(
    fc.property(intervals, intervals, (a, b) => {
      expect(relation(b, a)).toBe(converses.get(relation(a, b)));
    }),
  );
});
