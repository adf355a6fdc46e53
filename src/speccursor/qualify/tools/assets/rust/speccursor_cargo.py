"""Runs cargo for SpecCursor: clippy, a package's tests under coverage, or its properties one by one.

Usage: ``speccursor_cargo.py SETTINGS OUT ROOT TOOL NONCE``, in the package's folder. SETTINGS is a JSON file: ``what``
(clippy, tests, properties), ``files`` (the package's sources), ``sources`` (those that are shipped), ``arguments``
(cargo test's own) and ``examples``; ROOT is the candidate's folder, TOOL that of rustscan and rustc-with. Left in OUT:

- ``account.json``: ``speccursor.cargo/1``, how each step ended;
- ``metadata.json``: what ``cargo metadata --no-deps`` said;
- ``build.jsonl``: cargo's messages (https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages);
- ``examined.txt``: the sources that rustc read, from its own dependency files;
- ``rustscan.jsonl``: the lines of each source that are its tests, and the properties that it declares;
- ``tests.json``: ``speccursor.tests/1``, each test binary's own list held against its own log;
- ``coverage.json``: lines and branches as llvm-cov exports them;
- ``properties.jsonl``: ``speccursor.properties/1``.

The exit code is 0 where this program did its work, whatever the tests came to. Each test binary is started by cargo
itself, with `speccursor_binary.py` as its runner, so it has the environment that cargo gives it.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from speccursor_arguments import chooses_targets, of_features, of_tests
from speccursor_coverage import counts_branches, export, instrumented
from speccursor_properties import observed, unshown
from speccursor_tests import record

_LONGEST = 4000
_NOT_STARTED = 127
_HOST = re.compile(r"^host: (\S+)$", re.MULTILINE)


class Run:
    """One run of this program: what it was told, where it writes, and how each step ended."""

    def __init__(self, settings: Path, out: str, root: str, tool: str, nonce: str) -> None:
        self.settings: dict[str, Any] = json.loads(settings.read_text())
        self.arguments = of_tests(self.settings["arguments"])
        self.out, self.root, self.nonce = Path(out), root, nonce
        self.rustscan, self.wrapper = f"{tool}/bin/rustscan", f"{tool}/bin/rustc-with"
        self.steps: dict[str, dict[str, Any]] = {}
        self.account: dict[str, Any] = {
            "schema": "speccursor.cargo/1",
            "nonce": nonce,
            "steps": self.steps,
            "sources": self.settings["sources"],
        }

    def step(
        self,
        name: str,
        argv: Sequence[str],
        *,
        into: str = "",
        environment: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> bool:
        """Run a program with its standard output into a file of OUT; note how it ended and what it complained of."""
        start = time.monotonic()
        with (self.out / into if into else Path(os.devnull)).open("wb") as file:
            try:
                ended = subprocess.run(
                    argv,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.PIPE,
                    check=False,
                    env=environment,
                    cwd=cwd,
                )
                code, said = ended.returncode, ended.stderr.decode(errors="replace")
            except OSError as error:
                code, said = _NOT_STARTED, f"{argv[0]}: {error.strerror}"
        sys.stderr.write(said)
        seconds = round(time.monotonic() - start, 3)
        self.steps[name] = {"exit": code, "seconds": seconds, "said": said[-_LONGEST:]}
        return code == 0

    def begin(self) -> bool:
        """Ask cargo of the package in this folder and its workspace; whether there is one."""
        argv = ("cargo", "metadata", "--no-deps", "--offline", "--format-version=1")
        if not self.step("metadata", argv, into="metadata.json"):
            return False
        if self.package is None:
            said = "Cargo.toml is that of a workspace without a package of its own"
            self.steps["metadata"] |= {"exit": 1, "said": said}
        return self.package is not None

    def scan(self) -> bool:
        """Have rustscan read the package's sources."""
        (self.out / "files.txt").write_text("".join(f"{path}\n" for path in self.settings["files"]))
        argv = (self.rustscan, str(self.out / "files.txt"))
        return self.step("rustscan", argv, into="rustscan.jsonl", cwd=self.root)

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What cargo says of the workspace."""
        told: dict[str, Any] = json.loads((self.out / "metadata.json").read_bytes())
        return told

    @cached_property
    def package(self) -> dict[str, Any] | None:
        """What cargo says of the package in this folder; None where it is a workspace without one."""
        here = os.path.realpath("Cargo.toml")
        packages: list[dict[str, Any]] = self.metadata["packages"]
        return next((one for one in packages if os.path.realpath(one["manifest_path"]) == here), None)

    @property
    def chosen(self) -> tuple[str, str]:
        """The options that choose this package, whatever its workspace has by default."""
        assert self.package is not None  # noqa: S101  (begin() looked)
        return "--package", self.package["id"]

    def artifacts(self) -> Iterator[dict[str, Any]]:
        """Yield cargo's messages of what it has built of this package."""
        for line in (self.out / "build.jsonl").read_text(errors="replace").splitlines():
            message = json.loads(line) if line.startswith("{") else {}
            if message.get("reason") == "compiler-artifact" and message["package_id"] == self.chosen[1]:
                yield message

    def declared(self) -> list[dict[str, Any]]:
        """Return the properties that rustscan found, each with its file."""
        lines = (self.out / "rustscan.jsonl").read_text().splitlines()
        return [{**one, "file": file["path"]} for file in map(json.loads, lines) for one in file["properties"]]

    def examine(self) -> None:
        """Note the sources in rustc's own dependency files (``path.rs:`` alone on a line) of what was built."""
        listed = {
            file
            for artifact in self.artifacts()
            for name in artifact["filenames"]
            for file in Path(name).parent.glob(f"*{Path(name).stem.rpartition('-')[2]}.d")
        }
        lines = (line for file in listed for line in file.read_text(errors="replace").splitlines())
        paths = sorted({line[:-1].replace("\\ ", " ") for line in lines if line.endswith(".rs:")})
        (self.out / "examined.txt").write_text("".join(f"{path}\n" for path in paths))

    def build(self, environment: Mapping[str, str] | None = None) -> bool:
        """Build the test binaries."""
        argv = ("cargo", "test", "--no-run", "--offline", "--message-format=json", *self.chosen, *self.arguments)
        return self.step("build", argv, into="build.jsonl", environment=environment)

    def run(self, environment: Mapping[str, str] | None = None) -> None:
        """Have cargo start every test binary through our runner. The documentation's examples are another step."""
        (self.out / "runs").mkdir()
        told = subprocess.run(("rustc", "-vV"), capture_output=True, text=True, check=True).stdout  # noqa: S607  (the toolchain's, first on PATH)
        runner = [sys.executable, "-s", "-E", str(Path(__file__).with_name("speccursor_binary.py")), str(self.out)]
        config = f"--config=target.{_HOST.findall(told)[0]}.runner={json.dumps(runner)}"
        targets = () if chooses_targets(self.arguments) else ("--tests",)
        argv = ("cargo", "test", "--offline", "--no-fail-fast", *self.chosen, *targets, config, *self.arguments)
        self.step("run", argv, environment=environment)

    def binaries(self) -> dict[str, dict[str, Any]]:
        """Return the targets of the test binaries, by their programs."""
        return {one["executable"]: one["target"] for one in self.artifacts() if one["profile"]["test"]}


