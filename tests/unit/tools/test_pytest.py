import pytest

from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, TestOutcome, TestRun, UnreadableEvidence
from speccursor.qualify.model.tool import Options
from speccursor.qualify.tools import pytest as adapter
from tests.unit.tools.bench import NONCE, Bench, Kept

FACTS = {"packages": "src/pkg", "imports": "pkg"}
SOURCE = {
    "src/pkg/__init__.py": "",
    "src/pkg/a.py": "def f(x):\n    if x > 0:\n        return 1\n    return 2\n",
    "src/pkg/never.py": "def g(x):\n    if x:\n        return 1\n    return 2\n",
}
IMPORT = "import sys\n\nsys.path.insert(0, 'src')\nfrom pkg.a import f\n\n\n"


def run(bench: Bench, *arguments: str, **facts: str) -> tuple[TestRun, dict[str, FileCoverage]]:
    options = Options(test_arguments=arguments)
    tests, *rest = bench.measure(adapter.TOOL, bench.component(**(facts or FACTS)), options)
    assert isinstance(tests, TestRun)
    assert tests.nonce == NONCE
    files = [file for piece in rest if isinstance(piece, Coverage) for file in piece.files]
    return tests, {file.path: file for file in files}


def outcomes(tests: TestRun) -> dict[str, str]:
    return {case.id.partition("::")[2]: str(case.outcome) for case in tests.cases}


def test_every_outcome_is_told_after_a_failure_too_and_coverage_counts_lines_and_branches(bench: Bench) -> None:
    bench.write(
        {
            **SOURCE,
            "tests/test_a.py": IMPORT
            + "import os\nimport unittest\nimport pytest\n\n\n"
            + "def test_good(): assert f(1) == 1\n\n\n"
            + "def test_bad(): assert 1 == 2\n\n\n"
            + "def test_skipped(): pytest.skip('no')\n\n\n"
            + "@pytest.mark.xfail\ndef test_expected(): assert 0\n\n\n"
            + "@pytest.mark.xfail(strict=True)\ndef test_unexpected(): pass\n\n\n"
            + "@pytest.fixture\ndef broken(): raise OSError\n\n\n"
            + "def test_error(broken): pass\n\n\n"
            + "def test_sees_nothing_of_us():\n"
            + "    assert 'PYTHONPATH' not in os.environ and not [k for k in os.environ if 'SPECC' in k]\n\n\n"
            + "class TestOld(unittest.TestCase):\n    def test_it(self): self.assertEqual(1, 1)\n",
        }
    )
    tests, files = run(bench)
    assert outcomes(tests) == {
        "test_good": "passed",
        "test_bad": "failed",
        "test_skipped": "skipped",
        "test_expected": "xfailed",
        "test_unexpected": "failed",
        "test_error": "errored",
        "test_sees_nothing_of_us": "passed",
        "TestOld::test_it": "passed",
    }
    case = tests.cases[0]
    assert (case.path, case.line, case.attempts) == ("tests/test_a.py", 12, 1)
    assert set(files) == set(SOURCE)
    assert files["src/pkg/a.py"] == FileCoverage(
        path="src/pkg/a.py", executed=(1, 2, 3), missing=(4,), branches=Branches(1, 2, (2,))
    )
    never = files["src/pkg/never.py"]
    assert (never.executed, never.missing, never.branches) == ((), (1, 2, 3, 4), Branches(0, 2, (2,)))


def test_the_projects_coverage_configuration_hides_nothing_but_what_it_excludes(bench: Bench) -> None:
    bench.write(
        {
            **SOURCE,
            "tests/test_a.py": IMPORT + "def test_it(): assert f(1) == 1\n",
            "setup.cfg": "[coverage:run]\nomit = *\nbranch = false\nsource = tests\nrelative_files = true\n"
            "dynamic_context = test_function\nconcurrency = thread\n"
            "[coverage:report]\nfail_under = 100\nskip_covered = true\nexclude_lines =\n    return 2$\n",
        }
    )
    _, files = run(bench)
    assert set(files) == set(SOURCE)
    assert (files["src/pkg/a.py"].excluded, files["src/pkg/a.py"].missing) == ((4,), ())


def test_a_coverage_configuration_that_cannot_be_read_is_not_used(bench: Bench) -> None:
    bench.write(
        {
            **SOURCE,
            "tests/test_a.py": IMPORT + "def test_it(): assert f(1) == 1\n",
            ".coveragerc": "[run]\nbranch = perhaps\n",
        }
    )
    _, files = run(bench)
    assert files["src/pkg/a.py"].missing == (4,)
    assert "coverage configuration was not used" in (bench.base / "stderr").read_text()


