//! Versions, ranges and upgrades, by the shared vectors.

use lockstep::{
    is_compatible, is_upgrade, objections, unmet, Demand, Identifier, Lock, Package, Range,
    Requirement, Version,
};
use serde_json::Value;

const VERSIONS: &str = include_str!("../../vectors/versions.json");
const RANGES: &str = include_str!("../../vectors/ranges.json");
const UPGRADES: &str = include_str!("../../vectors/upgrades.json");

fn read(vectors: &str) -> Value {
    serde_json::from_str(vectors).expect("the vectors are JSON")
}

fn each<'a>(vectors: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    vectors[name].as_array().expect("a list").iter()
}

fn texts<'a>(vectors: &'a Value, name: &str) -> Vec<&'a str> {
    each(vectors, name)
        .map(|text| text.as_str().expect("a text"))
        .collect()
}

fn version(text: &str) -> Version {
    text.parse()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn json(identifier: &Identifier) -> Value {
    match identifier {
        Identifier::Number(number) => (*number).into(),
        Identifier::Word(word) => word.as_str().into(),
    }
}

#[test]
fn a_version_has_its_parts_and_is_printed_as_written() {
    for vector in each(&read(VERSIONS), "valid") {
        let text = vector["text"].as_str().expect("a text");
        let read = version(text);
        assert_eq!(Value::from(read.core.to_vec()), vector["core"], "{text}");
        assert_eq!(
            read.prerelease.iter().map(json).collect::<Value>(),
            vector["prerelease"],
            "{text}"
        );
        assert_eq!(Value::from(read.build.clone()), vector["build"], "{text}");
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn what_is_not_a_version_is_refused_with_its_reason() {
    for text in texts(&read(VERSIONS), "invalid") {
        let refused = text.parse::<Version>().expect_err(text);
        assert!(refused.to_string().starts_with("not a"), "{refused}");
    }
}

#[test]
fn versions_stand_in_the_order_of_precedence() {
    let vectors = read(VERSIONS);
    let ascending: Vec<Version> = texts(&vectors, "ascending")
        .into_iter()
        .map(version)
        .collect();
    assert!(ascending.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(ascending.len() > 2);
}

#[test]
fn build_metadata_does_not_count() {
    for pair in each(&read(VERSIONS), "equal") {
        let [left, right] = [0, 1].map(|place| version(pair[place].as_str().expect("a text")));
        assert_eq!(left, right);
        assert!(left <= right && right <= left);
    }
}

#[test]
fn every_version_has_a_next_one() {
    for pair in each(&read(VERSIONS), "successors") {
        let [before, after] = [0, 1].map(|place| pair[place].as_str().expect("a text"));
        assert_eq!(version(before).successor().to_string(), after);
    }
}

#[test]
fn a_range_allows_and_forbids() {
    for vector in each(&read(RANGES), "valid") {
        let range: Range = vector["range"]
            .as_str()
            .expect("a text")
            .parse()
            .expect("a range");
        for text in texts(vector, "allows") {
            assert!(range.allows(&version(text)), "{range} allows {text}");
        }
        for text in texts(vector, "forbids") {
            assert!(!range.allows(&version(text)), "{range} forbids {text}");
        }
    }
}

#[test]
fn what_is_not_a_range_is_refused() {
    for text in texts(&read(RANGES), "invalid") {
        assert!(text.parse::<Range>().is_err(), "{text:?}");
    }
}

#[test]
fn a_range_is_printed_and_compared_as_written() {
    let written: Range = ">= 1.2 <2 || 3.x".parse().expect("a range");
    assert_eq!(written.to_string(), ">= 1.2 <2 || 3.x");
    assert_ne!(written, ">=1.2 <2 || 3.x".parse().expect("a range"));
}

fn lock(packages: &Value) -> Lock {
    let package = |one: &Value| Package {
        name: one["name"].as_str().expect("a name").to_owned(),
        version: version(one["version"].as_str().expect("a version")),
        requirements: one["requires"]
            .as_object()
            .into_iter()
            .flatten()
            .map(requirement)
            .collect(),
    };
    packages
        .as_array()
        .expect("a list")
        .iter()
        .map(package)
        .collect()
}

fn requirement((name, range): (&String, &Value)) -> Requirement {
    let range = range.as_str().expect("a text").parse().expect("a range");
    Requirement {
        name: name.clone(),
        range,
    }
}

fn printed(demands: &[Demand]) -> Value {
    demands.iter().map(ToString::to_string).collect()
}

#[test]
fn an_upgrade_is_judged_by_what_it_touches() {
    for vector in read(UPGRADES).as_array().expect("a list") {
        let (before, after) = (lock(&vector["before"]), lock(&vector["after"]));
        let title = &vector["title"];
        assert_eq!(printed(&unmet(&before)), vector["unmet_before"], "{title}");
        assert_eq!(printed(&unmet(&after)), vector["unmet_after"], "{title}");
        assert_eq!(
            printed(&objections(&before, &after)),
            vector["objections"],
            "{title}"
        );
        assert_eq!(is_compatible(&before), unmet(&before).is_empty(), "{title}");
        assert_eq!(
            is_upgrade(&before, &after),
            objections(&before, &after).is_empty(),
            "{title}"
        );
    }
}
