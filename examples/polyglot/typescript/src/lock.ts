/**
 * Locks, what makes one compatible, and the upgrades that keep it so.
 *
 * The invariant: `isUpgrade(p, q)` and `isCompatible(p)` imply
 * `isCompatible(q)`. A lock may hold several versions of one package, as npm's
 * and Cargo's do.
 */

import { allows, type Range } from "./range.ts";
import { format, type Version } from "./version.ts";

/** A package that must be there, in one of the versions allowed. */
export interface Requirement {
  readonly name: string;
  readonly range: Range;
}

/** One version of a package, with what it requires. */
export interface Package {
  readonly name: string;
  readonly version: Version;
  readonly requirements: readonly Requirement[];
}

export type Lock = readonly Package[];

/** A requirement together with the package that makes it. */
export interface Demand {
  readonly owner: Package;
  readonly requirement: Requirement;
}

export function describe({ owner, requirement }: Demand): string {
  const { name, range } = requirement;
  return `${owner.name} ${format(owner.version)} requires ${name} ${range.text}`;
}

/** Whether each requirement of each package is met by a package of the lock. */
export function isCompatible(lock: Lock): boolean {
  return unmet(lock).length === 0;
}

/** The demands that no package of the lock meets, in the lock's order. */
export function unmet(lock: Lock): Demand[] {
  return unmetAmong(demands(lock), lock);
}

/** Whether a compatible `before` guarantees a compatible `after`. */
export function isUpgrade(before: Lock, after: Lock): boolean {
  return objections(before, after).length === 0;
}

/**
 * The demands touched by the change and not met after it.
 *
 * The check is local. A demand is touched if its owner came with the change, or
 * if a package of the name it asks for went with it. Any other one has in
 * `after` all that it had to choose from in `before`, and is not looked at.
 */
export function objections(before: Lock, after: Lock): Demand[] {
  const arrived = new Set(without(after, before));
  const left = new Set(without(before, after).map(({ name }) => name));
  const touched = demands(after).filter(
    ({ owner, requirement }) =>
      arrived.has(owner) || left.has(requirement.name),
  );
  return unmetAmong(touched, after);
}

function demands(lock: Lock): Demand[] {
  return lock.flatMap((owner) =>
    owner.requirements.map((requirement) => ({ owner, requirement })),
  );
}

function unmetAmong(demands: readonly Demand[], lock: Lock): Demand[] {
  const packages = new Map<string, Package[]>();
  for (const each of lock) {
    packages.set(each.name, [...(packages.get(each.name) ?? []), each]);
  }
  return demands.filter(
    ({ requirement: { name, range } }) =>
      !packages.get(name)?.some(({ version }) => allows(range, version)),
  );
}

function without(lock: Lock, other: Lock): Package[] {
  const identities = new Set(other.map(identity));
  return lock.filter((each) => !identities.has(identity(each)));
}

/** Equal for equal packages; build metadata is not a difference. */
function identity({ name, version, requirements }: Package): string {
  return JSON.stringify([
    name,
    format({ ...version, build: [] }),
    requirements.map(({ name, range }) => [name, range.text]),
  ]);
}
