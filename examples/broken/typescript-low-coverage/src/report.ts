/** Intervals as a report prints them. */

import { type Interval, width } from "./interval.ts";

/** Draws the interval over a scale, for the eye. */
export function ruler(interval: Interval): string {
  const bar = "=".repeat(width(interval));
  const left = String(interval.low);
  const right = String(interval.high);
  const length = width(interval) - left.length - right.length;
  const scale = left + " ".repeat(Math.max(1, length)) + right;
  return [bar, scale].join("\n");
}
