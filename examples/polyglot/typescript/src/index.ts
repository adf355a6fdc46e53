/** Version ranges, lock compatibility, and upgrades that keep it. */

export type { Demand, Lock, Package, Requirement } from "./lock.ts";
export {
  describe,
  isCompatible,
  isUpgrade,
  objections,
  unmet,
} from "./lock.ts";
export type { Interval, Range } from "./range.ts";
export { allows, parseRange } from "./range.ts";
export type { Identifier, Version } from "./version.ts";
export {
  compare,
  core,
  firstPrerelease,
  format,
  MalformedError,
  parse,
  successor,
} from "./version.ts";
