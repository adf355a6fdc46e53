//! Intervals as a report prints them.

use crate::Interval;

/// Draws the interval over a scale, for the eye.
pub fn ruler(interval: &Interval) -> String {
    let width = usize::try_from(interval.width()).unwrap_or(usize::MAX);
    let bar = "=".repeat(width);
    let scale = format!("{} to {}", interval.low, interval.high);
    let lines = [bar, scale];
    lines.join("\n")
}
