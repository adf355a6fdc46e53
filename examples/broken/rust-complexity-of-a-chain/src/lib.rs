//! Closed intervals of integers.

/// The integers from low to high, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    low: i32,
    high: i32,
}

impl Interval {
    /// The interval between two numbers, in whatever order they are given.
    pub fn new(a: i32, b: i32) -> Self {
        Self {
            low: a.min(b),
            high: a.max(b),
        }
    }

    /// How many integers it holds.
    ///
    /// ```
    /// assert_eq!(interval::Interval::new(2, 4).width(), 3);
    /// ```
    pub fn width(&self) -> u64 {
        u64::from(self.high.abs_diff(self.low)) + 1
    }

    /// Whether a number is one of its integers.
    pub fn contains(&self, value: i32) -> bool {
        self.low <= value && value <= self.high
    }

    /// What both hold, if anything.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let low = self.low.max(other.low);
        let high = self.high.min(other.high);
        if low <= high {
            return Some(Self { low, high });
        }
        None
    }

    /// The member nearest to a number.
    pub fn clamp(&self, value: i32) -> i32 {
        if value < self.low {
            return self.low;
        }
        if value > self.high {
            return self.high;
        }
        value
    }

    /// The sum of sixteen intervals' widths, where there are so many.
    pub fn sixteen(all: &[Self]) -> Option<u64> {
        let mut every = all.iter().map(Self::width);
        Some(
            every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?
                + every.next()?,
        )
    }
}
