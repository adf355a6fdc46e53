import os
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from speccursor.qualify.configuration.keys import file_shape
from speccursor.qualify.configuration.mistakes import short
from speccursor.qualify.configuration.nearest import one_edit_apart
from speccursor.qualify.configuration.reading import MOST_BYTES, _Reader, defaults, load, parse
from speccursor.qualify.configuration.reference import _kind as kind_of
from speccursor.qualify.configuration.schema import _of as schema_of
from speccursor.qualify.configuration.schema import schema
from speccursor.qualify.configuration.shape import Path as Place
from speccursor.qualify.configuration.shape import Table
from speccursor.qualify.configuration.values import Configuration, GateSettings, Latency, StageSettings
from speccursor.qualify.configuration.weaker import weakened
from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.misuse import InvalidConfiguration
from speccursor.qualify.model.plan import Waiver
from speccursor.qualify.model.recipe import Recipe, Skip
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.stage import Profile, StageId
from tests.unit.configuration.samples import (
    GATES,
    NAME,
    WHOLE,
    around,
    document,
    every_key,
    every_table,
    read,
    refused,
    toml,
)

SHAPE = file_shape(gates=GATES)
SCHEMA = Draft202012Validator(schema(GATES))


def test_an_empty_file_comes_to_the_defaults() -> None:
    assert read("") == defaults() == Configuration()


def test_every_setting_of_a_whole_file_is_kept() -> None:
    found = read(WHOLE)
    assert found.profile is Profile.STANDARD
    assert found.exclude == ("examples/broken/**", "!examples/broken/keep")
    assert [cell.name for cell in found.matrix.cells()] == [
        "debian-12,node-20,python-3.11",
        "debian-12,node-20,python-3.12",
    ]
    assert found.stages == {StageId.STATIC_ANALYSIS: StageSettings(owner="Reviewers")}
    assert found.gates == {
        "complexity": GateSettings(require=Requirement("<=", 18, "")),
        "line-coverage": GateSettings(require=Requirement(">=", 97.5, "%")),
    }
    assert found.recipes == {
        "python:services/api": Recipe(
            extras=(),
            groups=("test",),
            requirements=("requirements-test.txt",),
            install=False,
            prepare=(("python", "setup.py", "build_ext", "--inplace"), ("make",)),
            network=True,
            environment={"TZ": "UTC", "PYTEST_ADDOPTS": "-x"},
            sources=("src",),
            tests=("tests", "../tests"),
            test_arguments=("-x",),
            timeout_s=90.0,
            runner="pytest",
            inputs=("../../vectors/**",),
            skip=(Skip(tool="mypy", reason="generated stubs"),),
        ),
        "javascript:.": Recipe(scripts=True),
    }
    assert found.budgets.limits == {
        "compute_monthly": Requirement("<=", 6000, "USD"),
        "storage_monthly": Requirement("<=", 100, "USD"),
    }
    assert found.budgets.latency == {"verify": Latency(p95=Requirement("<=", 8, "s"), p99=Requirement("<=", 4, "s"))}
    assert found.budgets.success == {"verify": Requirement(">=", 99, "%")}
    assert found.waivers == (
        Waiver(
            gate="complexity",
            component="python:services/api",
            reason="the parser is generated",
            owner="Reviewers",
            expires="2027-01-31",
        ),
    )


def test_paths_may_climb_as_far_as_the_root() -> None:
    recipe = '[components."python:a/b"]\nsources = ["./src/", "../../x/..", "src/../../../y"]\n'
    assert read(recipe).recipe(ComponentId("python:a/b")).sources == ("./src/", "../../x/..", "src/../../../y")


def test_a_shape_that_is_none_of_the_known_is_a_bug() -> None:
    nothing: Any = object()
    with pytest.raises(AssertionError):
        _Reader(SHAPE).read(nothing, 1, ())
    with pytest.raises(AssertionError):
        schema_of(nothing)
    with pytest.raises(AssertionError):
        kind_of(nothing)
    assert kind_of(SHAPE) == "a table"


def test_tools_and_components_that_are_known_are_accepted() -> None:
    assert read(WHOLE, tools=("mypy",), components=("python:services/api", "javascript:.")) == read(WHOLE)


