"""Runs pytest once, under coverage.py where asked, and leaves raw outputs. It judges nothing.

Run by the interpreter of the candidate's environment (3.8 or newer), in the component's folder. The exit
code is pytest's own (https://docs.pytest.org/en/stable/reference/exit-codes.html); 128 and above is a signal.

Coverage is measured by a configuration of our own (https://coverage.readthedocs.io/en/latest/config.html), so
that the project's can neither hide files nor change figures. Two things are taken from the project's:
`concurrency`, without which greenlets are measured wrongly, and what its report excludes or calls partial,
which the record then tells line by line. The record is made for exactly the files that it is told to.

coverage.py is the project's where it pins one, 6.5 or newer. Its own JSON differs from version to version, and before
7.10.8 or so it lists lines and branches as executed that its summary does not count. So what `analysis2` and
`branch_stats` say is written down, which is what every version counts by, as ``speccursor.coverage/1``::

    {"schema", "nonce", "version",
     "files": {path: {"executed", "missing", "excluded": [line], "branches": [[line, exits, exits taken]]}}}
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coverage import Coverage

_UNUSUAL = re.compile(r"[^A-Za-z0-9_./ -]")
_CONCURRENCY = {"thread", "multiprocessing", "gevent", "greenlet", "eventlet"}
_PATCHES = (7, 10)
_NOTHING_COLLECTED = 5


def main(arguments: list[str] | None = None) -> int:
    """Run the tests, then make the report; return pytest's exit code."""
    parser = argparse.ArgumentParser()
    for name in ("inputs", "out", "root", "nonce"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--properties", type=int)
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args(arguments)
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="speccursor-"))
    try:
        return _properties(options, scratch) if options.properties else _tests(options, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _properties(options: argparse.Namespace, scratch: str) -> int:
    record = Path(options.out, "properties.jsonl")
    files = _searched(options.root)
    if files is not None:
        end = {"finished": True, "collected": 0, "searched": files}
        record.write_text(json.dumps({"schema": "speccursor.properties/1", "nonce": options.nonce, **end}) + "\n")
        sys.stdout.write(f"speccursor: no property: none of {files} files names Hypothesis\n")
        return _NOTHING_COLLECTED
    asked = [
        "-p",
        "speccursor_properties",
        f"--speccursor-examples={options.properties}",
        f"--speccursor-properties={record}",
        f"--hypothesis-seed={options.nonce}",
    ]
    return _run(options, scratch, [], asked)


def _searched(root: str) -> int | None:
    """Return the number of files that were searched, where none can hold a property; None where one may."""
    search = importlib.import_module("speccursor_search")  # it stands beside this file
    try:
        files: int | None = search.searched(root)
    except (OSError, ValueError) as error:  # unreadable, or no text: then pytest is asked, as everywhere else
        sys.stderr.write(f"speccursor: not searched for Hypothesis: {error}\n")
        return None
    return files


def _tests(options: argparse.Namespace, scratch: str) -> int:
    asked = [
        f"--speccursor-attempts={Path(options.out, 'attempts.json')}",
        f"--junitxml={Path(options.out, 'junit.xml')}",
        "-o",
        f"junit_suite_name=speccursor-{options.nonce}",
        "-o",
        "junit_family=xunit1",
        "-o",
        "junit_duration_report=total",
        "-o",
        "junit_logging=no",
    ]
    settings = Path(options.out, "coveragerc")
    told = json.loads(Path(options.inputs, "speccursor_files.json").read_text(encoding="utf-8"))
    if told["source"] and importlib.util.find_spec("coverage") is not None:
        settings.write_text(_settings(told, options.root, scratch), encoding="utf-8")
        under = ["-m", "coverage", "run", f"--rcfile={settings}"]
        code = _run(options, scratch, under, [f"--speccursor-coverage={settings}", *asked])
        _report(told, options, scratch, settings)
        return code
    return _run(options, scratch, [], asked)


def _run(options: argparse.Namespace, scratch: str, under: list[str], asked: list[str]) -> int:
    """Run pytest in a process of its own, with our plugin in reach; its place is hidden from the tests again."""
    environment = dict(os.environ)
    environment["SPECCURSOR_PYTHONPATH"] = environment.get("PYTHONPATH", "")
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [options.inputs, environment.get("PYTHONPATH")]))
    if importlib.util.find_spec("pytest_cov") and not environment.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        # The documented way to keep --cov in the project's addopts from measuring at the same time.
        asked = [*asked, "--no-cov", "-W", "ignore:Coverage disabled via --no-cov switch!"]
    argv = [
        *(sys.executable, *under, "-m", "pytest", "-p", "speccursor_pytest"),
        f"--speccursor-root={options.root}",
        f"--speccursor-files={Path(options.inputs, 'speccursor_files.json')}",
        f"--speccursor-nonce={options.nonce}",
        f"--basetemp={Path(scratch, 't')}",
        "--maxfail=0",
        "--color=no",
        *asked,
        *options.arguments,
    ]
    # No limit of time here: whoever runs this ends the whole process group.
    code = subprocess.run(argv, env=environment, check=False).returncode  # noqa: PLW1510, S603, RUF100  (own argv)
    return code if code >= 0 else 128 - code


