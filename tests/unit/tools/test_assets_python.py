"""The driver and the plugins in this process: what the runs by subprocess show from outside, seen from inside."""

import json
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import coverage
import pytest
from hypothesis import settings

from speccursor.qualify.tools import asset
from speccursor.qualify.tools.python_run import inputs_of
from tests.unit.tools.bench import NONCE, Bench

pytest_plugins = ["pytester"]

ASSETS = Path(asset.__file__).parent / "assets" / "python"
SOURCE = {"src/pkg/__init__.py": "", "src/pkg/a.py": "def f(x):\n    if x:\n        return 1\n    return 2\n"}
TEST = "import sys\nsys.path.insert(0, 'src')\nfrom pkg.a import f\ndef test_it(): assert f(1) == 1\n"
LAWS = (
    "import pytest\nfrom hypothesis import given, strategies as st\n"
    "@given(st.integers())\ndef test_held(x): pass\n"
    "@given(st.integers())\ndef test_false(x): assert x < 9\n"
    "@given(st.integers())\ndef test_skipped(x): pytest.skip('no')\n"
    "@pytest.mark.xfail\n@given(st.integers())\ndef test_expected(x): assert x < 9\n"
    "def test_plain(): pass\n"
)


@pytest.fixture(autouse=True)
def assets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the assets importable, and leave neither them nor a profile behind.

    A measurement of this process itself is hidden from them: coverage.py takes the first object that is made in
    a process that it measures by itself for the one that will save the data, and saves nothing of its own.
    """
    monkeypatch.syspath_prepend(str(ASSETS))
    monkeypatch.delattr(coverage.process_startup, "coverage", raising=False)
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START", "COVERAGE_RCFILE", "COVERAGE_RUN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PYTHONPATH", "SPECCURSOR_PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    profile = settings.get_current_profile_name()
    yield
    settings.load_profile(profile)
    for name in [one for one in sys.modules if one.startswith("speccursor_")]:
        del sys.modules[name]


RCFILE = "COVERAGE_RCFILE"


def measure(bench: Bench, monkeypatch: pytest.MonkeyPatch, *arguments: str, **facts: str) -> int:
    places = {name: bench.base / name for name in ("inputs", "out")}
    for place in places.values():
        place.mkdir(exist_ok=True)
    assets = ("speccursor_pytest.py", "speccursor_properties.py", "speccursor_search.py")
    for name, text in inputs_of(bench.component(**facts), *assets).items():
        (places["inputs"] / name).write_text(text)
    monkeypatch.chdir(bench.root)
    options = [f"--{name}={place}" for name, place in places.items()]
    main = import_module("speccursor_measure").main
    return int(main([*options, f"--root={bench.root}", f"--nonce={NONCE}", *arguments, "--", "-q"]))


def test_the_driver_leaves_both_reports_and_pytests_exit_code(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write({**SOURCE, "tests/test_a.py": TEST, ".coveragerc": "[report]\nexclude_lines =\n    return 2\n"})
    assert measure(bench, monkeypatch, packages="src/pkg", imports="pkg") == 0
    report = json.loads((bench.base / "out" / "coverage.json").read_text())
    assert {name: file["executed"] for name, file in report["files"].items()}["src/pkg/a.py"] == [1, 2, 3]
    assert f"speccursor-{NONCE}" in (bench.base / "out" / "junit.xml").read_text()
    assert json.loads((bench.base / "out" / "attempts.json").read_text())["attempts"] == {}


def test_the_driver_measures_no_coverage_where_nothing_is_shipped(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write({"tests/test_a.py": "def test_it(): assert 0\n"})
    assert measure(bench, monkeypatch) == 1
    assert not (bench.base / "out" / "coverage.json").exists()


def test_the_driver_says_when_no_coverage_came_of_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write(
        {
            **SOURCE,
            "test_a.py": "import os\ndef test_it(): os.kill(os.getpid(), 9)\n",
            ".coveragerc": "[run]\nbranch = so\n",
        }
    )
    assert measure(bench, monkeypatch, packages="src/pkg", imports="pkg") == 128 + 9
    said = capsys.readouterr().err
    assert "no coverage was measured" in said
    assert "coverage configuration was not used" in said


def test_the_driver_turns_pytest_cov_off_the_documented_way(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write({"test_a.py": "def test_it(): pass\n"})
    driver: Any = import_module("speccursor_measure")
    seen: list[list[str]] = []

    def run(argv: list[str], **_: object) -> SimpleNamespace:
        seen.append(argv)
        return SimpleNamespace(returncode=-9)

    monkeypatch.setattr(driver.importlib.util, "find_spec", lambda name: name == "pytest_cov")
    monkeypatch.setattr(driver, "subprocess", SimpleNamespace(run=run))
    assert measure(bench, monkeypatch) == 137
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    measure(bench, monkeypatch)
    assert ["--no-cov" in argv for argv in seen] == [True, False]


def test_an_older_coverage_is_asked_for_no_patch(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    driver: Any = import_module("speccursor_measure")
    told = {"include": ["src/pkg/*"], "installed": ["pkg/*"], "roots": ["src"]}
    monkeypatch.chdir(bench.root)
    assert "patch = subprocess" in driver._settings(told, str(bench.root), "/s")
    monkeypatch.setattr(coverage, "version_info", (7, 5, 0))
    assert "patch" not in driver._settings(told, str(bench.root), "/s")
    assert "[paths]\n" in driver._settings({**told, "roots": ["a,b"]}, "/r", "/s")
    assert "root0" not in driver._settings({**told, "roots": ["a,b"]}, "/r", "/s")


def test_the_driver_runs_the_properties_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write({"test_a.py": LAWS})
    assert measure(bench, monkeypatch, "--properties=20") == 1
    lines = [json.loads(line) for line in (bench.base / "out" / "properties.jsonl").read_text().splitlines()]
    assert lines[-1] == {"schema": "speccursor.properties/1", "nonce": NONCE, "finished": True, "collected": 4}


def run_inside(pytester: pytest.Pytester, plugin: str, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(
        "-p", "speccursor_pytest", "-p", plugin, "-p", "no:cacheprovider", "-p", "no:xdist", *arguments
    )


EXECUTED = "import pathlib\npathlib.Path('executed').touch()\n"


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.distributions", lambda: iter(()))


@pytest.mark.usefixtures("nothing_installed")
def test_nothing_is_imported_where_no_file_names_hypothesis(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write({**SOURCE, "tests/test_a.py": EXECUTED + TEST})
    assert measure(bench, monkeypatch, "--properties=20") == 5
    files = sum(path.is_file() for path in bench.root.rglob("*"))
    (line,) = (bench.base / "out" / "properties.jsonl").read_text().splitlines()
    end = {"finished": True, "collected": 0, "searched": files}
    assert json.loads(line) == {"schema": "speccursor.properties/1", "nonce": NONCE, **end}
    assert not (bench.root / "executed").exists()


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("where", ["tests/helpers.py", "docs/deep/a.rst", "setup.cfg"])
def test_tests_are_collected_where_any_file_names_hypothesis(
    where: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write({"tests/test_a.py": EXECUTED, where: "# hypothesis\n"})
    assert measure(bench, monkeypatch, "--properties=20") == 5
    assert "searched" not in (bench.base / "out" / "properties.jsonl").read_text()
    assert (bench.root / "executed").exists()


@pytest.mark.parametrize(
    ("line", "may"),
    [
        ("Requires-Dist: hypothesis>=6", True),
        ("Requires-Dist: Hypothesis", True),
        ("Requires-Dist: hypothesis[django] (>=6) ; python_version > '3'", True),
        ("Requires-Dist: hypothesis ; extra == 'tests'", False),
        ("Requires-Dist: hypothesis-jsonschema>=1", False),
        ("Requires-Dist: attrs\n\nRequires-Dist: is said of hypothesis", False),
    ],
)
def test_what_is_installed_may_bring_properties(
    line: str, may: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist = SimpleNamespace(read_text=lambda name: f"Name: a\n{line}\n" if name == "PKG-INFO" else None)
    monkeypatch.setattr("importlib.metadata.distributions", lambda: iter([dist]))
    (tmp_path / "a.py").touch()
    assert import_module("speccursor_search").searched(str(tmp_path)) == (None if may else 1)


@pytest.mark.usefixtures("nothing_installed")
def test_a_file_too_long_to_search_may_name_anything(tmp_path: Path) -> None:
    search = import_module("speccursor_search")
    os.truncate(os.open(tmp_path / "long", os.O_CREAT | os.O_WRONLY), search.LONGEST)
    (tmp_path / "nowhere").symlink_to("/nowhere")
    assert search.searched(str(tmp_path)) == 2
    os.truncate(tmp_path / "long", search.LONGEST + 1)
    assert search.searched(str(tmp_path)) is None


def test_where_the_search_fails_tests_are_collected(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write({"tests/test_a.py": EXECUTED})
    dist = SimpleNamespace(read_text=lambda _: b"\xff".decode())
    monkeypatch.setattr("importlib.metadata.distributions", lambda: iter([dist]))
    assert measure(bench, monkeypatch, "--properties=20") == 5
    assert "not searched for Hypothesis" in capsys.readouterr().err
    assert (bench.root / "executed").exists()


@pytest.mark.usefixtures("nothing_installed")
def test_a_file_that_is_gone_while_it_is_searched_has_tests_collected(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write({"tests/test_a.py": EXECUTED})
    search = import_module("speccursor_search")
    with pytest.raises(FileNotFoundError):
        search.searched(str(bench.root / "gone"))
    monkeypatch.setattr(search, "searched", lambda root: os.lstat(f"{root}/gone"))
    assert measure(bench, monkeypatch, "--properties=20") == 5
    assert "not searched for Hypothesis" in capsys.readouterr().err
    assert (bench.root / "executed").exists()


def test_the_properties_plugin_writes_a_line_a_property(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_a=LAWS)
    place = pytester.path / "out.jsonl"
    run_inside(
        pytester, "speccursor_properties", f"--speccursor-properties={place}", "--speccursor-examples=150"
    ).assert_outcomes(passed=1, failed=1, skipped=1, xfailed=1)
    *lines, last = [json.loads(line) for line in place.read_text().splitlines()]
    assert last["collected"] == len(lines)
    found = {line["id"].partition("::")[2]: line for line in lines}
    assert {name: (line["outcome"], line["asked"]) for name, line in found.items()} == {
        "test_held": ("passed", 150),
        "test_false": ("failed", 150),
        "test_skipped": ("skipped", 150),
        "test_expected": ("xfailed", 150),
    }
    assert "x=9" in found["test_false"]["counterexample"]
    assert found["test_held"]["statistics"].startswith("test_a.py::test_held")


def test_the_plugins_do_nothing_unasked(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_a="def test_it(): pass\n")
    run_inside(pytester, "speccursor_properties").assert_outcomes(passed=1)


def test_the_pytest_plugin_counts_attempts_and_leaves_others_folders_out(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_a="def test_it(request):\n    request.node.__dict__['_speccursor_attempts'] += 1\n")
    (pytester.mkdir("other") / "test_b.py").write_text("def test_other(): assert 0\n")
    files, place = pytester.path / "files.json", pytester.path / "attempts.json"
    files.write_text('{"folders": ["."]}')
    arguments = [f"--speccursor-root={pytester.path}", f"--speccursor-files={files}", "--speccursor-nonce=n"]
    run_inside(pytester, "speccursor_pytest", *arguments, f"--speccursor-attempts={place}").assert_outcomes(passed=1)
    assert json.loads(place.read_text()) == {
        "schema": "speccursor.attempts/1",
        "nonce": "n",
        "attempts": {"test_a.py::test_it": 2},
        "deselected": 0,
    }


def test_a_configuration_from_outside_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\n")
    inner = pytester.mkdir("inner")
    files = inner / "files.json"
    files.write_text('{"folders": ["."]}')
    result = run_inside(
        pytester, "speccursor_pytest", f"--speccursor-root={inner}", f"--speccursor-files={files}", str(inner)
    )
    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize(("before", "after"), [("", None), ("/x", "/x")])
def test_the_place_of_the_plugins_is_hidden_again(
    monkeypatch: pytest.MonkeyPatch, before: str, after: str | None
) -> None:
    import os  # noqa: PLC0415  (what the plugin changes)

    monkeypatch.setenv("PYTHONPATH", "/in:/x")
    monkeypatch.setenv("SPECCURSOR_PYTHONPATH", before)
    import_module("speccursor_pytest")
    assert (os.environ.get("PYTHONPATH"), os.environ.get("SPECCURSOR_PYTHONPATH")) == (after, None)


@pytest.fixture
def properties() -> ModuleType:
    return import_module("speccursor_properties")


def test_older_and_odd_records_are_read_as_well_as_they_can_be(
    properties: Any, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = SimpleNamespace(sections=[("log", "Falsifying"), ("Hypothesis", "x\nFalsifying example: f(1)")])
    assert properties._said(said) == "Falsifying example: f(1)"
    assert properties._said(SimpleNamespace(sections=[("Hypothesis", "nothing")])) == ""
    inner = ValueError()
    inner.add_note("Falsifying example: g(2)")
    assert properties.counterexample_of(ExceptionGroup("two", [inner, OSError()])) == "Falsifying example: g(2)"
    assert properties.counterexample_of(None) == ""
    assert properties.asked_of(SimpleNamespace(obj=None)) is None
    machine = SimpleNamespace(__self__=SimpleNamespace(settings=settings(max_examples=7)))
    assert properties.asked_of(SimpleNamespace(obj=machine)) == 7
    item = pytester.getitem("import pytest\n@pytest.mark.hypothesis\ndef test_it(): pass\n", "test_it")
    assert not properties.is_property(item)
    monkeypatch.delattr("hypothesis.is_hypothesis_test")
    assert properties.is_property(item)


def test_workers_send_their_lines_and_counts_along(properties: Any, tmp_path: Path) -> None:
    values = {"--speccursor-properties": str(tmp_path / "o"), "--speccursor-nonce": "n", "--hypothesis-seed": "1"}
    worker = SimpleNamespace(getoption=values.get, workerinput={}, workeroutput={})
    recorder = properties.Recorder(worker)
    recorder.collected = 3
    recorder.pytest_runtest_logreport(SimpleNamespace(_speccursor_property={"id": "a"}))
    recorder.pytest_sessionfinish(SimpleNamespace(config=worker))
    assert not (tmp_path / "o").exists()
    whole = properties.Recorder(SimpleNamespace(getoption=values.get))
    whole.pytest_testnodedown(SimpleNamespace(workeroutput=worker.workeroutput))
    whole.pytest_testnodedown(SimpleNamespace())
    whole.pytest_sessionfinish(SimpleNamespace())
    assert json.loads((tmp_path / "o").read_text())["collected"] == 3
    assert "seed 1" in whole.pytest_report_header()


def test_a_process_of_multiprocessing_gets_the_configuration_while_it_starts_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import multiprocessing.process  # noqa: PLC0415  (what the plugin changes)
    import os  # noqa: PLC0415  (the same)

    plugin = import_module("speccursor_pytest")
    told: list[tuple[str, str | None]] = []
    multiproc: Any = SimpleNamespace(original_bootstrap=lambda *_: told.append(("runs", os.environ.get(RCFILE))))

    def starts(process: object) -> None:
        told.append(("starts", os.environ.get(RCFILE)))
        multiproc.original_bootstrap(process)

    monkeypatch.setitem(sys.modules, "coverage.multiproc", multiproc)
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "_bootstrap", starts)
    monkeypatch.setenv("COVERAGE_RUN", "true")
    monkeypatch.setenv(RCFILE, "/ours")
    plugin._hide_coverage()
    assert (os.environ.get(RCFILE), os.environ.get("COVERAGE_RUN")) == (None, None)
    multiprocessing.process.BaseProcess._bootstrap("a process")  # type: ignore[attr-defined]  # private to Python
    assert told == [("starts", "/ours"), ("runs", None)]


@pytest.mark.parametrize("running", [True, False])
def test_a_worker_is_measured_by_what_runs_or_begins_and_saved_at_its_end(
    monkeypatch: pytest.MonkeyPatch, running: bool
) -> None:
    plugin = import_module("speccursor_pytest")
    made: list[Any] = []

    class Measuring:
        def __init__(self, **how: object) -> None:
            self.how, self.started = how, False
            made.append(self)

        def start(self) -> None:
            self.started = True

        def save(self) -> None:
            pass

        @staticmethod
        def current() -> object:
            return first if running else None

    first = Measuring()
    monkeypatch.setattr(coverage, "Coverage", Measuring)
    registered: list[object] = []
    monkeypatch.setattr("atexit.register", registered.append)
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    config = SimpleNamespace(known_args_namespace=SimpleNamespace(speccursor_coverage="/rc"))
    plugin.pytest_load_initial_conftests(config)
    assert registered == [made[-1].save]
    assert [(one.how, one.started) for one in made[1:]] == (
        [] if running else [({"config_file": "/rc", "data_suffix": True}, True)]
    )


def test_workers_send_the_number_of_deselected_tests_along(tmp_path: Path) -> None:
    plugin = import_module("speccursor_pytest")
    values = {"--speccursor-attempts": str(tmp_path / "o"), "--speccursor-nonce": "n"}
    worker = SimpleNamespace(getoption=values.get, workerinput={}, workeroutput={})
    there = plugin.Attempts(worker)
    there.pytest_deselected([object(), object()])
    there.pytest_sessionfinish(SimpleNamespace(config=worker))
    assert not (tmp_path / "o").exists()
    here = plugin.Attempts(SimpleNamespace(getoption=values.get))
    here.pytest_testnodedown(SimpleNamespace(workeroutput=worker.workeroutput))
    here.pytest_testnodedown(SimpleNamespace())
    here.pytest_sessionfinish(SimpleNamespace())
    assert json.loads((tmp_path / "o").read_text())["deselected"] == 2
