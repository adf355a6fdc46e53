const fc = require("fast-check");
const test = require("tape");

const { clamp, contains, interval } = require("../src/interval.js");

const numbers = fc.integer({ min: -9, max: 9 });
const intervals = fc
  .tuple(numbers, fc.nat(9))
  .map(([low, length]) => interval(low, low + length));

test("clamping gives a member and leaves members alone", (t) => {
  const law = fc.property(intervals, numbers, (interval, value) => {
    const clamped = clamp(interval, value);
    const leaves = (clamped === value) === contains(interval, value);
    return contains(interval, clamped) && leaves;
  });
  t.doesNotThrow(() => fc.assert(law));
  t.end();
});
