import type { Interval } from "./interval.ts";

/** Names the one of Allen's thirteen relations that holds. */
export function relation(a: Interval, b: Interval): string {
  if (a.low === b.low && a.high === b.high) {
    return "equals";
  }
  if (a.high < b.low) {
    return "before";
  }
  if (b.high < a.low) {
    return "after";
  }
  if (a.high === b.low) {
    return "meets";
  }
  if (b.high === a.low) {
    return "met by";
  }
  if (a.low === b.low && a.high < b.high) {
    return "starts";
  }
  if (a.low === b.low && b.high < a.high) {
    return "started by";
  }
  if (a.high === b.high && a.low > b.low) {
    return "finishes";
  }
  if (a.high === b.high && b.low > a.low) {
    return "finished by";
  }
  if (a.low > b.low && a.high < b.high) {
    return "during";
  }
  if (b.low > a.low && b.high < a.high) {
    return "contains";
  }
  if (a.low < b.low) {
    return "overlaps";
  }
  return "overlapped by";
}