SKIP = '[[components."python:.".skip]]\n'
WAIVER = (
    '[[waivers]]\ngate = "complexity"\ncomponent = "*"\nreason = "because"\nowner = "somebody"\nexpires = 2027-01-31\n'
)


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ('\nprofil = "quick"', 2, "profil", "did you mean 'profile'?"),
        ('profile = "fast"', 1, "profile", "there is no profile 'fast'"),
        ('profile = "relase"', 1, "profile", "did you mean 'release'?"),
        ("profile = 1", 1, "profile", "expected a profile, not a number"),
        ("exclude = []", 1, "exclude", "is an empty list"),
        ('exclude = "docs"', 1, "exclude", "expected a list, not a string"),
        ('exclude = ["# docs"]', 1, "exclude[0]", "is a comment"),
        ('exclude = ["a", "!/"]', 1, "exclude[1]", "matches nothing"),
        ('exclude = ["a\\\\"]', 1, "exclude[0]", "matches nothing"),
        ('exclude = [\n "a",\n "b",\n "a",\n]', 4, "exclude[2]", "'a' stands in the list twice"),
        ('exclude = ["a\\nb"]', 1, "exclude[0]", "cannot be printed"),
        ('exclude = ["a\\u202eb"]', 1, "exclude[0]", "cannot be printed"),
        ('exclude = [" "]', 1, "exclude[0]", "is empty"),
        ("matrix = 1", 1, "matrix", "expected a table, not a number"),
        ("[matrix]\npython = [3.11]", 2, "matrix.python[0]", "not a number"),
        ("[matrix]\npython = [2027-01-31]", 2, "matrix.python[0]", "not a date or time"),
        ("[matrix]\npython = []", 2, "matrix.python", "is an empty list"),
        ('[matrix]\npython = ["3.11", "3.11"]', 2, "matrix.python[1]", "twice"),
        ('[matrix]\npython = ["3,11"]', 2, "matrix.python[0]", "is not a version"),
        ('[matrix]\npyhton = ["3.11"]', 2, "matrix.pyhton", "did you mean 'python'?"),
        ('[matrix]\nos = ["Debian 12"]', 2, "matrix.os[0]", "is not a system"),
        (
            f"[matrix]\npython = {toml([str(n) for n in range(16)])}\ngo = {toml([str(n) for n in range(17)])}",
            1,
            "matrix",
            "comes to 272 cells; at most 256",
        ),
        ('[matrix]\nprofile = "quick"', 2, "matrix.profile", "belongs at the top of the file"),
        ("network = true", 1, "network", 'belongs in [components."<component>"]'),
        ('[stages.unit_tests]\nowner = "Me"', 1, "stages.unit_tests", "did you mean 'unit-tests'?"),
        ("[stages.unit-tests]\nowner = true", 2, "stages.unit-tests.owner", "not a true or false"),
        ('[stages.unit-tests]\nowner = ""', 2, "stages.unit-tests.owner", "is empty"),
        ('[gates.complexty]\nrequire = "<= 15"', 1, "gates.complexty", "did you mean 'complexity'?"),
        ('[gates]\ncomplexity = "<= 15"', 2, "gates.complexity", "write [gates.complexity], then require = '<= 15'"),
        ("[gates.complexity]\nrequire = 15", 2, "gates.complexity.require", "write it as '<= 15'"),
        ('[gates.complexity]\nrequire = "15"', 2, "gates.complexity.require", "is not a requirement"),
        (
            '[gates.complexity]\nrequire = "<= 15 s"',
            2,
            "gates.complexity.require",
            "has the unit 's', expected no unit",
        ),
        ('[gates.complexity]\nrequire = ">= 15"', 2, "gates.complexity.require", "turns the question round"),
        ('[gates.complexity]\nrequire = "<= 1234567890123456"', 2, "gates.complexity.require", "like '<= 15'"),
        ('[gates.complexity]\nrequire = "<= 15.0000000001"', 2, "gates.complexity.require", "like '<= 15'"),
        (f'[gates.complexity]\nrequire = "<= 15{" " * 200}"', 2, "gates.complexity.require", "too long"),
        ('[gates.line-coverage]\nrequire = ">= 95"', 2, "gates.line-coverage.require", "expected the unit '%'"),
        ('[gates.line-coverage]\nrequire = "< 95 %"', 2, "gates.line-coverage.require", "turns the question round"),
        ('[gates.signed]\nrequire = "== 1"', 2, "gates.signed.require", "no threshold"),
        ('[components."pyton:."]', 1, 'components."pyton:."', "there is no language 'pyton'; did you mean 'python'?"),
        ("[components.python]", 1, "components.python", "is not a component id"),
        ('[components."python:../x"]', 1, 'components."python:../x"', "is not a folder of the candidate"),
        ('[components."python:/x"]', 1, 'components."python:/x"', "is not a folder of the candidate"),
        ("components = []", 1, "components", "expected a table of components, not a list"),
        ('components = { "python:." = 1 }', 1, 'components."python:."', "expected a table, not a number"),
        ('[components."python:."]\ninstall = "yes"', 2, 'components."python:.".install', "expected true or false"),
        ('[components."python:."]\nextras = ["a b"]', 2, 'components."python:.".extras[0]', "is not a name"),
        ('[components."python:."]\nsources = []', 2, 'components."python:.".sources', "is an empty list"),
        ('[components."python:."]\nsources = ["/src"]', 2, 'components."python:.".sources[0]', "relative"),
        (
            '[components."python:."]\nsources = ["a/../.."]',
            2,
            'components."python:.".sources[0]',
            "out of the candidate",
        ),
        ('[components."python:a/b"]\ninputs = ["../../../v"]', 2, 'components."python:a/b".inputs[0]', "out of the"),
        ('[components."go:."]\naxioms = []', 2, 'components."go:.".axioms', "means nothing for go"),
        ('[components."lean:."]\naxioms = ["a b"]', 2, 'components."lean:.".axioms[0]', "is not an axiom's whole name"),
        ('[components."go:."]\nextras = ["test"]', 2, 'components."go:.".extras', "means nothing for go"),
        ('[components."python:."]\nscripts = true', 2, 'components."python:.".scripts', "means nothing for python"),
        ('[components."python:."]\nrunner = "jest"', 2, 'components."python:.".runner', "jest runs no python tests"),
        ('[components."python:."]\nrunner = "vitst"', 2, 'components."python:.".runner', "did you mean 'vitest'?"),
        ('[components."python:."]\nprepare = ["make"]', 2, 'components."python:.".prepare[0]', "expected a list"),
        ('[components."python:."]\nprepare = [[]]', 2, 'components."python:.".prepare[0]', "is an empty list"),
        ('[components."python:."]\nprepare = [["", "x"]]', 2, 'components."python:.".prepare[0][0]', "needs a program"),
        ('[components."python:."]\ntimeout = 600', 2, 'components."python:.".timeout', "give the unit"),
        ('[components."python:."]\ntimeout = "ten min"', 2, 'components."python:.".timeout', "not a length of time"),
        ('[components."python:."]\ntimeout = "0 s"', 2, 'components."python:.".timeout', "not a length of time"),
        ('[components."python:."]\ntimeout = "25 h"', 2, 'components."python:.".timeout', "not a length of time"),
        ('[components."python:."]\nskip = ["mypy"]', 2, 'components."python:.".skip[0]', "expected a table"),
        ('[components."python:.".skip]\ntool = "x"', 1, 'components."python:.".skip', "with two brackets"),
        (
            '[components."python:."]\nskip_tools = ["mypy"]',
            2,
            'components."python:.".skip_tools',
            "did you mean 'skip'?",
        ),
        (SKIP + 'tool = "mypy"', 1, 'components."python:.".skip[0]', "'reason' is missing"),
        (
            (SKIP + 'tool = "mypy"\nreason = "r"\n') * 2,
            5,
            'components."python:.".skip[1].tool',
            "mypy is skipped already",
        ),
        (
            '[components."python:.".environment]\nHOME = "/"',
            2,
            'components."python:.".environment.HOME',
            "set by the sandbox",
        ),
        (
            '[components."python:.".environment]\n"A B" = "/"',
            2,
            'components."python:.".environment."A B"',
            "is not the name of an environment variable",
        ),
        (
            '[components."python:.".environment]\nTOKEN = "${TOKEN}"',
            2,
            'components."python:.".environment.TOKEN',
            "is not expanded",
        ),
        ('[budgets]\ncompute_montly = "<= 1 USD"', 2, "budgets.compute_montly", "did you mean 'compute_monthly'?"),
        ('[budgets]\ncompute_monthly = "<= 1 EUR"', 2, "budgets.compute_monthly", "expected the unit 'USD'"),
        ("[budgets]\nlatency = 1", 2, "budgets.latency", "expected a table of operations"),
        ('[budgets.latency]\n"a b" = {}', 2, 'budgets.latency."a b"', "is not an operation's name"),
        ("[waivers]\n", 1, "waivers", "write [waivers] with two brackets"),
        ("[[waivers]]\n", 1, "waivers[0]", "'gate' is missing"),
        (WAIVER.replace("because", " "), 4, "waivers[0].reason", "is empty"),
        (WAIVER.replace('owner = "somebody"\n', ""), 1, "waivers[0]", "'owner' is missing"),
        (WAIVER.replace("2027-01-31", '"2027-01-31"'), 6, "waivers[0].expires", "without quotes"),
        (WAIVER.replace("2027-01-31", "2027-01-31T00:00:00Z"), 6, "waivers[0].expires", "not a date or time"),
        (WAIVER.replace("complexity", "vulnerabilities"), 2, "waivers[0].gate", "vulnerabilities cannot be waived"),
        (WAIVER.replace("complexity", "coverage"), 2, "waivers[0].gate", "did you mean 'line-coverage'?"),
        (WAIVER.replace('"*"', '"ruby:."'), 3, "waivers[0].component", "there is no language 'ruby'"),
        (WAIVER * 2, 8, "waivers[1].gate", "complexity of * is waived already"),
    ],
)
def test_a_mistake_is_told_with_its_line_its_key_and_what_to_do(text: str, line: int, key: str, says: str) -> None:
    refusal = refused(text)
    assert says in f"{refusal} ({refusal.hint})"
    assert (refusal.line, refusal.key, refusal.path) == (line, key, NAME)
    assert str(refusal).startswith(f"{NAME}:{line}: {key}: ")


