"""What the tests of the JavaScript adapters share: components, accounts of runs, and drivers really run by Node."""

import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence
from speccursor.qualify.model.tool import Options, Tool
from tests.unit.tools.bench import NONCE, Bench, Kept

NODE = shutil.which("node") or ""
GOLDEN = Path(__file__).parents[2] / "golden"
GOLDEN_NONCE = "nonce-0001"
needs_node = pytest.mark.skipif(not NODE, reason="Node.js is not on this machine")


def component(
    *,
    source: tuple[str, ...] = (),
    tests: tuple[str, ...] = (),
    support: tuple[str, ...] = (),
    path: str = ".",
    **facts: str,
) -> Component:
    """Return a JavaScript component with these files in these roles, and these facts of the survey."""
    roles = {Role.SOURCE: source, Role.TEST: tests, Role.SUPPORT: support}
    files = {name: role for role, names in roles.items() for name in names}
    return Component(language=Language.JAVASCRIPT, path=path, manifest=None, files=files, facts=facts)


def account(**more: object) -> str:
    """Return a driver's account of a run that came to its end."""
    told = {
        "schema": "speccursor.run/1",
        "nonce": GOLDEN_NONCE,
        "tool": "jest",
        "version": "30.5.2",
        "whose": "project",
    }
    return json.dumps({**told, "source": ["src/area.js", "src/never.js"], "status": 0, **more})


def kept(folder: Path, **contents: str | Path) -> Kept:
    """Return outputs as a store gives them back: texts, or files that stand elsewhere. The root is ``/candidate``."""
    found: dict[str, Path] = {}
    for name, content in {"stdout": "", "stderr": "", **contents}.items():
        stored = name.replace("_", "-")
        found[stored] = content if isinstance(content, Path) else folder / f"{stored}.kept"
        if isinstance(content, str):
            found[stored].write_text(content, encoding="utf-8")
    return Kept("/candidate", ".", GOLDEN_NONCE, found)


def drive(
    bench: Bench, tool: Tool, what: Component, options: Options | None = None, *, fix: bool = False
) -> tuple[int, Kept]:
    """Run a tool's driver on the bench's tree; returns its exit code and what it left."""
    invoke = tool.fix if fix and tool.fix else tool.invoke
    invocation = invoke(what, options or Options())
    argv = tuple(part.replace("{node}", NODE) for part in invocation.argv)
    shutil.rmtree(bench.base / "out", ignore_errors=True)
    code, outputs = bench.run(replace(invocation, argv=argv))
    said = outputs.read("stdout").decode() + outputs.read("stderr").decode()
    assert set(invocation.outputs) - outputs.names() <= invocation.optional, said
    return code, outputs


def measure(bench: Bench, tool: Tool, what: Component, options: Options | None = None) -> tuple[Evidence, ...]:
    """Run a tool's driver, hold its exit code against the documented ones, and read what it left."""
    code, outputs = drive(bench, tool, what, options)
    said = outputs.read("stdout").decode() + outputs.read("stderr").decode()
    assert code in tool.invoke(what, options or Options()).ok_exit_codes, f"{code}: {said}"
    assert outputs.nonce == NONCE
    return tool.read(outputs)


def package(bench: Bench, name: str, *, version: str, program: str, folder: str = "root", **more: str) -> None:
    """Put a package with one program into a ``node_modules``; `more` are further files."""
    place = bench.base / folder / "node_modules" / name
    place.mkdir(parents=True)
    manifest = {"name": name, "version": version, "bin": {name: "program.js"}}
    (place / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    (place / "program.js").write_text(program, encoding="utf-8")
    for file, text in more.items():
        (place / f"{file}.js").write_text(text, encoding="utf-8")