def test_subprocesses_and_workers_are_measured(bench: Bench) -> None:
    bench.write(
        {
            **SOURCE,
            "tox.ini": "[pytest]\naddopts = -n 2\nfilterwarnings = error\n",
            "checks/test_a.py": IMPORT
            + "import subprocess\n\n\ndef test_bad(): assert f(1) == 2\n\n\ndef test_child():\n"
            + "    code = 'import sys; sys.path.insert(0, \"src\"); from pkg.a import f; f(0)'\n"
            + "    subprocess.run([sys.executable, '-c', code], check=True)\n",
        }
    )
    tests, files = run(bench)
    assert outcomes(tests) == {"test_bad": "failed", "test_child": "passed"}
    assert files["src/pkg/a.py"].missing == ()
    assert files["src/pkg/a.py"].branches == Branches(2, 2)


def test_a_test_that_passes_on_its_second_attempt_says_so(bench: Bench) -> None:
    again = (
        "from _pytest.runner import runtestprotocol\n\n\ndef pytest_runtest_protocol(item, nextitem):\n"
        "    for attempt in (1, 2):\n"
        "        reports = runtestprotocol(item, nextitem=nextitem, log=False)\n"
        "        if attempt == 2 or all(one.passed for one in reports):\n"
        "            break\n        item._initrequest()\n"
        "    for one in reports:\n        item.ihook.pytest_runtest_logreport(report=one)\n    return True\n"
    )
    bench.write(
        {
            "conftest.py": again,
            "test_a.py": "seen = []\n\n\ndef test_flaky():\n    seen.append(1)\n    assert len(seen) > 1\n\n\n"
            "def test_steady(): pass\n",
        }
    )
    tests, files = run(bench, packages="")
    assert {case.id: (case.outcome, case.attempts) for case in tests.cases} == {
        "test_a.py::test_flaky": (TestOutcome.PASSED, 2),
        "test_a.py::test_steady": (TestOutcome.PASSED, 1),
    }
    assert files == {}


def test_a_module_that_cannot_be_collected_is_an_error_of_collection(bench: Bench) -> None:
    bench.write({"tests/test_a.py": "import is_absent\n", "tests/test_b.py": "def test_it(): pass\n"})
    tests, _ = run(bench, packages="")
    assert [error.path for error in tests.errors] == ["tests/test_a.py"]
    assert "is_absent" in tests.errors[0].message


def test_nothing_collected_is_a_run_without_cases(bench: Bench) -> None:
    bench.write({**SOURCE})
    tests, files = run(bench)
    assert tests.cases == ()
    assert files["src/pkg/a.py"].executed == ()


def test_folders_of_other_components_are_left_out_and_links_are_not(bench: Bench) -> None:
    bench.path = "."
    bench.write({"test_own.py": "def test_it(): pass\n", "real/test_linked.py": "def test_linked(): pass\n"})
    component = bench.component()
    bench.write({"other/pyproject.toml": "", "other/test_other.py": "def test_other(): assert 0\n"})
    (bench.root / "link").symlink_to("real")
    tests, *_ = bench.measure(adapter.TOOL, component)
    assert isinstance(tests, TestRun)
    # pytest itself takes one file by one name only, whichever it meets first.
    assert {case.id for case in tests.cases} == {"test_own.py::test_it", "link/test_linked.py::test_linked"}