def _real(root: str, path: str) -> str:
    """Return the path that Python sees: the root without links, the rest as it is named."""
    return str(Path(os.path.realpath(root), path))


def _pattern(path: str) -> str:
    """Write a path for a list in coverage.py's INI file, where commas, dollars and brackets have a meaning."""
    tree = path.endswith("/*")
    return _UNUSUAL.sub("?", path[:-2] if tree else path) + ("/*" if tree else "")


def _literal(path: str) -> str:
    return path.replace("$", "$$")


def _settings(told: dict[str, list[str]], root: str, scratch: str) -> str:
    import coverage  # noqa: PLC0415  (only where coverage is measured)

    include = [_pattern(_real(root, path)) for path in told["include"]]
    include += [f"*/site-packages/{_pattern(path)}" for path in told["installed"]]
    # `multiprocessing` hands our configuration on in COVERAGE_RCFILE, where a coverage.py of the tests would find it.
    patches = coverage.version_info[:2] >= _PATCHES
    processes = set() if patches else {"multiprocessing"}
    concurrency = sorted({"thread"} | processes | (_CONCURRENCY & set(_own("run:concurrency")) - {"multiprocessing"}))
    lines = ["[run]", "branch = true", "parallel = true", f"data_file = {_literal(scratch)}/coverage"]
    lines += ["disable_warnings = no-data-collected,module-not-imported,module-not-python"]
    lines += [f"concurrency = {','.join(concurrency)}"]
    if patches:
        lines.append("patch = subprocess,fork,_exit")
    lines += ["include =", *(f"    {path}" for path in include), "[paths]"]
    for number, place in enumerate(_real(root, path) for path in told["roots"]):
        if "," not in place and "\n" not in place:  # the first of the paths cannot be a pattern
            lines += [f"root{number} =", f"    {_literal(place)}", "    */site-packages"]
    return "\n".join(lines) + "\n"


def _own(option: str) -> list[str]:
    """Return a list out of the project's own coverage configuration; none where it cannot be read."""
    import coverage  # noqa: PLC0415  (only where coverage is measured)

    try:
        value = coverage.Coverage(data_file=None).get_option(option)
    except (coverage.CoverageException, OSError, ValueError) as error:
        sys.stderr.write(f"speccursor: the project's coverage configuration was not used: {error}\n")
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


def _report(told: dict[str, list[str]], options: argparse.Namespace, scratch: str, settings: Path) -> None:
    import coverage  # noqa: PLC0415  (only where coverage is measured)

    measured = coverage.Coverage(config_file=str(settings))
    for option in ("report:exclude_lines", "report:partial_branches"):
        value = _own(option)
        if value:
            measured.set_option(option, value)
    try:
        measured.combine([scratch], strict=True)
    except coverage.CoverageException as error:
        sys.stderr.write(f"speccursor: no coverage was measured: {error}\n")
        return
    files = {}
    for path in told["source"]:
        try:
            files[path] = _counted(measured, _real(options.root, path))
        except coverage.CoverageException as error:  # no Python of this version, or gone
            sys.stderr.write(f"speccursor: {path} was not measured: {error}\n")
    record = {
        "schema": "speccursor.coverage/1",
        "nonce": options.nonce,
        "version": coverage.__version__,
        "files": files,
    }
    Path(options.out, "coverage.json").write_text(json.dumps(record), encoding="utf-8")


def _counted(measured: Coverage, file: str) -> dict[str, list[int] | list[list[int]]]:
    _, statements, excluded, missing, _ = measured.analysis2(file)
    public = getattr(measured, "branch_stats", None)  # since 7.7; before, only the analysis itself has it
    stats = public(file) if public else measured._analyze(file).branch_stats()  # noqa: SLF001  (see above)
    return {
        "executed": sorted(set(statements) - set(missing)),
        "missing": sorted(set(missing)),
        "excluded": sorted(set(excluded)),
        "branches": [[line, *exits] for line, exits in sorted(stats.items())],
    }


if __name__ == "__main__":
    sys.exit(main())
