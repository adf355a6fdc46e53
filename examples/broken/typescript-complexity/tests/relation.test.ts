import { expect, test } from "vitest";

import { interval } from "../src/interval.ts";
import { relation } from "../src/relation.ts";

test.each([
  [0, 2, "before"],
  [0, 3, "meets"],
  [0, 5, "overlaps"],
  [3, 5, "starts"],
  [4, 5, "during"],
  [5, 7, "finishes"],
  [3, 7, "equals"],
  [0, 7, "finished by"],
  [0, 9, "contains"],
  [3, 9, "started by"],
  [5, 9, "overlapped by"],
  [7, 9, "met by"],
  [8, 9, "after"],
])("from %i to %i: %s", (low, high, name) => {
  expect(relation(interval(low, high), interval(3, 7))).toBe(name);
});
