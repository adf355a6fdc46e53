"""What the tests of Rust's adapters share: crates really built and run by cargo, and our rustscan built once."""

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Coverage, Evidence, TestRun
from speccursor.qualify.model.tool import Options, Tool
from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.installed import Installed
from speccursor.qualify.provision.installing import install
from speccursor.qualify.provision.llvm import bring_llvm
from speccursor.qualify.provision.toolchains import find_toolchain
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.tools import cargo_test
from speccursor.qualify.tools.cargo_run import RUSTSCAN
from tests.unit.tools.bench import Bench

TOOLCHAIN = find_toolchain("rust", None, environment=os.environ)
needs_rust = pytest.mark.skipif(not isinstance(TOOLCHAIN, Toolchain), reason="Rust is not on this machine")


def rustscan() -> Path:
    """Build rustscan into the user's cache, where the program has it, unless it is there; return its folder."""
    installed = asyncio.run(install([RUSTSCAN], cache=cache_root(os.environ), environment=os.environ))[RUSTSCAN]
    assert isinstance(installed, Installed), installed
    return Path(installed.path)


def llvm() -> Llvm:
    """Find LLVM's tools, or have Debian's unpacked into the user's cache."""
    assert isinstance(TOOLCHAIN, Toolchain)
    found = asyncio.run(bring_llvm(TOOLCHAIN, cache=cache_root(os.environ), environment=os.environ))
    assert isinstance(found, Llvm), found
    return found


PLAIN = {"Cargo.toml": '[package]\nname = "crate-a"\nversion = "0.1.0"\nedition = "2021"\n'}
"""The manifest of one crate without a dependency."""


class Crates:
    """A tree with crates, and what is needed to measure one of them."""

    def __init__(self, base: Path, cache: Path) -> None:
        assert isinstance(TOOLCHAIN, Toolchain)
        self.toolchain, self.cache = TOOLCHAIN, cache
        self.bench = Bench(base, tools=rustscan(), language=Language.RUST)
        self.bench.root.mkdir(exist_ok=True)
        self.variables = {
            "PATH": f"{TOOLCHAIN.programs}:/usr/bin:/bin",
            "CARGO_HOME": str(cache / "cargo"),
            "CARGO_TARGET_DIR": str(base / "target"),
            "CARGO_INCREMENTAL": "0",
            "CARGO_PROFILE_DEV_DEBUG": "0",
        }

    def with_coverage(self) -> "Crates":
        """Let coverage be measured."""
        self.variables |= llvm().variables
        return self

    def fetch(self) -> None:
        """Fetch the dependencies, which is the only step with a network."""
        argv = (self.toolchain.program("cargo"), "fetch", "--quiet")
        subprocess.run(argv, cwd=self.bench.root, env=self.variables, check=True, timeout=300)

    def component(self, path: str = ".") -> Component:
        """Return a component as the survey sees it."""
        found = survey(self.bench.root).components
        return next(one for one in found if one.language is Language.RUST and one.path == path)

    def measure(self, tool: Tool, *arguments: str, path: str = ".", examples: int = 50) -> tuple[Evidence, ...]:
        """Run one tool on a component as it would be run, and read it."""
        shutil.rmtree(self.bench.base / "out", ignore_errors=True)
        self.bench.path = path
        invocation = tool.invoke(self.component(path), Options(test_arguments=arguments, examples=examples))
        argv = tuple(word.replace("{toolchain}", self.toolchain.home) for word in invocation.argv)
        environment = {**self.variables, **invocation.environment}
        code, kept = self.bench.run(replace(invocation, argv=argv, environment=environment))
        said = kept.read("stdout").decode() + kept.read("stderr").decode()
        assert code in invocation.ok_exit_codes, f"{code}: {said}"
        return tool.read(kept)

    def tracefile(self) -> str:
        """Return the coverage that was measured last as llvm-cov exports it for LCOV."""
        out, tools = self.bench.base / "out", llvm()
        messages = [json.loads(line) for line in (out / "build.jsonl").read_text().splitlines()]
        programs = [one["executable"] for one in messages if one.get("executable")]
        programs += map(str, sorted((out / "objects").iterdir()))
        argv = (tools.cov, "export", "--format=lcov", f"-instr-profile={out}/merged.profdata", programs[0])
        environment = {"LD_LIBRARY_PATH": tools.variables["LLVM_LIBRARIES"]}
        more = [word for path in programs[1:] for word in ("-object", path)]
        told = subprocess.run((*argv, *more), capture_output=True, text=True, check=True, timeout=60, env=environment)
        return told.stdout

    def tests(self, *arguments: str, path: str = ".") -> tuple[TestRun, Coverage]:
        """Run the tests of a component."""
        run, coverage = self.measure(cargo_test.TOOL, *arguments, path=path)
        assert isinstance(run, TestRun)
        assert isinstance(coverage, Coverage)
        return run, coverage


def outcomes(run: TestRun) -> dict[str, str]:
    """Return each test's outcome by the end of its name."""
    return {case.id.rpartition(" ")[2]: str(case.outcome) for case in run.cases}
