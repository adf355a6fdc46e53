/** The test vectors that every language of the library reads. */

import { readFileSync } from "node:fs";

import { type Identifier, type Lock, parse, parseRange } from "../src/index.ts";

interface Versions {
  readonly valid: readonly {
    readonly text: string;
    readonly core: readonly number[];
    readonly prerelease: readonly Identifier[];
    readonly build: readonly string[];
  }[];
  readonly invalid: readonly string[];
  readonly ascending: readonly string[];
  readonly equal: readonly (readonly [string, string])[];
  readonly successors: readonly (readonly [string, string])[];
}

interface Ranges {
  readonly valid: readonly {
    readonly range: string;
    readonly allows: readonly string[];
    readonly forbids: readonly string[];
  }[];
  readonly invalid: readonly string[];
}

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly requires?: Readonly<Record<string, string>>;
}

interface Upgrade {
  readonly title: string;
  readonly before: readonly LockedPackage[];
  readonly after: readonly LockedPackage[];
  readonly unmet_before: readonly string[];
  readonly unmet_after: readonly string[];
  readonly objections: readonly string[];
}

function read(name: string): unknown {
  const path = new URL(`../../vectors/${name}`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}

export const versions = read("versions.json") as Versions;
export const ranges = read("ranges.json") as Ranges;
export const upgrades = read("upgrades.json") as readonly Upgrade[];

export function lock(packages: readonly LockedPackage[]): Lock {
  return packages.map(({ name, version, requires = {} }) => ({
    name,
    version: parse(version),
    requirements: Object.entries(requires).map(([name, text]) => ({
      name,
      range: parseRange(text),
    })),
  }));
}
