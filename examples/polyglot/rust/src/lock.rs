//! Locks, what makes one compatible, and the upgrades that keep it so.
//!
//! The invariant: `is_upgrade(p, q)` and `is_compatible(p)` imply `is_compatible(q)`. A
//! lock may hold several versions of one package, as npm's and Cargo's do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::range::Range;
use crate::version::Version;

/// A package that must be there, in one of the versions allowed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Requirement {
    /// The package's name.
    pub name: String,
    /// The versions allowed.
    pub range: Range,
}

/// One version of a package, with what it requires.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Version,
    /// What it requires.
    pub requirements: Vec<Requirement>,
}

impl Package {
    /// A package that requires nothing.
    #[must_use]
    pub fn new(name: &str, version: Version) -> Self {
        Self {
            name: name.to_owned(),
            version,
            requirements: Vec::new(),
        }
    }
}

/// Every package that is installed.
pub type Lock = BTreeSet<Package>;

/// A requirement together with the package that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Demand<'a> {
    /// Who requires it.
    pub owner: &'a Package,
    /// What is required.
    pub requirement: &'a Requirement,
}

impl fmt::Display for Demand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (owner, requirement) = (self.owner, self.requirement);
        write!(
            f,
            "{} {} requires {} {}",
            owner.name, owner.version, requirement.name, requirement.range
        )
    }
}

/// Whether each requirement of each package is met by a package of the lock.
#[must_use]
pub fn is_compatible(lock: &Lock) -> bool {
    unmet(lock).is_empty()
}

/// The demands that no package of the lock meets, in the order of print.
#[must_use]
pub fn unmet(lock: &Lock) -> Vec<Demand<'_>> {
    unmet_of(demands(lock), lock)
}

/// Whether a compatible `before` guarantees a compatible `after`.
#[must_use]
pub fn is_upgrade(before: &Lock, after: &Lock) -> bool {
    objections(before, after).is_empty()
}

/// The demands touched by the change and not met after it.
///
/// The check is local. A demand is touched if its owner came with the change, or if a
/// package of the name it asks for went with it. Any other one has in `after` all that it
/// had to choose from in `before`, and is not looked at.
#[must_use]
pub fn objections<'a>(before: &Lock, after: &'a Lock) -> Vec<Demand<'a>> {
    let left: BTreeSet<&str> = before
        .difference(after)
        .map(|package| package.name.as_str())
        .collect();
    let touched = demands(after).filter(|demand| {
        !before.contains(demand.owner) || left.contains(demand.requirement.name.as_str())
    });
    unmet_of(touched, after)
}

fn demands(lock: &Lock) -> impl Iterator<Item = Demand<'_>> {
    lock.iter().flat_map(|owner| {
        owner
            .requirements
            .iter()
            .map(move |requirement| Demand { owner, requirement })
    })
}

fn unmet_of<'a>(demands: impl Iterator<Item = Demand<'a>>, lock: &Lock) -> Vec<Demand<'a>> {
    let mut versions: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
    for package in lock {
        versions
            .entry(&package.name)
            .or_default()
            .push(&package.version);
    }
    let is_met = |requirement: &Requirement| {
        let known = versions.get(requirement.name.as_str());
        known.is_some_and(|known| {
            known
                .iter()
                .any(|version| requirement.range.allows(version))
        })
    };
    let mut unmet: Vec<_> = demands
        .filter(|demand| !is_met(demand.requirement))
        .collect();
    unmet.sort_by_cached_key(ToString::to_string);
    unmet
}
