'use strict';
/* istanbul ignore next */
function never(x) {
  if (x) {
    return 1;
  }
  return 2;
}
function f(x) {
  /* istanbul ignore if */
  if (x > 9) {
    return never(x);
  }
  /* istanbul ignore else */
  if (x > 0) {
    return 1;
  } else {
    return x ? 3 : 4;
  }
  // istanbul ignore next
  return 5;
}
const g = /* istanbul ignore next: because */ () => 7;
const h = (x) => (x ? 1 : /* istanbul ignore next */ never(x));
class K {
  /* istanbul ignore next */
  m(x = 1) { return x && 2; }
}
/* c8 ignore next */
function q() { return 1; }
/* c8 ignore start */
function r(x) { return x ? 1 : 2; }
/* c8 ignore stop */
switch (f(1)) {
  case 1: break;
  /* istanbul ignore next */
  case 2: never(1); break;
  default:
}
module.exports = { never, f, g, h, K };
