import { describe, expect, test } from "vitest";

import {
  describe as print,
  isCompatible,
  isUpgrade,
  objections,
  unmet,
} from "../src/index.ts";
import { lock, upgrades } from "./vectors.ts";

describe("an upgrade is judged by what it touches", () => {
  test.each(upgrades)("$title", (vector) => {
    const before = lock(vector.before);
    const after = lock(vector.after);
    expect(unmet(before).map(print)).toEqual(vector.unmet_before);
    expect(unmet(after).map(print)).toEqual(vector.unmet_after);
    expect(objections(before, after).map(print)).toEqual(vector.objections);
    expect(isCompatible(before)).toBe(vector.unmet_before.length === 0);
    expect(isUpgrade(before, after)).toBe(vector.objections.length === 0);
  });
});
