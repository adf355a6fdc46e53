/**
 * Versions, ranges and locks for the properties, from so few parts that two of
 * them often collide.
 */

import fc from "fast-check";

import {
  format,
  type Identifier,
  type Lock,
  objections,
  type Package,
  parse,
  parseRange,
  type Version,
} from "../src/index.ts";

function versionsOf(
  number: fc.Arbitrary<number>,
  prerelease: fc.Arbitrary<Identifier[]>,
  build: fc.Arbitrary<string[]>,
): fc.Arbitrary<Version> {
  return fc.record({
    major: number,
    minor: number,
    patch: number,
    prerelease,
    build,
  });
}

export const versions = versionsOf(
  fc.maxSafeNat(),
  fc.array(
    fc.oneof(
      fc.maxSafeNat(),
      fc.stringMatching(/^[0-9]{0,2}[A-Za-z-][0-9A-Za-z-]{0,4}$/),
    ),
    { maxLength: 3 },
  ),
  fc.array(fc.stringMatching(/^[0-9A-Za-z-]{1,8}$/), { maxLength: 2 }),
);

const digit = fc.nat(2);
export const releases = versionsOf(digit, fc.constant([]), fc.constant([]));
export const nearVersions = fc.oneof(
  releases,
  versionsOf(
    digit,
    fc.array(fc.constantFrom<Identifier[]>(0, 1, "a", "b"), { maxLength: 2 }),
    fc.constant([]),
  ),
);

const wildcard = fc.constantFrom("x", "X", "*");
const operand = fc.oneof(
  nearVersions.map(format),
  wildcard,
  digit.map(String),
  fc.tuple(digit, fc.oneof(digit, wildcard)).map((parts) => parts.join(".")),
);
const comparator = fc
  .tuple(fc.constantFrom("", "=", "^", "~", ">=", "<=", ">", "<"), operand)
  .map((parts) => parts.join(""));
export const alternatives = fc.oneof(
  fc
    .array(comparator, { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(" ")),
  fc.tuple(operand, operand).map((parts) => parts.join(" - ")),
);
export const rangeTexts = fc
  .array(alternatives, { minLength: 1, maxLength: 2 })
  .map((parts) => parts.join(" || "));

type Target = readonly [name: string, version: string];

const target: fc.Arbitrary<Target> = fc.tuple(
  fc.constantFrom("app", "lib", "log"),
  fc.constantFrom("0.0.3", "0.1.0", "0.1.7", "0.2.0", "1.0.0", "2.0.0-rc.1"),
);

/** Packages, each with requirements that were written for one of the targets. */
function packagesFor(
  packages: readonly Target[],
  targets: readonly Target[],
): fc.Arbitrary<Package[]> {
  if (packages.length === 0) {
    return fc.constant([]);
  }
  const requirement = fc
    .tuple(
      fc.constantFrom(...targets),
      fc.constantFrom("", "^", "~", ">=", "<="),
    )
    .map(([[name, version], operator]) => ({
      name,
      range: parseRange(operator + version),
    }));
  return fc.tuple(
    ...packages.map(([name, version]) =>
      fc.record({
        name: fc.constant(name),
        version: fc.constant(parse(version)),
        requirements: fc.array(requirement, { maxLength: 2 }),
      }),
    ),
  );
}

const compatibleLocks: fc.Arbitrary<Lock> = fc
  .uniqueArray(target, { minLength: 1, maxLength: 6, selector: String })
  .chain((targets) => packagesFor(targets, targets));

/** Lets some packages leave and others arrive, which may ask for one that left. */
function changed(before: Lock): fc.Arbitrary<Lock> {
  const known = before.map(({ name, version }): Target => [
    name,
    format(version),
  ]);
  const arrivals = fc
    .uniqueArray(target, { maxLength: 3, selector: String })
    .chain((targets) => packagesFor(targets, [...targets, ...known]));
  return fc
    .tuple(fc.subarray([...before]), arrivals)
    .map(([stayed, arrived]) => [...stayed, ...arrived]);
}

/** A compatible lock, and what became of it. */
export const changes: fc.Arbitrary<[Lock, Lock]> = compatibleLocks.chain(
  (before) => fc.tuple(fc.constant(before), changed(before)),
);

/** Changes, less every package that has an objection. */
export const upgrades = changes.map(([before, change]): [Lock, Lock] => {
  let after = change;
  for (;;) {
    const objecting = new Set(objections(before, after).map((d) => d.owner));
    if (objecting.size === 0) {
      return [before, after];
    }
    after = after.filter((each) => !objecting.has(each));
  }
});

/** A lock changed twice: the second and the third may well be broken. */
export const histories = changes.chain(([first, second]) =>
  fc.tuple(fc.constant(first), fc.constant(second), changed(second)),
);