def test_what_the_caller_knows_is_checked_too() -> None:
    tool = refused(SKIP + 'tool = "mipy"\nreason = "r"', tools=("lizard", "mypy"))
    assert "did you mean 'mypy'?" in str(tool)
    component = refused('[components."python:srv"]', components=("go:.", "python:src"))
    assert "there is no component of the candidate 'python:srv'; did you mean 'python:src'?" in str(component)
    assert component.hint == "known: go:., python:src"
    assert read(WAIVER, components=()).waivers[0].component == "*"


def test_every_mistake_is_told_at_once_in_the_order_of_their_lines() -> None:
    refusal = refused('[[waivers]]\ngate = "complexity"\n[matrix]\npython = []\nrubby = 1\n[gates]\nx = {}\n')
    lines = str(refusal).splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{NAME}:{line}" for line in (1, 1, 1, 1, 4, 5, 7)]
    assert refusal.line == 1
    assert refusal.key == "waivers[0]"


def test_very_many_mistakes_are_cut_and_counted() -> None:
    refusal = refused("".join(f"x{number} = 1\n" for number in range(50)))
    assert len(str(refusal).splitlines()) == 21
    assert str(refusal).endswith("and 30 mistakes more")


def test_hostile_names_and_values_are_cut_in_messages() -> None:
    refusal = refused(f'{"a" * 9000} = 1\nexclude = ["{"/" * 9000}"]\n')
    assert len(str(refusal)) < 2000
    assert len(refusal.key) == 400


