"""What the tests of Go's adapters share: modules really built and tested by go, and our goscan built once."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Coverage, Evidence, Findings, Functions, Properties, TestRun
from speccursor.qualify.model.tool import Options, Registered, Tool
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.installed import Installed
from speccursor.qualify.provision.installing import install
from speccursor.qualify.provision.toolchains import find_toolchain
from speccursor.qualify.survey.candidate import survey
from speccursor.qualify.tools import go_properties, go_test
from tests.unit.tools.bench import Bench

ASSETS = Path(__file__).parents[3] / "src/speccursor/qualify/tools/assets/go"
GOLDEN = Path(__file__).parents[2] / "golden"
TOOLCHAIN = find_toolchain("go", None, environment=os.environ)
needs_go = pytest.mark.skipif(not isinstance(TOOLCHAIN, Toolchain), reason="Go is not on this machine")

MODULE = {"go.mod": "module example.com/m\n\ngo 1.21\n"}
"""The manifest of a module without a dependency."""


class Modules:
    """A tree with Go modules, and what is needed to measure one of them.

    go's build cache is kept from one run of the tests to the next; tools stand where the program itself has them.
    """

    def __init__(self, base: Path, cache: Path) -> None:
        assert isinstance(TOOLCHAIN, Toolchain)
        self.toolchain, self.cache = TOOLCHAIN, cache
        self.bench = Bench(base, language=Language.GO)
        self.bench.root.mkdir(exist_ok=True)
        self.variables = {
            "PATH": f"{TOOLCHAIN.programs}:/usr/bin:/bin",
            "GOTOOLCHAIN": "local",
            "GOENV": "off",
            "GOCACHE": str(cache / "build"),
            "GOMODCACHE": str(cache / "modules"),
            "GOPROXY": "off",
            "STATICCHECK_CACHE": str(cache / "staticcheck"),
        }

    def write(self, **files: str) -> None:
        """Write a module's files; ``a__b_test`` is a/b_test.go."""
        named = {f"{name.replace('__', '/')}.go": text for name, text in files.items()}
        self.bench.write({**MODULE, **named})

    def component(self, path: str = ".") -> Component:
        """Return a component as the survey sees it."""
        found = survey(self.bench.root).components
        return next(one for one in found if one.language is Language.GO and one.path == path)

    def measure(self, tool: Tool, *arguments: str, path: str = ".", examples: int = 50) -> tuple[Evidence, ...]:
        """Run one tool on a component as it would be run, and read it."""
        shutil.rmtree(self.bench.base / "out", ignore_errors=True)
        self.bench.path = path
        if isinstance(tool.provision, Registered):
            self.bench.tools = self._provided(tool.provision)
        invocation = tool.invoke(self.component(path), Options(test_arguments=arguments, examples=examples))
        argv = tuple(word.replace("{toolchain}", self.toolchain.home) for word in invocation.argv)
        environment = {**self.variables, **invocation.environment}
        code, kept = self.bench.run(replace(invocation, argv=argv, environment=environment))
        said = kept.read("stdout").decode() + kept.read("stderr").decode()
        assert code in invocation.ok_exit_codes, f"{code}: {said}"
        return tool.read(kept)

    def _provided(self, provision: Registered) -> Path:
        cache = cache_root(os.environ)
        installed = asyncio.run(install([provision], cache=cache, environment=os.environ))[provision]
        assert isinstance(installed, Installed), installed
        return Path(installed.path)

    def findings(self, tool: Tool, path: str = ".") -> Findings:
        """Run a checker."""
        (found,) = self.measure(tool, path=path)
        assert isinstance(found, Findings)
        return found

    def functions(self, tool: Tool) -> Functions:
        """Count functions."""
        (found,) = self.measure(tool)
        assert isinstance(found, Functions)
        return found

    def tests(self, *arguments: str, path: str = ".") -> tuple[TestRun, Coverage]:
        """Run the tests of a component."""
        run, coverage = self.measure(go_test.TOOL, *arguments, path=path)
        assert isinstance(run, TestRun)
        assert isinstance(coverage, Coverage)
        return run, coverage

    def properties(self, *, examples: int = 50) -> Properties:
        """Run the properties of the module at the root."""
        (found,) = self.measure(go_properties.TOOL, examples=examples)
        assert isinstance(found, Properties)
        return found


def outcomes(run: TestRun) -> dict[str, str]:
    """Return each test's outcome by its name."""
    return {case.id.partition(" > ")[2]: str(case.outcome) for case in run.cases}


def messages(run: TestRun) -> str:
    """Return what was told outside tests."""
    return "\n".join(error.message for error in run.errors)