def test_a_configuration_from_outside_of_the_candidate_is_refused(bench: Bench) -> None:
    (bench.base / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n")
    bench.write({"test_a.py": "def test_it(): pass\n"})
    code, kept = bench.run(adapter.TOOL.invoke(bench.component(), Options()))
    assert code == 4
    assert "lies outside of the candidate" in kept.read("stderr").decode()


def test_an_interpreter_that_dies_leaves_no_report_and_its_signal(bench: Bench) -> None:
    bench.write({"test_a.py": "import os, signal\n\n\ndef test_it(): os.kill(os.getpid(), signal.SIGSEGV)\n"})
    invocation = adapter.TOOL.invoke(bench.component(), Options())
    code, kept = bench.run(invocation)
    assert code == 128 + 11
    assert code not in invocation.ok_exit_codes
    assert "junit" not in kept.names()


def test_unusual_names_are_measured(bench: Bench) -> None:
    bench.path = "a (b), $c"
    bench.write({f"{bench.path}/{name}": text for name, text in SOURCE.items()})
    bench.write({f"{bench.path}/test_a.py": IMPORT + "def test_it(): assert f(1) == 1\n"})
    tests, files = run(bench)
    assert tests.cases[0].path == "a (b), $c/test_a.py"
    assert files["a (b), $c/src/pkg/a.py"].executed == (1, 2, 3)


def test_a_package_that_is_installed_counts_as_its_source(bench: Bench) -> None:
    place = "env/site-packages/pkg"
    bench.write({**SOURCE, "test_a.py": IMPORT.replace("'src'", "'env/site-packages'") + "def test_it(): f(1)\n"})
    component = bench.component(**FACTS)
    bench.write({f"{place}/{name.rpartition('/')[2]}": text for name, text in SOURCE.items()})
    _, coverage = bench.measure(adapter.TOOL, component)
    assert isinstance(coverage, Coverage)
    assert {file.path: file.executed for file in coverage.files}["src/pkg/a.py"] == (1, 2, 3)


def test_arguments_of_the_configuration_reach_pytest(bench: Bench) -> None:
    bench.write({"test_a.py": "def test_one(): pass\n\n\ndef test_two(): pass\n"})
    tests, _ = run(bench, "-k", "two", packages="")
    assert outcomes(tests) == {"test_two": "passed"}


JUNIT = f"""<testsuites><testsuite name="speccursor-{NONCE}" tests="1" errors="0" failures="0" skipped="0">
<testcase classname="test_a" name="test_it" file="test_a.py" line="0" time="0.1"/></testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("attempts", "message"),
    [
        ("", "record of attempts"),
        ('{"schema": "speccursor.attempts/1", "nonce": "x", "attempts": {}}', "different runs"),
        (f'{{"schema": "speccursor.attempts/1", "nonce": "{NONCE}", "attempts": {{"b": 2}}}}', "does not tell"),
    ],
)
def test_a_record_of_attempts_that_does_not_fit_spoils_the_report(bench: Bench, attempts: str, message: str) -> None:
    (bench.base / "junit").write_text(JUNIT)
    (bench.base / "attempts").write_text(attempts)
    contents = {name: bench.base / name for name in ("junit", "attempts")}
    with pytest.raises(UnreadableEvidence, match=message):
        adapter.TOOL.read(Kept(str(bench.root), ".", NONCE, contents))


OWN_COVERAGE = """
import os, subprocess, sys
from multiprocessing import get_context
from pkg.a import f


def child(): assert f(0) == 2 and "COVERAGE_RCFILE" not in os.environ


def test_it_sees_its_own_configuration(tmp_path):
    assert not {"COVERAGE_RCFILE", "COVERAGE_RUN", "COVERAGE_PROCESS_START"} & set(os.environ)
    (tmp_path / ".coveragerc").write_text("[run]\\ndata_file = mine\\n")
    (tmp_path / "a.py").write_text("x = 1\\n")
    subprocess.run([sys.executable, "-m", "coverage", "run", "a.py"], cwd=tmp_path, check=True)
    assert (tmp_path / "mine").exists()


def test_processes_of_multiprocessing():
    process = get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode == 0
"""


@pytest.mark.parametrize("options", ["", "-n 2"])
def test_a_test_that_runs_coverage_itself_sees_its_own_configuration(bench: Bench, options: str) -> None:
    head = "import sys\nsys.path.insert(0, 'src')\n"
    bench.write({**SOURCE, "tox.ini": f"[pytest]\naddopts = {options}\n", "test_a.py": head + OWN_COVERAGE})
    tests, files = run(bench)
    assert set(outcomes(tests).values()) == {"passed"}, [case.message for case in tests.cases]
    assert files["src/pkg/a.py"].missing == (3,)


@pytest.mark.parametrize("options", ["", "-n 2"])
def test_a_test_that_makes_a_coverage_of_its_own_loses_nothing(bench: Bench, options: str) -> None:
    own = "import coverage\n\n\ndef test_own(): coverage.Coverage(data_file=None)\n"
    bench.write(
        {
            **SOURCE,
            "tox.ini": f"[pytest]\naddopts = {options}\n",
            "test_a.py": IMPORT + own + "def test_one(): assert f(1) == 1\n\n\ndef test_two(): assert f(0) == 2\n",
        }
    )
    tests, files = run(bench)
    assert len(tests.cases) == 3
    assert files["src/pkg/a.py"].missing == ()


@pytest.mark.parametrize(("options", "number"), [("-k two", 1), ("-m 'not slow' -n 2", 2), ("", 0)])
def test_tests_that_the_projects_own_options_deselect_are_counted(bench: Bench, options: str, number: int) -> None:
    text = "import pytest\n\n\n@pytest.mark.slow\ndef test_one(): pass\n\n\ndef test_two(): pass\n"
    more = "@pytest.mark.slow\ndef test_three_two(): pass\n"
    bench.write({"tox.ini": f"[pytest]\naddopts = {options}\nmarkers = slow\n", "test_a.py": f"{text}\n\n{more}"})
    tests, _ = run(bench, packages="")
    assert (tests.deselected, len(tests.cases)) == (number, 3 - number)


def test_a_coverage_of_another_run_spoils_the_report(bench: Bench) -> None:
    attempts = f'{{"schema": "speccursor.attempts/1", "nonce": "{NONCE}", "attempts": {{}}}}'
    coverage = '{"schema": "speccursor.coverage/1", "nonce": "x", "version": "7", "files": {}}'
    contents = {}
    for name, text in (("junit", JUNIT), ("attempts", attempts), ("coverage", coverage)):
        contents[name] = bench.base / name
        contents[name].write_text(text)
    with pytest.raises(UnreadableEvidence, match="coverage and the report carry the marks of different runs"):
        adapter.TOOL.read(Kept(str(bench.root), ".", NONCE, contents))
