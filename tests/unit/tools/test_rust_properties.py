"""proptest and quickcheck on a real crate: the examples are those that the frameworks really ran."""

from pathlib import Path

import pytest

from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence
from speccursor.qualify.tools import rust_properties
from tests.unit.tools.rust_bench import PLAIN, Crates, needs_rust

pytestmark = [pytest.mark.network, needs_rust]

MANIFEST = PLAIN["Cargo.toml"] + (
    "[features]\nmore = []\n[dev-dependencies]\n"
    'proptest = { version = "1", default-features = false, features = ["std", "fork"] }\n'
    'quickcheck = { version = "1", default-features = false, features = ["use_logging"] }\n'
)
LIBRARY = """\
#[cfg(test)]
mod t {
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    proptest! {
        #[test] fn held(x in 0..9_u8) { prop_assert!(x < 9); }
        #[test] fn falsified(x in 0..10_000_u32) { prop_assert!(x < 317); }
        #[test] #[ignore] fn ignored(x in 0..9_u8) { prop_assert!(x < 9); }
        #[test] #[should_panic] fn expected(x in 0..10_000_u32) { prop_assert!(x < 317); }
        #[test] fn half(x in 0..10_u8) { prop_assume!(x % 2 == 0); }
        #[test] fn none(x in 0..10_u8) { prop_assume!(x > 20); }
        #[test] fn noisy(x in any::<bool>()) { print!("a"); eprint!("b"); prop_assert!(x || !x); }
    }
    proptest! {
        #![proptest_config(ProptestConfig { fork: true, ..ProptestConfig::default() })]
        #[test] fn forked(x in 0..9_u8) { prop_assert!(x < 9); }
    }
    #[test] fn narrow() {
        let mut runner = TestRunner::new(ProptestConfig::with_cases(10));
        runner.run(&(0..9_u8), |x| { prop_assert!(x < 9); Ok(()) }).unwrap();
    }
    #[test] fn direct() { TestRunner::default().run(&(0..99_u8), |x| { prop_assert!(x < 31); Ok(()) }).unwrap(); }
    fn helper(top: u8) { proptest!(|(x in 0..9_u8)| { prop_assert!(x < top); }); }
    #[test] fn by_helper() { helper(9); }
    #[test] fn plain() { assert_eq!(1, 1); }
    macro_rules! laws {
        ($name:ident, $t:ty) => { proptest! { #[test] fn $name(x in any::<$t>()) { prop_assert_eq!(x, x); } } }
    }
    laws!(of_u8, u8);
    #[cfg(feature = "more")]
    proptest! { #[test] fn hidden(x in 0..9_u8) { prop_assert!(x < 9); } }
}
"""
OUTER = """\
quickcheck::quickcheck! {
    fn twice(xs: Vec<u8>) -> bool { let mut a = xs.clone(); a.reverse(); a.reverse(); a == xs }
    fn short(xs: Vec<u8>) -> bool { xs.len() < 7 }
}
#[test] fn held() { quickcheck::QuickCheck::new().tests(10).quickcheck((|x: u8| x == x) as fn(u8) -> bool); }
"""


