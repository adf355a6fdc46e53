/** Closed intervals of integers: from low to high, both included. */

export function interval(low, high) {
  if (low > high) {
    throw new RangeError(`empty interval: ${low} > ${high}`);
  }
  return { low, high };
}

/** How many integers it holds. */
export function width({ low, high }) {
  return high - low + 1;
}

export function contains({ low, high }, value) {
  return low <= value && value <= high;
}

/** What both hold, if anything. */
export function intersect(a, b) {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low <= high ? { low, high } : undefined;
}

/** The member nearest to the value. */
export function clamp({ low, high }, value) {
  return Math.min(Math.max(value, low), high);
}

/** As mathematicians write it; one that holds a single integer as a set. */
export function show({ low, high }) {
  return low === high ? `{${low}}` : `[${low}, ${high}]`;
}
