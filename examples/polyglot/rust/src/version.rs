//! Versions in the order of precedence of `SemVer` 2.0.0 (semver.org, sections 9 to 11).

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The largest number every implementation can hold exactly, IEEE doubles included.
pub const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// The three numbers of a version: which release it is, or is a prerelease of.
pub type Core = [u64; 3];

/// The text is not a version, or not a range of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed(pub(crate) String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Malformed {}

/// One part of a prerelease; numbers come before words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifier {
    /// A number.
    Number(u64),
    /// Anything else: ASCII letters, digits and hyphens.
    Word(String),
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => word.fmt(f),
        }
    }
}

/// A point in the order of versions.
///
/// Build metadata is kept and printed, and neither ordered nor compared: the order is
/// therefore total and antisymmetric, and equal versions are interchangeable.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// Major, minor and patch.
    pub core: Core,
    /// What makes it a prerelease of its core; empty in a release.
    pub prerelease: Vec<Identifier>,
    /// Build metadata.
    pub build: Vec<String>,
}

impl Version {
    /// The release of a core.
    #[must_use]
    pub fn release(core: Core) -> Self {
        Self {
            core,
            ..Self::default()
        }
    }

    /// The lowest version that has the same core.
    #[must_use]
    pub fn first_prerelease(&self) -> Self {
        Self {
            prerelease: vec![Identifier::Number(0)],
            ..Self::release(self.core)
        }
    }

    /// The next version up: none lies between the two.
    ///
    /// The lowest identifier is 0, so 1.0.0-rc is followed by 1.0.0-rc.0, and 1.0.0 by
    /// 1.0.1-0. Any bound can thus be written as a half-open one.
    #[must_use]
    pub fn successor(&self) -> Self {
        let [major, minor, patch] = self.core;
        if self.prerelease.is_empty() {
            return Self::release([major, minor, patch + 1]).first_prerelease();
        }
        let mut prerelease = self.prerelease.clone();
        prerelease.push(Identifier::Number(0));
        Self {
            prerelease,
            ..Self::release(self.core)
        }
    }
}

impl FromStr for Version {
    type Err = Malformed;

    /// Reads `major.minor.patch[-prerelease][+build]`, and nothing looser.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (rest, build) = parted(text, '+');
        let (core, prerelease) = parted(rest, '-');
        let numbers: Vec<&str> = core.split('.').collect();
        let [major, minor, patch] = numbers[..] else {
            return Err(Malformed(format!("not a version: {text:?}")));
        };
        Ok(Self {
            core: [
                read_number(major)?,
                read_number(minor)?,
                read_number(patch)?,
            ],
            prerelease: parts(prerelease)
                .map(read_identifier)
                .collect::<Result<_, _>>()?,
            build: parts(build)
                .map(|part| Ok(read_word(part)?.to_owned()))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.core;
        write!(f, "{major}.{minor}.{patch}")?;
        write_parts(f, '-', &self.prerelease)?;
        write_parts(f, '+', &self.build)
    }
}

impl Ord for Version {
    /// A release comes after its prereleases.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_core = self.core.cmp(&other.core);
        let by_release = || self.prerelease.is_empty().cmp(&other.prerelease.is_empty());
        by_core
            .then_with(by_release)
            .then_with(|| self.prerelease.cmp(&other.prerelease))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.core, &self.prerelease).hash(state);
    }
}

/// Reads a number of a version, refusing what a double cannot hold exactly.
pub(crate) fn read_number(digits: &str) -> Result<u64, Malformed> {
    let is_number = is_digits(digits) && (digits == "0" || !digits.starts_with('0'));
    let number = digits
        .parse()
        .ok()
        .filter(|number| is_number && *number <= LARGEST_NUMBER);
    number.ok_or_else(|| Malformed(format!("not a number up to {LARGEST_NUMBER}: {digits:?}")))
}

fn read_identifier(text: &str) -> Result<Identifier, Malformed> {
    if is_digits(text) {
        return read_number(text).map(Identifier::Number);
    }
    Ok(Identifier::Word(read_word(text)?.to_owned()))
}

fn read_word(text: &str) -> Result<&str, Malformed> {
    let is_word = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_word
        .then_some(text)
        .ok_or_else(|| Malformed(format!("not an identifier: {text:?}")))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parted(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark)
        .map_or((text, None), |(before, after)| (before, Some(after)))
}

fn parts(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.into_iter().flat_map(|text| text.split('.'))
}

fn write_parts<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    mark: char,
    parts: &[T],
) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        write!(f, "{}{part}", if place == 0 { mark } else { '.' })?;
    }
    Ok(())
}