def test_a_file_of_nothing_but_mistakes_is_counted_to_the_end() -> None:
    refusal = refused("".join(f"x{number} = 1\n" for number in range(300)))
    assert str(refusal).endswith("and 280 mistakes more")
    reader = _Reader(SHAPE)
    reader.read(SHAPE, {f"x{number}": 1 for number in range(300)}, ())
    assert reader.mistakes[-1].message == "there is no such key"


def test_long_names_and_long_lists_are_cut_in_messages() -> None:
    assert short("a" * 200) == "'" + "a" * 57 + "...'"
    assert refused("[stages.x]\n").hint.count(", ") == 11
    many = refused('[components."go:zzz"]', components=tuple(f"go:a{number}" for number in range(30)))
    assert many.hint.endswith(", ...")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a =", 1, "is not TOML: Invalid value, at the end of the file"),
        ("\n\na = = 1", 3, "is not TOML: Invalid value, column 5"),
        ('profile = "quick"\nprofile = "quick"', 2, "Cannot overwrite a value"),
        ("a = 1979-13-45", 1, "is not TOML"),
        ('a = """\n\n', 3, "is not TOML"),
    ],
)
def test_text_that_is_not_toml_is_told_with_line_and_column(text: str, line: int, says: str) -> None:
    refusal = refused(text)
    assert says in str(refusal)
    assert refusal.line == line


