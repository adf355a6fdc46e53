"""The linters as the engine provides them, installed by their locks once (a plugin of the test modules)."""

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import structs
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import Findings
from speccursor.qualify.model.tool import Invocation, Options, Registered, Tool
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.provision.installed import Installed
from speccursor.qualify.provision.installing import install
from speccursor.qualify.survey.candidate import survey
from tests.unit.tools.bench import Bench, Lint
from tests.unit.tools.javascript_bench import NODE

Provide = Callable[[Tool], Path]


@pytest.fixture(scope="session")
def provide() -> Provide:
    """Return what brings a tool: its folder in the user's cache, where the program itself has it."""

    def bring(tool: Tool) -> Path:
        assert isinstance(tool.provision, Registered)
        cache = cache_root(os.environ)
        found = asyncio.run(install([tool.provision], cache=cache, environment=os.environ))[tool.provision]
        if not isinstance(found, Installed):
            pytest.skip(f"{found.reason}; {found.hint}")
        return Path(found.path)

    return bring


def _with_node(tool: Tool) -> Tool:
    """Return the tool as it is called where Node.js is this machine's."""

    def invoke(component: Component, options: Options) -> Invocation:
        invocation = tool.invoke(component, options)
        return structs.replace(invocation, argv=tuple(word.replace("{node}", NODE) for word in invocation.argv))

    return replace(tool, invoke=invoke)


@pytest.fixture
def lint(bench: Bench, provide: Provide) -> Lint:
    """Return what surveys a tree and has the only component in the tool's language linted by the real tool."""

    tree: dict[str, str | bytes] = {}

    def run(tool: Tool, files: Mapping[str, str | bytes]) -> Findings:
        bench.tools = provide(tool)
        tree.update(files)
        shutil.rmtree(bench.root)  # a tool may have left something in what was its copy
        for name, content in tree.items():
            place = bench.root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        (component,) = (one for one in survey(bench.root).components if one.language in tool.languages)
        bench.path = component.path
        assert tool.applies(component) == ""
        (found,) = bench.measure(_with_node(tool), component)
        assert isinstance(found, Findings)
        return found

    return run
