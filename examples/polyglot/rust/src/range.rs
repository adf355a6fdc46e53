//! Ranges of versions, as npm reads them (github.com/npm/node-semver, "Ranges").
//!
//! A range is a union of half-open intervals. It differs from npm's in this: an empty
//! alternative is malformed, rather than a way to say `*` by accident; so is a version
//! with a leading `v`; and `>=0.0.0` is a bound like any other, where npm reads `*` and
//! then forgets the alternatives beside it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::version::{read_number, Core, Malformed, Version};

/// The versions from `floor` up to, not including, `ceiling` (`None`: no end).
///
/// A prerelease belongs only if the author named a prerelease of the same core.
#[derive(Clone, Debug)]
pub struct Interval {
    /// The lowest version.
    pub floor: Version,
    /// The lowest version above.
    pub ceiling: Option<Version>,
    /// The cores whose prereleases belong.
    pub opened: BTreeSet<Core>,
}

impl Interval {
    /// Whether a version belongs.
    #[must_use]
    pub fn contains(&self, version: &Version) -> bool {
        self.floor <= *version
            && self
                .ceiling
                .as_ref()
                .is_none_or(|ceiling| version < ceiling)
            && (version.prerelease.is_empty() || self.opened.contains(&version.core))
    }

    fn and(self, other: Self) -> Self {
        Self {
            floor: self.floor.max(other.floor),
            ceiling: self.ceiling.into_iter().chain(other.ceiling).min(),
            opened: self.opened.into_iter().chain(other.opened).collect(),
        }
    }
}

/// What a requirement allows, with the text its author wrote, by which it is compared.
#[derive(Clone, Debug)]
pub struct Range {
    text: String,
    intervals: Vec<Interval>,
}

impl Range {
    /// Whether a version is in one of the intervals.
    #[must_use]
    pub fn allows(&self, version: &Version) -> bool {
        self.intervals
            .iter()
            .any(|interval| interval.contains(version))
    }
}

impl FromStr for Range {
    type Err = Malformed;

    /// Reads alternatives joined by `||`.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let intervals = text
            .split("||")
            .map(alternative)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            text: text.to_owned(),
            intervals,
        })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ord for Range {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl PartialOrd for Range {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Range {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Range {}

impl Hash for Range {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// A version of which only the first `numbers` may be given, as in `1.2`.
struct Operand {
    numbers: Vec<u64>,
    floor: Version,
}

impl Operand {
    fn is_full(&self) -> bool {
        self.numbers.len() == self.floor.core.len()
    }

    fn opened(&self) -> BTreeSet<Core> {
        let is_named = self.is_full() && !self.floor.prerelease.is_empty();
        is_named.then_some(self.floor.core).into_iter().collect()
    }

    /// What agrees with every number given; if all are, that version.
    fn same(&self) -> Interval {
        if self.is_full() {
            return self.up_to(Some(self.floor.successor()));
        }
        self.keeping(self.numbers.len())
    }

    /// Keeps the leftmost number that is not zero: `^0.2.3` is below 0.3.0.
    fn caret(&self) -> Interval {
        let zeros = self
            .numbers
            .iter()
            .take_while(|number| **number == 0)
            .count();
        self.keeping(zeros + 1)
    }

    fn tilde(&self) -> Interval {
        self.keeping(2)
    }

    fn at_least(&self) -> Interval {
        self.up_to(None)
    }

    fn at_most(&self) -> Interval {
        Interval {
            floor: lowest(),
            ..self.same()
        }
    }

    fn above(&self) -> Interval {
        if self.is_full() {
            return Interval {
                floor: self.floor.successor(),
                ..self.at_least()
            };
        }
        match after(&self.numbers) {
            Some(floor) => Interval {
                floor,
                ..self.at_least()
            },
            None => Interval {
                ceiling: Some(lowest()),
                ..self.at_least()
            },
        }
    }

    fn below(&self) -> Interval {
        let ceiling = if self.is_full() {
            self.floor.clone()
        } else {
            self.floor.first_prerelease()
        };
        Interval {
            floor: lowest(),
            ..self.up_to(Some(ceiling))
        }
    }

    /// All from the floor on that has the same first `count` numbers.
    fn keeping(&self, count: usize) -> Interval {
        let kept = &self.numbers[..count.min(self.numbers.len())];
        self.up_to(after(kept).map(|end| end.first_prerelease()))
    }

    fn up_to(&self, ceiling: Option<Version>) -> Interval {
        Interval {
            floor: self.floor.clone(),
            ceiling,
            opened: self.opened(),
        }
    }
}

impl FromStr for Operand {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let parts: Vec<&str> = text.split('.').collect();
        let given = parts
            .iter()
            .position(|part| is_any(part))
            .unwrap_or(parts.len());
        let is_partial =
            given < 3 && parts.len() <= 3 && parts[given..].iter().all(|part| is_any(part));
        if !is_partial {
            let floor: Version = text.parse()?;
            return Ok(Self {
                numbers: floor.core.to_vec(),
                floor,
            });
        }
        let numbers = parts[..given]
            .iter()
            .map(|part| read_number(part))
            .collect::<Result<Vec<_>, _>>()?;
        let floor = if numbers.is_empty() {
            lowest()
        } else {
            release(&numbers)
        };
        Ok(Self { numbers, floor })
    }
}

fn is_any(part: &str) -> bool {
    matches!(part, "x" | "X" | "*")
}

fn lowest() -> Version {
    Version::default().first_prerelease()
}

fn release(numbers: &[u64]) -> Version {
    let mut core = [0; 3];
    core[..numbers.len()].copy_from_slice(numbers);
    Version::release(core)
}

/// The first release whose leading numbers exceed these; none where there are no numbers.
fn after(numbers: &[u64]) -> Option<Version> {
    let (last, leading) = numbers.split_last()?;
    Some(release(&[leading, &[last + 1]].concat()))
}

fn comparator(text: &str) -> Result<Interval, Malformed> {
    let operand = text.trim_start_matches(is_operator);
    let operator = &text[..text.len() - operand.len()];
    let operand: Operand = operand.parse()?;
    match operator {
        "" | "=" => Ok(operand.same()),
        "^" => Ok(operand.caret()),
        "~" => Ok(operand.tilde()),
        ">=" => Ok(operand.at_least()),
        "<=" => Ok(operand.at_most()),
        ">" => Ok(operand.above()),
        "<" => Ok(operand.below()),
        _ => Err(Malformed(format!("not an operator: {operator:?}"))),
    }
}

/// Reads `low - high`, or comparators that must all hold.
fn alternative(text: &str) -> Result<Interval, Malformed> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [low, "-", high] = words[..] {
        let (low, high): (Operand, Operand) = (low.parse()?, high.parse()?);
        return Ok(low.at_least().and(high.at_most()));
    }
    let intervals = comparators(&words)
        .iter()
        .map(|text| comparator(text))
        .collect::<Result<Vec<_>, _>>()?;
    let all = intervals.into_iter().reduce(Interval::and);
    all.ok_or_else(|| Malformed("empty alternative in a range: write * for any version".into()))
}

/// Joins an operator with the number that a space parts from it.
fn comparators(words: &[&str]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for word in words {
        let is_number =
            word.starts_with(|letter: char| letter.is_ascii_digit() || "xX*".contains(letter));
        match joined
            .last_mut()
            .filter(|last| is_number && last.ends_with(is_operator))
        {
            Some(last) => last.push_str(word),
            None => joined.push((*word).to_owned()),
        }
    }
    joined
}

fn is_operator(letter: char) -> bool {
    matches!(letter, '^' | '~' | '<' | '>' | '=')
}