def test_a_number_of_too_many_digits_is_no_crash() -> None:
    assert "is not TOML" in str(refused("a = " + "1" * 5000))


def test_nesting_that_would_exhaust_the_parser_is_refused() -> None:
    assert "nested too deeply" in str(refused("a = " + "[" * 100_000))
    assert "nested too deeply" in str(refused("a = " + "[" * 20_000 + "]" * 20_000))


@pytest.mark.parametrize(
    "text", ["a" + ".a" * 200_000 + " = 1", "x = 1\n[a" + " . 'a'" * 16 + "]", "i = { a" + ".a" * 16 + " = 1}"]
)
def test_a_key_of_very_many_parts_is_refused_before_it_costs_time(text: str) -> None:
    refusal = refused(text)
    assert "nested too deeply" in str(refusal)
    assert refusal.line == (2 if text.startswith("x") else 1)


def test_dots_that_are_no_key_do_no_harm() -> None:
    assert read(
        'exclude = ["a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s", "...................."] # ..................'
    ).exclude


def test_a_text_over_the_limit_is_refused() -> None:
    assert "is larger than" in str(refused("#" * (MOST_BYTES + 1)))
    assert read("#" * MOST_BYTES) == Configuration()


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / NAME
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + WHOLE.replace("\n", "\r\n").encode())
        assert load(file, gates=GATES) == read(WHOLE)


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(b'profile = "quick"\n# caf\xe9\n')
    with pytest.raises(InvalidConfiguration, match="byte 23 \\(0xe9\\) is not UTF-8") as refusal:
        load(file, gates=GATES)
    assert refusal.value.line == 2


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(InvalidConfiguration, match="is larger than"):
        load(file, gates=GATES)


