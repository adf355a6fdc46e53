import { describe, expect, test } from "vitest";

import {
  compare,
  core,
  format,
  MalformedError,
  parse,
  successor,
} from "../src/index.ts";
import { versions } from "./vectors.ts";

describe("a version", () => {
  test.each(versions.valid)("is read into its parts: $text", (vector) => {
    const version = parse(vector.text);
    expect(core(version)).toEqual(vector.core);
    expect(version.prerelease).toEqual(vector.prerelease);
    expect(version.build).toEqual(vector.build);
    expect(format(version)).toBe(vector.text);
  });

  test.each(versions.invalid)("is not %j", (text) => {
    expect(() => parse(text)).toThrow(MalformedError);
  });

  test("is quoted when it is refused", () => {
    expect(() => parse("1.2")).toThrow('not a version: "1.2"');
    expect(() => parse("9999999999999999.0.0")).toThrow(
      "number above 9007199254740991: 9999999999999999",
    );
  });

  test.each(versions.successors)("%s is followed by %s", (version, next) => {
    expect(format(successor(parse(version)))).toBe(next);
  });
});

describe("the order", () => {
  test("is that of precedence", () => {
    const ascending = versions.ascending.map(parse);
    for (const [i, a] of ascending.entries()) {
      for (const [j, b] of ascending.entries()) {
        expect(Math.sign(compare(a, b))).toBe(Math.sign(i - j));
      }
    }
  });

  test.each(versions.equal)("does not tell %s from %s", (a, b) => {
    expect(compare(parse(a), parse(b))).toBe(0);
  });
});
