import pytest

from speccursor.qualify.model.evidence import Properties, Property, PropertyOutcome, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import hypothesis as adapter
from tests.unit.tools.bench import NONCE, Bench

IMPORT = "import pytest\nfrom hypothesis import given, settings, strategies as st\n\n\n"
HELD, FALSIFIED = PropertyOutcome.HELD, PropertyOutcome.FALSIFIED


def run(bench: Bench, *, examples: int = 1000) -> dict[str, Property]:
    (found,) = bench.measure(adapter.TOOL, options=Options(examples=examples))
    assert isinstance(found, Properties)
    assert found.nonce == NONCE
    return {one.id.partition("::")[2]: one for one in found.properties}


def told(found: dict[str, Property]) -> dict[str, tuple[PropertyOutcome, int | None, int | None]]:
    return {name: (one.outcome, one.executed, one.asked) for name, one in found.items()}


def test_each_property_tells_what_it_executed_and_what_falsified_it(bench: Bench) -> None:
    bench.write(
        {
            "checks/test_laws.py": IMPORT
            + "from hypothesis.stateful import RuleBasedStateMachine, rule\nimport unittest\n\n\n"
            + "@given(st.integers())\ndef test_held(x): pass\n\n\n"
            + "@given(st.integers())\ndef test_false(x): assert x < 100\n\n\n"
            + "@given(st.booleans())\ndef test_finite(x): pass\n\n\n"
            + "@settings(max_examples=50)\n@given(st.integers())\ndef test_few(x): pass\n\n\n"
            + "@pytest.mark.xfail\n@given(st.integers())\ndef test_expected(x): assert x < 10\n\n\n"
            + "@given(st.integers())\ndef test_skipped(x): pytest.skip('no')\n\n\n"
            + "@given(st.integers().filter(lambda x: False))\ndef test_empty(x): pass\n\n\n"
            + "@pytest.fixture\ndef broken(): raise OSError('no disk')\n\n\n"
            + "@given(x=st.integers())\ndef test_error(broken, x): pass\n\n\n"
            + "def test_plain(): assert 0\n\n\n"
            + "class TestOld(unittest.TestCase):\n    @given(st.integers())\n    def test_it(self, x): pass\n\n\n"
            + "class Machine(RuleBasedStateMachine):\n    @rule()\n    def step(self): pass\n\n\n"
            + "Machine.TestCase.settings = settings(max_examples=20)\nTestMachine = Machine.TestCase\n",
        }
    )
    found = run(bench)
    machine = found.pop("TestMachine::runTest")
    assert (machine.outcome, machine.asked) == (HELD, 20)
    assert machine.executed is not None
    falsified = found.pop("test_false")
    assert (falsified.outcome, falsified.path, falsified.line) == (FALSIFIED, "checks/test_laws.py", 13)
    assert "x=100" in falsified.counterexample
    assert found["test_finite"].complete
    empty = found.pop("test_empty")
    assert (empty.outcome, empty.counterexample) == (PropertyOutcome.ERRORED, "")
    assert "no disk" in found["test_error"].message
    assert told(found) == {
        "test_held": (HELD, 1000, 1000),
        "test_finite": (HELD, 2, 1000),
        "test_few": (HELD, 50, 50),
        "test_expected": (PropertyOutcome.EXPECTED_FAILURE, found["test_expected"].executed, 1000),
        "test_skipped": (PropertyOutcome.SKIPPED, None, 1000),
        "test_error": (PropertyOutcome.ERRORED, None, 1000),
        "TestOld::test_it": (HELD, 1000, 1000),
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("    assert x < 100\n", "AssertionError: assert x < 100"),
        ("    assert (\n        x\n        < 100\n    )\n", "AssertionError: assert ( x < 100 )"),
        ("    assert x < 100, 'too many'\n", "AssertionError: too many"),
        ("    below(x)\n", "AssertionError: assert x < 100"),
        ("    if x >= 100: raise AssertionError\n", "AssertionError: if x >= 100: raise AssertionError"),
        ("    if x >= 100: raise ValueError(x)\n", "ValueError: 100"),
        ("    exec(compile('assert x < 100', 'nowhere', 'exec'))\n", "AssertionError: an assertion without a source"),
        (
            "    exec(compile(999 * chr(10) + 'assert x < 100', __file__, 'exec'))\n",
            "AssertionError: an assertion without a source",
        ),
    ],
)
def test_where_asserts_are_left_plain_a_falsified_property_says_which_failed(
    bench: Bench, body: str, message: str
) -> None:
    helper = "def below(x):\n    assert x < 100\n\n\n"
    bench.write(
        {
            "test_a.py": IMPORT + helper + "@given(st.integers())\ndef test_a(x):\n" + body,
            "pytest.ini": "[pytest]\naddopts = --assert=plain\n",
        }
    )
    found = run(bench)["test_a"]
    assert "x=100" in found.counterexample
    assert found.message.startswith(message)


def test_what_pytest_makes_of_an_assert_holds_in_a_property_too(bench: Bench) -> None:
    """Rewritten, an assert keeps what it compares alive, so that two objects never share an address."""
    body = "@given(st.booleans())\ndef test_a(x):\n    assert id(object()) != id(object())\n"
    bench.write({"test_a.py": IMPORT + body})
    found = run(bench)["test_a"]
    assert (found.outcome, found.message) == (HELD, "")


def test_a_falsified_property_says_what_pytest_says_of_the_assert(bench: Bench) -> None:
    bench.write({"test_a.py": IMPORT + "@given(st.integers())\ndef test_a(x):\n    assert x < 100\n"})
    assert run(bench)["test_a"].message.startswith("assert 100 < 100")


def test_profiles_that_the_project_loads_stay_but_for_their_number(bench: Bench) -> None:
    load = "from hypothesis import settings\n\nsettings.register_profile('{0}', max_examples={1}, deadline=None)\n"
    load += "settings.load_profile('{0}')\n\n\n"
    law = IMPORT + "@given(st.integers())\ndef test_{0}(x):\n    assert settings().deadline is None\n"
    bench.write(
        {
            "pytest.ini": "[pytest]\naddopts = -n 2 -x --strict-config --strict-markers\nfilterwarnings = error\n",
            "conftest.py": load.format("few", 10),
            "a/conftest.py": load.format("fewer", 5),
            "a/test_a.py": law.format("a"),
            "b/test_b.py": law.format("b"),
            "c/test_c.py": load.format("own", 7) + law.format("c"),
            "d/conftest.py": load.format("many", 300),
            "d/test_d.py": law.format("d"),
        }
    )
    assert told(run(bench, examples=200)) == {
        "test_a": (HELD, 200, 200),
        "test_b": (HELD, 200, 200),
        "test_c": (HELD, 7, 7),
        "test_d": (HELD, 300, 300),
    }


def test_a_dependency_on_hypothesis_without_a_property_is_no_property(bench: Bench) -> None:
    bench.write({"test_a.py": IMPORT + "def test_plain(): pass\n"})
    assert run(bench) == {}


def test_a_run_that_breaks_off_has_no_end(bench: Bench) -> None:
    bench.write({"test_a.py": IMPORT + "import os\n\n\n@given(st.integers())\ndef test_it(x): os._exit(0)\n"})
    with pytest.raises(UnreadableEvidence, match="no end"):
        run(bench)


def test_the_seed_is_the_mark_so_that_a_run_can_be_repeated(bench: Bench) -> None:
    bench.write({"test_a.py": IMPORT + "@given(st.integers())\ndef test_it(x): pass\n"})
    run(bench)
    assert f"seed {NONCE}" in (bench.base / "stdout").read_text()
