"""The environment of one component in one cell, made by what knows its language; each language is loaded when met."""

from collections.abc import Mapping

from msgspec import Struct

from speccursor.qualify.execute.surroundings import c_compiler, pins_of
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.machine import own_program
from speccursor.qualify.model.outcome import Unavailable
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.tool import Npm, Tool
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.installed import Installed, Missing
from speccursor.qualify.provision.installing import install
from speccursor.qualify.provision.node import Node
from speccursor.qualify.workspaces.environment import Prepared
from speccursor.qualify.workspaces.making import Ground

_MANAGERS = {"pnpm": Npm("pnpm", "10.34.8"), "yarn": Npm("yarn", "1.22.22")}
_PROGRAMS = {"pnpm": "pnpm/bin/pnpm.cjs", "yarn": "yarn/bin/yarn.js"}


class Wanted(Struct, frozen=True, kw_only=True):
    """An environment that is wanted, and the Node.js or the toolchain that was found for it."""

    component: Component
    cell: Cell
    recipe: Recipe
    ground: Ground
    tools: Mapping[str, Tool]
    node: Node | None = None
    toolchain: Toolchain | None = None


class Made(Struct, frozen=True):
    """What became of it, and the versions of the interpreters in it, by the name of the language."""

    prepared: Prepared
    versions: Mapping[str, str]


async def make(wanted: Wanted) -> Made:
    """Make an environment, or take the one that stands in the user's cache."""
    match wanted.component.language:
        case Language.PYTHON:
            return await _python(wanted)
        case Language.RUST:
            return await _rust(wanted)
        case Language.GO:
            return await _go(wanted)
        case _:
            return await _javascript(wanted)


async def _python(wanted: Wanted) -> Made:
    from speccursor.qualify.workspaces import python  # noqa: PLC0415  (a language's own)
    from speccursor.qualify.workspaces.interpreters import (  # noqa: PLC0415  (a language's own)
        Interpreter,
        find_interpreter,
    )

    component, ground = wanted.component, wanted.ground
    interpreter = await find_interpreter(
        wanted.cell.toolchains.get("python"),
        environment=ground.environment,
        own=own_program(),
        requires=component.facts.get("requires_python"),
    )
    prepared = await python.prepare(
        component,
        candidate=ground.candidate,
        source=ground.source,
        place=ground.place,
        recipe=wanted.recipe,
        interpreter=interpreter,
        tools=pins_of(component, wanted.tools),
        cache=ground.cache,
        isolation=ground.isolation,
        scratch=ground.scratch,
        environment=ground.environment,
    )
    return Made(prepared, {"python": interpreter.version} if isinstance(interpreter, Interpreter) else {})


async def _javascript(wanted: Wanted) -> Made:
    from speccursor.qualify.workspaces import javascript  # noqa: PLC0415  (a language's own)
    from speccursor.qualify.workspaces.identity import manager_of  # noqa: PLC0415  (a language's own)

    component, ground, node = wanted.component, wanted.ground, wanted.node
    assert node is not None  # noqa: S101  (a component in JavaScript is prepared after its Node.js)
    managers, reads = {"npm": node.npm}, node.reads
    manager, _ = manager_of(component, ground.candidate)
    if manager in _MANAGERS:
        status = (await install([_MANAGERS[manager]], cache=ground.cache, environment=ground.environment)).popitem()[1]
        if isinstance(status, Installed):
            program = f"{status.path}/node_modules/{_PROGRAMS[manager]}"
            managers[manager] = (node.program, program)
            reads = (*reads, status.path, *status.reads)
    prepared = await javascript.prepare(
        component,
        candidate=ground.candidate,
        source=ground.source,
        place=ground.place,
        recipe=wanted.recipe,
        toolchain=javascript.Toolchain(node=node.program, version=node.version, managers=managers, reads=reads),
        tools=pins_of(component, wanted.tools),
        cache=ground.cache,
        isolation=ground.isolation,
        scratch=ground.scratch,
        environment=ground.environment,
    )
    return Made(prepared, {"node": node.version})


async def _rust(wanted: Wanted) -> Made:
    from speccursor.qualify.provision.llvm import bring_llvm  # noqa: PLC0415  (a language's own)
    from speccursor.qualify.workspaces import rust  # noqa: PLC0415  (a language's own)

    ground, toolchain = wanted.ground, wanted.toolchain
    assert toolchain is not None  # noqa: S101  (a component in Rust is prepared after its toolchain)
    llvm = await bring_llvm(toolchain, cache=ground.cache, environment=ground.environment)
    prepared = await rust.prepare(
        wanted.component,
        ground=ground,
        recipe=wanted.recipe,
        toolchain=toolchain,
        llvm=Unavailable(llvm.reason, llvm.hint) if isinstance(llvm, Missing) else llvm,
    )
    return Made(prepared, {})


async def _go(wanted: Wanted) -> Made:
    from speccursor.qualify.workspaces import go  # noqa: PLC0415  (a language's own)

    assert wanted.toolchain is not None  # noqa: S101  (a component in Go is prepared after its toolchain)
    prepared = await go.prepare(
        wanted.component,
        ground=wanted.ground,
        recipe=wanted.recipe,
        toolchain=wanted.toolchain,
        compiler=c_compiler(),
    )
    return Made(prepared, {})
