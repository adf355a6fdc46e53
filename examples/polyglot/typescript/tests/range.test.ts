import { describe, expect, test } from "vitest";

import { allows, MalformedError, parse, parseRange } from "../src/index.ts";
import { ranges } from "./vectors.ts";

describe("a range", () => {
  test.each(ranges.valid)("allows and forbids: $range", (vector) => {
    const range = parseRange(vector.range);
    expect(range.text).toBe(vector.range);
    for (const text of vector.allows) {
      expect(allows(range, parse(text)), text).toBe(true);
    }
    for (const text of vector.forbids) {
      expect(allows(range, parse(text)), text).toBe(false);
    }
  });

  test.each(ranges.invalid)("is not %j", (text) => {
    expect(() => parseRange(text)).toThrow(MalformedError);
  });
});