def test_links_folders_pipes_and_absent_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("secret", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, says in {
        "link": "is a symbolic link",
        "folder": "is not a plain file",
        "pipe": "is not a plain file",
        "absent": "cannot be read",
    }.items():
        with pytest.raises(InvalidConfiguration, match=says):
            load(tmp_path / name, gates=GATES)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(InvalidConfiguration, match="cannot be read"):
        load(Path("a\0b"), gates=GATES)


def test_a_file_that_is_right_imports_nothing_slow() -> None:
    import subprocess  # noqa: PLC0415  (one process of our own interpreter)
    import sys  # noqa: PLC0415  (as above)

    program = (
        "import sys; from speccursor.qualify.configuration.reading import parse; parse('', path='q', gates={});"
        "print(sorted({'tomlkit', 'difflib', 'rich', 'asyncio', 'jsonschema',"
        "'speccursor.qualify.configuration.mistakes'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "[]\n"


def _iso(value: object) -> object:
    """Return a TOML value as JSON has it."""
    match value:
        case dict():
            return {key: _iso(inner) for key, inner in value.items()}
        case list():
            return [_iso(inner) for inner in value]
        case datetime():
            return value.isoformat()
        case date():
            return value.isoformat()
        case _:
            return value


KEYS = [pair for pair in every_key(SHAPE) if "signed" not in pair[0]]
NAMES = st.sampled_from(sorted({key.name for _, key in KEYS} | {"python:.", "go:a", "verify", "complexity", "TZ"}))
SCALARS = (
    st.booleans()
    | st.integers(-2, 2000)
    | st.sampled_from(["<= 15", ">= 95 %", "10 min", "quick", "python:.", "*", "complexity", "a/../..", "-x", ""])
    | st.dates()
    | st.text(max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
RIGHT = st.sampled_from(KEYS).map(lambda pair: _filled(pair[0], pair[1].example))
"""One key with its example, in a tree that is right."""


def _filled(at: Place, value: object) -> dict[str, object]:
    """Put an example where it belongs, with its neighbours where they are required."""
    tree = around(at, value)
    if at[0] == "waivers" and len(at) > 1:
        tree = {"waivers": [{**WAIVED, str(at[2]): value}]}
    if "skip" in at and at[-1] != "skip":
        tree = around(at[:4], {"tool": "mypy", "reason": "r", str(at[4]): value})
    return _dated(tree)


def _dated(tree: dict[str, object]) -> dict[str, object]:
    for waiver in tree.get("waivers", []):  # type: ignore[attr-defined]  # a list of tables where it is there
        waiver["expires"] = date.fromisoformat(str(waiver["expires"]))
    return tree


WAIVED = {"gate": "complexity", "component": "*", "reason": "r", "owner": "o", "expires": "2027-01-31"}
TREES = st.dictionaries(NAMES | st.text(max_size=5), VALUES, max_size=4)
TEXTS = (
    (st.lists(RIGHT, max_size=4) | st.lists(RIGHT | TREES, max_size=3)).map(
        lambda trees: document({key: value for tree in trees for key, value in tree.items()})
    )
    | st.lists(st.sampled_from(WHOLE.splitlines()), max_size=12).map("\n".join)
    | st.text()
)


@given(TEXTS)
@example(WHOLE)
def test_any_text_gives_a_configuration_or_a_refusal_and_the_schema_agrees(text: str) -> None:
    found = _outcome(text)
    if isinstance(found, InvalidConfiguration):
        assert found.line is None or 1 <= found.line <= text.count("\n") + 1
        assert found.path == NAME
    else:
        assert SCHEMA.is_valid(_iso(tomllib.loads(text)))
        assert msgspec.json.decode(msgspec.json.encode(found), type=Configuration) == found
        assert all(line.isprintable() for line in weakened(found, GATES))


def _outcome(text: str) -> Configuration | InvalidConfiguration:
    try:
        return read(text)
    except InvalidConfiguration as refusal:
        return refusal


@given(RIGHT)
def test_the_example_of_every_key_is_valid(tree: dict[str, object]) -> None:
    component = str(next(iter(tree.get("components", {"": 0}))))  # type: ignore[call-overload]  # a table
    words = set(re.findall(r"\w+", str(tree)))
    language = "lean" if "axioms" in words else "javascript" if {"scripts", "runner"} & words else "python"
    text = document(tree).replace(component, f"{language}:.") if component else document(tree)
    assert isinstance(read(text), Configuration)


def _edits(word: str) -> st.SearchStrategy[str]:
    letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz_-9")
    places = st.integers(0, len(word))
    inside = st.integers(0, len(word) - 1)
    return st.one_of(
        st.builds(lambda place, letter: word[:place] + letter + word[place:], places, letters),
        st.builds(lambda place, letter: word[:place] + letter + word[place + 1 :], inside, letters),
        st.builds(lambda place: word[:place] + word[place + 1 :], inside),
        st.builds(lambda place: word[:place] + word[place : place + 2][::-1] + word[place + 2 :], inside),
    )


TYPOS = st.sampled_from([(at, table, key.name) for at, table in every_table(SHAPE) for key in table.keys]).flatmap(
    lambda found: _edits(found[2]).map(lambda typo: (*found, typo))
)


@given(TYPOS)
def test_a_key_with_one_typing_error_is_answered_with_the_key(found: tuple[Place, Table, str, str]) -> None:
    at, table, name, typo = found
    siblings = {key.name for key in table.keys}
    rivals = {key for key in siblings if one_edit_apart(typo.replace("_", "-"), key.replace("_", "-"))}
    if typo in siblings or rivals != {name}:
        return
    refusal = refused(document(around((*at, typo), 1)))
    assert f"did you mean {name!r}?" in str(refusal)


def test_recipes_are_found_by_component_and_absent_ones_are_the_default() -> None:
    found = read(WHOLE)
    assert found.recipe(ComponentId("javascript:.")).scripts
    assert found.recipe(ComponentId("go:.")) == Recipe()


def test_the_path_in_messages_is_the_one_given() -> None:
    with pytest.raises(InvalidConfiguration, match=r"^else/where\.toml:1: x: "):
        parse("x = 1", path="else/where.toml", gates={})