def clippy(run: Run) -> None:
    """Check every target of the package. It is called by its own name, which no alias of the project's can take."""
    if run.begin():
        options = ("--offline", "--all-targets", "--no-deps", "--keep-going", "--message-format=json")
        argv = ("cargo-clippy", "clippy", *run.chosen, *options, *of_features(run.arguments))
        run.step("build", argv, into="build.jsonl")
        run.examine()


def tests(run: Run) -> None:
    """Run the tests and the documentation's examples, and export what they covered."""
    if not run.begin():
        return
    run.account["branches"] = counts_branches()
    environment = instrumented(run.out, run.wrapper, branches=run.account["branches"])
    built = run.build(environment)
    if built:
        run.run(environment)
        if _has_examples(run):
            argv = ("cargo", "test", "--doc", "--offline", *run.chosen, *run.arguments)
            run.step("doc", argv, into="doc.txt", environment=environment)
        run.examine()
    marks = {"schema": "speccursor.tests/1", "nonce": run.nonce}
    workspace = run.metadata["workspace_root"]
    told = record(run.out, run.binaries(), run.steps, workspace=workspace, root=run.root)
    (run.out / "tests.json").write_text(json.dumps({**marks, **told}))
    if built and run.scan():
        for name, argv, into, variables in export(run.out, run.artifacts()):
            if not run.step(name, argv, into=into, environment=variables):
                break


def _has_examples(run: Run) -> bool:
    """Whether the package has a library whose documentation is tested, unless other targets are chosen."""
    targets = run.package["targets"] if run.package else ()
    return any(target["doctest"] for target in targets) and not chooses_targets(run.arguments)


def properties(run: Run) -> None:
    """Run every property that is declared, alone, and count the examples that its framework tells of."""
    if not run.begin() or not run.scan() or not run.build():
        return
    declared = run.declared()
    roots = {binary: os.path.relpath(target["src_path"], run.root) for binary, target in run.binaries().items()}
    asked = {"declared": declared, "examples": run.settings["examples"], "roots": roots}
    (run.out / "properties-asked.json").write_text(json.dumps(asked))
    run.run()
    lines = observed(run.out)
    run.account["unshown"] = unshown(declared, lines)
    marks = {"schema": "speccursor.properties/1", "nonce": run.nonce}
    whole = ({**marks, **line} for line in ({"event": "ready"}, *lines, {"event": "end"}))
    (run.out / "properties.jsonl").write_text("".join(json.dumps(line) + "\n" for line in whole))


def main() -> int:
    """Do what the settings say."""
    settings, out, root, tool, nonce = sys.argv[1:]
    run = Run(Path(settings), out, root, tool, nonce)
    try:
        {"clippy": clippy, "tests": tests, "properties": properties}[run.settings["what"]](run)
    finally:
        (run.out / "account.json").write_text(json.dumps(run.account))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
