const test = require("tape");

const {
  clamp,
  contains,
  intersect,
  interval,
  width,
} = require("../src/interval.js");

test("an interval holds both its ends", (t) => {
  t.equal(contains(interval(1, 5), 1), true);
  t.equal(contains(interval(1, 5), 5), true);
  t.equal(contains(interval(1, 5), 6), false);
  t.end();
});

test("the width counts both ends", (t) => {
  t.equal(width(interval(1, 5)), 5);
  t.end();
});

test("low above high is refused", (t) => {
  t.throws(() => interval(2, 1), /empty interval: 2 > 1/);
  t.end();
});

test("intervals intersect", (t) => {
  t.deepEqual(intersect(interval(1, 5), interval(3, 9)), interval(3, 5));
  t.equal(intersect(interval(1, 5), interval(7, 9)), undefined);
  t.end();
});

test("a value is clamped to the nearest member", (t) => {
  t.equal(clamp(interval(1, 5), 0), 1);
  t.equal(clamp(interval(1, 5), 3), 3);
  t.equal(clamp(interval(1, 5), 9), 5);
  t.end();
});
