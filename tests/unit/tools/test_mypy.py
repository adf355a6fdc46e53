import pytest

from speccursor.qualify.model.evidence import Findings, UnreadableEvidence
from speccursor.qualify.tools import mypy
from tests.unit.tools.bench import NONCE, Bench, Kept

GOOD = "def f(x: int) -> int:\n    return x\n"
BAD = 'x: int = ""\n'
FACTS = {"packages": "src/pkg", "imports": "pkg"}
TOTAL = "      0       0      0      0 total\n"


def findings_of(bench: Bench, **facts: str) -> Findings:
    (found,) = bench.measure(mypy.TOOL, bench.component(**(facts or FACTS)))
    assert isinstance(found, Findings)
    return found


def test_a_type_error_and_an_untyped_function_are_found(bench: Bench) -> None:
    bench.write({"src/pkg/__init__.py": "", "src/pkg/a.py": BAD + "def f(x): return x\n", "tests/test_a.py": BAD})
    found = findings_of(bench)
    assert [(one.path, one.line, one.rule) for one in found.findings] == [
        ("src/pkg/a.py", 1, "assignment"),
        ("src/pkg/a.py", 2, "no-untyped-def"),
    ]
    assert found.examined == 2


def test_clean_source_is_checked_although_mypy_prints_nothing(bench: Bench) -> None:
    bench.write({"src/pkg/__init__.py": GOOD, "src/pkg/a.py": "from pkg import f\n\ny = f(1)\n"})
    assert findings_of(bench) == Findings((), examined=2)


def test_tests_and_data_in_a_package_are_not_checked(bench: Bench) -> None:
    bench.write({"src/pkg/__init__.py": GOOD, "src/pkg/tests/test_a.py": BAD, "src/pkg/data/bad.py": "def f(:\n"})
    assert findings_of(bench) == Findings((), examined=1)


def test_a_file_that_does_not_parse_is_a_finding(bench: Bench) -> None:
    bench.write({"src/pkg/__init__.py": GOOD, "src/pkg/a.py": "def f(:\n"})
    assert {one.rule for one in findings_of(bench).findings} == {"syntax"}


def test_a_plugin_that_is_not_there_is_said_by_name(bench: Bench) -> None:
    bench.write({"src/pkg/__init__.py": GOOD, "mypy.ini": "[mypy]\nplugins = pydantic_is_absent.mypy\n"})
    with pytest.raises(UnreadableEvidence, match=r"before it checked anything: .*pydantic_is_absent"):
        findings_of(bench)


def test_two_files_of_one_module_name_are_a_reason_not_a_type_error(bench: Bench) -> None:
    bench.write({"a/one.py": GOOD, "b/one.py": GOOD})
    with pytest.raises(UnreadableEvidence, match="checked no module: Duplicate module"):
        findings_of(bench, packages="", imports="")


def test_a_namespace_package_is_known_by_its_full_name(bench: Bench) -> None:
    bench.write({"src/ns/part/__init__.py": GOOD, "src/ns/part/a.py": "from ns.part import f\n\ny = f(1)\n"})
    assert findings_of(bench, packages="src/ns/part", imports="ns.part") == Findings((), examined=2)


def test_a_project_that_excludes_everything_has_shown_nothing(bench: Bench) -> None:
    bench.write({"src/pkg/__init__.py": BAD, "mypy.ini": "[mypy]\nexclude = src\n"})
    with pytest.raises(UnreadableEvidence, match=r"mypy stopped before|checked no module"):
        findings_of(bench)


def test_a_component_below_the_root_uses_its_own_configuration(bench: Bench) -> None:
    bench.path = "services/api"
    bench.write(
        {
            "mypy.ini": "[mypy]\nplugins = absent\n",
            "services/api/mypy.ini": "[mypy]\n",
            "services/api/app/__init__.py": BAD,
        }
    )
    found = findings_of(bench, packages="app", imports="app")
    assert [one.path for one in found.findings] == ["services/api/app/__init__.py"]


def test_a_single_module_and_no_facts_are_given_file_by_file(bench: Bench) -> None:
    bench.write({"one.py": GOOD, "setup.py": BAD})
    assert mypy.targets(bench.component(packages="one.py", imports="one")) == ("one.py",)
    assert mypy.targets(bench.component()) == ("one.py",)
    assert mypy.targets(bench.component(packages=".", imports="one")) == ("one.py",)


def test_a_crash_and_words_of_no_format_are_told_as_they_are(bench: Bench) -> None:
    kept = Kept(str(bench.root), ".", NONCE, {})
    for name, text in {"stdout": "", "stderr": "x: error: INTERNAL ERROR\n", "linecount": TOTAL}.items():
        (bench.base / name).write_text(text)
        kept.contents[name] = bench.base / name
    with pytest.raises(UnreadableEvidence, match="mypy crashed"):
        mypy.TOOL.read(kept)
    (bench.base / "stderr").write_text("")
    with pytest.raises(UnreadableEvidence, match="it was given no module"):
        mypy.TOOL.read(kept)
    del kept.contents["linecount"]
    with pytest.raises(UnreadableEvidence, match="does not say why"):
        mypy.TOOL.read(kept)
    (bench.base / "stdout").write_text("usage: mypy\n")
    with pytest.raises(UnreadableEvidence, match="usage: mypy"):
        mypy.TOOL.read(kept)
    (bench.base / "stdout").write_text(
        '{"file": "a.py", "line": 1, "column": 0, "message": "m", "hint": null, "code": null, "severity": "note"}\n'
    )
    with pytest.raises(UnreadableEvidence, match="severity"):
        mypy.TOOL.read(kept)


def test_only_what_is_shipped_makes_mypy_apply(bench: Bench) -> None:
    bench.write({"tests/test_a.py": ""})
    assert "python:." in mypy.TOOL.applies(bench.component())
    bench.write({"a.py": ""})
    assert mypy.TOOL.applies(bench.component()) == ""
