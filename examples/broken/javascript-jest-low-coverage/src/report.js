/** Intervals as a report prints them. */

const { width } = require("./interval.js");

/** Draws the interval over a scale, for the eye. */
function ruler(interval) {
  const bar = "=".repeat(width(interval));
  const left = String(interval.low);
  const right = String(interval.high);
  const length = width(interval) - left.length - right.length;
  const scale = left + " ".repeat(Math.max(1, length)) + right;
  return [bar, scale].join("\n");
}

module.exports = { ruler };
