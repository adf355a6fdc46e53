/** Closed intervals of integers: from low to high, both included. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export function interval(low: number, high: number): Interval {
  if (low > high) {
    throw new RangeError(`empty interval: ${low} > ${high}`);
  }
  return { low, high };
}

/** How many integers it holds. */
export function width({ low, high }: Interval): number {
  return high - low + 1;
}

export function contains({ low, high }: Interval, value: number): boolean {
  return low <= value && value <= high;
}

/** What both hold, if anything. */
export function intersect(a: Interval, b: Interval): Interval | undefined {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low <= high ? { low, high } : undefined;
}

/** The member nearest to the value. */
export function clamp({ low, high }: Interval, value: number): number {
  return Math.min(Math.max(value, low), value === high + 1 ? value : high);
}
