//! Versions, ranges and locks for the properties.
//!
//! Most are drawn from small pools, so that what is drawn twice collides often.

use lockstep::{objections, Identifier, Lock, Package, Requirement, Version, LARGEST_NUMBER};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn identifiers() -> impl Strategy<Value = Identifier> {
    let numbers = select(vec![0, 1, 11, LARGEST_NUMBER]).prop_map(Identifier::Number);
    let words = select(vec!["-", "0a", "Rc", "alpha", "rc"])
        .prop_map(|word| Identifier::Word(word.to_owned()));
    prop_oneof![numbers, words]
}

fn builds() -> impl Strategy<Value = Vec<String>> {
    let build = select(vec!["", "001", "exp.sha-5114f85"]);
    build.prop_map(|text| text.split_terminator('.').map(str::to_owned).collect())
}

/// Versions of any size.
pub fn versions() -> impl Strategy<Value = Version> {
    let number = 0..=LARGEST_NUMBER;
    let core = [number.clone(), number.clone(), number];
    (core, vec(identifiers(), 0..4), builds()).prop_map(|(core, prerelease, build)| Version {
        core,
        prerelease,
        build,
    })
}

/// Few enough that two of them often are equal.
pub fn releases() -> impl Strategy<Value = Version> {
    [0..3_u64, 0..3, 0..3].prop_map(Version::release)
}

/// Few enough that two of them often are of one core, or equal.
pub fn near_versions() -> impl Strategy<Value = Version> {
    let near = select(vec!["0", "1", "a", "b"]);
    let prerelease = prop_oneof![Just(Vec::new()), vec(near, 1..3)];
    (releases(), prerelease).prop_map(|(release, prerelease)| {
        let mark = if prerelease.is_empty() { "" } else { "-" };
        format!("{release}{mark}{}", prerelease.join("."))
            .parse()
            .unwrap()
    })
}

fn operands() -> impl Strategy<Value = String> {
    let partial = select(vec![
        "*", "0", "1", "2", "0.0", "0.1", "0.x", "1.0", "1.2", "1.x", "2.0", "2.2", "2.X",
    ]);
    prop_oneof![
        near_versions().prop_map(|version| version.to_string()),
        partial.prop_map(str::to_owned)
    ]
}

fn comparators() -> impl Strategy<Value = String> {
    let operator = select(vec!["", "=", "^", "~", ">=", "<=", ">", "<"]);
    (operator, operands()).prop_map(|(operator, operand)| format!("{operator}{operand}"))
}

/// One alternative of a range.
pub fn alternatives() -> impl Strategy<Value = String> {
    prop_oneof![
        comparators(),
        (comparators(), comparators()).prop_map(|(left, right)| format!("{left} {right}")),
        (operands(), operands()).prop_map(|(low, high)| format!("{low} - {high}")),
    ]
}

/// Ranges of one alternative or two.
pub fn range_texts() -> impl Strategy<Value = String> {
    let two =
        (alternatives(), alternatives()).prop_map(|(left, right)| format!("{left} || {right}"));
    prop_oneof![alternatives(), two]
}

const NAMES: [&str; 3] = ["app", "lib", "log"];
const VERSIONS: [&str; 7] = [
    "0.0.3",
    "0.1.0",
    "0.1.7",
    "0.2.0",
    "1.0.0",
    "1.4.0",
    "2.0.0-rc.1",
];
const SPELLINGS: [&str; 8] = ["", "", "", "=", "^", "~", ">=", "<="];

/// Reads three bytes a package: which it is, and two requirements.
///
/// Each requirement was written for a package of the lock, or of the others.
fn lock_of(code: &[u8], others: &Lock) -> Lock {
    let which = |byte: u8| usize::from(byte) % (NAMES.len() * VERSIONS.len());
    let bare = |byte: u8| {
        let (name, version) = (which(byte) % NAMES.len(), which(byte) / NAMES.len());
        Package::new(NAMES[name], VERSIONS[version].parse().unwrap())
    };
    let targets: Vec<Package> = code
        .chunks_exact(3)
        .map(|three| bare(three[0]))
        .chain(others.iter().cloned())
        .collect();
    let mut lock = Lock::new();
    for three in code.chunks_exact(3) {
        let package = bare(three[0]);
        if !lock
            .iter()
            .any(|other| (&other.name, &other.version) == (&package.name, &package.version))
        {
            let requirements = three[1..]
                .iter()
                .filter_map(|byte| requirement(*byte, &targets))
                .collect();
            lock.insert(Package {
                requirements,
                ..package
            });
        }
    }
    lock
}

fn requirement(byte: u8, targets: &[Package]) -> Option<Requirement> {
    let spelling = SPELLINGS[usize::from(byte) % SPELLINGS.len()];
    let target = &targets[usize::from(byte) / SPELLINGS.len() % targets.len()];
    let range = format!("{spelling}{}", target.version).parse().unwrap();
    (!spelling.is_empty()).then(|| Requirement {
        name: target.name.clone(),
        range,
    })
}

/// Lets some packages leave and others arrive, which may ask for one that left.
fn change(before: &Lock, leaves: u8, code: &[u8]) -> Lock {
    let stayed = before
        .iter()
        .enumerate()
        .filter(|(place, _)| leaves >> (place % 8) & 1 == 0);
    let arrived = lock_of(code, before);
    stayed
        .map(|(_, package)| package.clone())
        .chain(arrived)
        .collect()
}

fn bytes(at_least: usize, at_most: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), at_least..=at_most)
}

/// A compatible lock, and what became of it.
pub fn changes() -> impl Strategy<Value = (Lock, Lock)> {
    (bytes(9, 24), any::<u8>(), bytes(0, 9)).prop_map(|(code, leaves, arrives)| {
        let before = lock_of(&code, &Lock::new());
        let after = change(&before, leaves, &arrives);
        (before, after)
    })
}

/// A change from which each package that has an objection was dropped.
pub fn upgrades() -> impl Strategy<Value = (Lock, Lock)> {
    changes().prop_map(|(before, mut after)| loop {
        let owners: Vec<Package> = objections(&before, &after)
            .iter()
            .map(|one| one.owner.clone())
            .collect();
        if owners.is_empty() {
            return (before, after);
        }
        after.retain(|package| !owners.contains(package));
    })
}

/// A lock changed twice: the second and the third may well be broken.
pub fn histories() -> impl Strategy<Value = (Lock, Lock, Lock)> {
    (changes(), any::<u8>(), bytes(0, 9)).prop_map(|((first, second), leaves, arrives)| {
        let third = change(&second, leaves, &arrives);
        (first, second, third)
    })
}
