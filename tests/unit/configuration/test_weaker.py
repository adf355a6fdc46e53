from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration.values import Configuration
from speccursor.qualify.configuration.weaker import admits_more, weakened
from speccursor.qualify.model.requirement import Operator, Requirement
from tests.unit.configuration.samples import GATES, WHOLE, read

OPERATORS: tuple[Operator, ...] = ("<=", ">=", "<", ">", "==")
REQUIREMENTS = st.builds(
    Requirement, st.sampled_from(OPERATORS), st.integers(-4, 4).map(float) | st.floats(-1e9, 1e9), st.just("")
)


def test_the_defaults_weaken_nothing() -> None:
    assert weakened(Configuration(), GATES) == ()


def test_a_stricter_file_weakens_nothing() -> None:
    strict = (
        '[gates.complexity]\nrequire = "< 10"\n[gates.line-coverage]\nrequire = "== 100 %"\n[gates.vulnerabilities]\n'
        '[components."python:."]\nextras = ["test"]\nenvironment = { TZ = "UTC" }\ntimeout = "5 s"\n'
        '[components."lean:."]\naxioms = ["propext", "Quot.sound"]\n'
        '[budgets]\ncompute_monthly = "<= 10 USD"\n[budgets.latency.verify]\np95 = "<= 1 s"\n'
    )
    assert weakened(read(strict), GATES) == ()


def test_every_setting_that_weakens_is_told_in_the_order_of_the_file() -> None:
    assert weakened(read(WHOLE), GATES) == (
        "exclude: examples/broken/** is left out",
        "gates.complexity: requires <= 18 instead of <= 15",
        'components."python:services/api": its tests may reach the network',
        'components."python:services/api": the environment variable PYTEST_ADDOPTS may steer what is measured',
        'components."python:services/api": only src counts as shipped',
        'components."python:services/api": only tests, ../tests counts as tests',
        'components."python:services/api": its tests run with -x',
        'components."python:services/api": mypy is skipped: generated stubs',
        'components."javascript:.": install scripts of its packages may run',
        "budgets.compute_monthly: requires <= 6000 USD instead of <= 5000 USD",
        "budgets.latency.verify.p95: requires <= 8 s instead of <= 3 s",
        "budgets.success.verify: requires >= 99 % instead of >= 99.9 %",
        "waivers: complexity of python:services/api is waived until 2027-01-31 by Reviewers: the parser is generated",
    )


def test_an_axiom_beyond_those_of_leans_own_library_is_told() -> None:
    stated = '[components."lean:."]\naxioms = ["propext", "Lean.ofReduceBool"]\nenvironment = { LEAN_SYSROOT = "/x" }\n'
    assert weakened(read(stated), GATES) == (
        'components."lean:.": the environment variable LEAN_SYSROOT may steer what is measured',
        'components."lean:.": its theorems may rest on the axiom Lean.ofReduceBool',
    )


@given(REQUIREMENTS, REQUIREMENTS, st.integers(-5, 5).map(float) | st.floats(-1e9, 1e9))
def test_no_value_gets_past_a_threshold_that_is_not_told_as_looser(
    asked: Requirement, default: Requirement, value: float
) -> None:
    if asked.holds(value) and not default.holds(value):
        assert admits_more(asked, default)
    assert not admits_more(default, default)


@given(st.sampled_from(OPERATORS[:4]), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_of_two_thresholds_of_one_direction_exactly_the_looser_admits_more(
    operator: Operator, one: float, other: float
) -> None:
    looser = one > other if operator in ("<=", "<") else one < other
    assert admits_more(Requirement(operator, one, ""), Requirement(operator, other, "")) == looser
