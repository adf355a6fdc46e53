import fc from "fast-check";
import { expect, test } from "vitest";

import {
  allows,
  describe as print,
  isCompatible,
  isUpgrade,
  type Lock,
  objections,
  unmet,
} from "../src/index.ts";
import { changes, histories, upgrades } from "./arbitraries.ts";

function unmetTexts(lock: Lock): string[] {
  return unmet(lock).map(print);
}

function objectionTexts(before: Lock, after: Lock): string[] {
  return objections(before, after).map(print);
}

test("an upgrade of a compatible lock is compatible", () => {
  fc.assert(
    fc.property(upgrades, ([before, after]) => {
      expect(isCompatible(before)).toBe(true);
      expect(isUpgrade(before, after)).toBe(true);
      expect(isCompatible(after)).toBe(true);
    }),
  );
});

test("an upgrade is objected to for what it breaks", () => {
  fc.assert(
    fc.property(changes, ([before, after]) => {
      expect(objectionTexts(before, after)).toEqual(unmetTexts(after));
    }),
  );
});

test("what breaks is objected to, whatever was broken before", () => {
  fc.assert(
    fc.property(histories, ([, before, after]) => {
      const known = [...unmetTexts(before), ...objectionTexts(before, after)];
      expect(known).toEqual(expect.arrayContaining(unmetTexts(after)));
    }),
  );
});

test("upgrades compose", () => {
  fc.assert(
    fc.property(histories, ([first, second, third]) => {
      const onTheWay = [
        ...objectionTexts(first, second),
        ...objectionTexts(second, third),
      ];
      expect(isUpgrade(second, second)).toBe(true);
      expect(onTheWay).toEqual(
        expect.arrayContaining(objectionTexts(first, third)),
      );
    }),
  );
});

test("a demand is met by name and version", () => {
  fc.assert(
    fc.property(changes, ([, lock]) => {
      const expected = lock.flatMap((owner) =>
        owner.requirements
          .filter(({ name, range }) =>
            lock.every((p) => p.name !== name || !allows(range, p.version)),
          )
          .map((requirement) => print({ owner, requirement })),
      );
      expect(unmetTexts(lock)).toEqual(expected);
      expect(isCompatible(lock)).toBe(expected.length === 0);
    }),
  );
});