@pytest.fixture(scope="module")
def properties(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> dict[str, Property]:
    """Run the properties of one crate once."""
    crates = Crates(tmp_path_factory.mktemp("properties"), pytestconfig.cache.mkdir("rust"))
    crates.bench.write({"Cargo.toml": MANIFEST, "src/lib.rs": LIBRARY, "tests/outer.rs": OUTER})
    crates.fetch()
    (read,) = crates.measure(rust_properties.TOOL, "--", "--test-threads=4", examples=200)
    assert isinstance(read, Properties)
    return {f"{one.path} {one.id.rpartition(' ')[2].rpartition('::')[2]}": one for one in read.properties}


@pytest.mark.parametrize(
    ("name", "outcome", "executed"),
    [
        ("src/lib.rs ignored", PropertyOutcome.SKIPPED, None),
        ("src/lib.rs hidden", PropertyOutcome.SKIPPED, None),
        ("src/lib.rs narrow", PropertyOutcome.HELD, 10),
        ("tests/outer.rs held", PropertyOutcome.HELD, 10),
        ("tests/outer.rs twice", PropertyOutcome.HELD, 200),
        ("tests/outer.rs short", PropertyOutcome.FALSIFIED, None),
    ],
)
def test_a_property_has_its_outcome_and_its_count(
    name: str, outcome: PropertyOutcome, executed: int | None, properties: dict[str, Property]
) -> None:
    assert (properties[name].outcome, properties[name].executed) == (outcome, executed)


@pytest.mark.parametrize("name", ["held", "half", "noisy", "forked", "by_helper", "of_u8"])
def test_as_many_examples_ran_as_were_asked_for(name: str, properties: dict[str, Property]) -> None:
    found = properties[f"src/lib.rs {name}"]
    assert found.outcome is PropertyOutcome.HELD
    assert found.executed is not None
    assert 200 <= found.executed <= 210  # those that an earlier property failed with are tried again
    assert found.asked == 200


@pytest.mark.parametrize(("name", "smallest"), [("falsified", "x = 317"), ("direct", "31")])
def test_a_falsified_property_shows_its_smallest_counterexample(
    name: str, smallest: str, properties: dict[str, Property]
) -> None:
    found = properties[f"src/lib.rs {name}"]
    assert (found.outcome, found.counterexample) == (PropertyOutcome.FALSIFIED, smallest)


def test_a_property_declared_to_fail_is_no_evidence(properties: dict[str, Property]) -> None:
    assert properties["src/lib.rs expected"].outcome is PropertyOutcome.EXPECTED_FAILURE


def test_a_property_that_finds_no_valid_example_breaks_off(properties: dict[str, Property]) -> None:
    found = properties["src/lib.rs none"]
    assert (found.outcome, found.executed) == (PropertyOutcome.ERRORED, 0)
    assert found.invalid > 1000
    assert "Too many global rejects" in found.message


def test_what_is_declared_and_not_built_is_told_and_a_plain_test_is_none(properties: dict[str, Property]) -> None:
    assert "no test binary holds it" in properties["src/lib.rs hidden"].message
    assert "src/lib.rs plain" not in properties


def test_quickcheck_without_its_log_does_not_say_its_count(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    crates = Crates(tmp_path, pytestconfig.cache.mkdir("rust"))
    manifest = PLAIN["Cargo.toml"] + '[dev-dependencies]\nquickcheck = { version = "1", default-features = false }\n'
    crates.bench.write({"Cargo.toml": manifest, "src/lib.rs": "", "tests/outer.rs": OUTER})
    crates.fetch()
    (read,) = crates.measure(rust_properties.TOOL)
    assert isinstance(read, Properties)
    assert [one.executed for one in read.properties] == [None] * 3
    held = [one for one in read.properties if one.outcome is PropertyOutcome.HELD]
    assert held
    assert all("its feature use_logging is on" in one.message for one in held)


def test_properties_that_do_not_build_say_why(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    crates = Crates(tmp_path, pytestconfig.cache.mkdir("rust"))
    crates.bench.write({"Cargo.toml": MANIFEST, "src/lib.rs": "pub fn f() -> u8 { missing() }\n"})
    crates.fetch()
    with pytest.raises(UnreadableEvidence, match="the properties do not build"):
        crates.measure(rust_properties.TOOL)


def test_without_a_framework_among_the_dependencies_nothing_is_owed(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    crates = Crates(tmp_path, pytestconfig.cache.mkdir("rust"))
    crates.bench.write({**PLAIN, "src/lib.rs": ""})
    assert "neither proptest nor quickcheck" in rust_properties.TOOL.applies(crates.component())
