"""LLVM's coverage tools, which read what Rust's instrumented programs write.

See https://doc.rust-lang.org/rustc/instrument-coverage.html. rustup's component ``llvm-tools`` fits its compiler
exactly; any other LLVM must be new enough for the format, and says so itself where it is not.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.provision.debian import unpack
from speccursor.qualify.provision.installed import Missing

_PROGRAMS = ("llvm-profdata", "llvm-cov")
_LEAST = 18
_PACKAGE = "llvm-19"
_NUMBERED = re.compile(r"llvm-profdata-(\d+)")


def find_llvm(toolchain: Toolchain, *, environment: Mapping[str, str]) -> Llvm | Missing:
    """Find them in the toolchain, where the environment names them, or the newest of those numbered on PATH.

    Unnumbered programs on PATH are passed over: nothing but their number tells, without starting them, whether they
    are new enough.
    """
    own = Path(toolchain.home) / "lib" / "rustlib" / toolchain.host / "bin"
    if all((own / name).is_file() for name in _PROGRAMS):
        return _of(own / _PROGRAMS[0], own / _PROGRAMS[1])
    named = environment.get("LLVM_PROFDATA", ""), environment.get("LLVM_COV", "")
    if all(Path(path).is_absolute() and Path(path).is_file() for path in named):
        return _of(*map(Path, named))
    found = max(_on_path(environment), default=None)
    if found is not None:
        return _of(found[1], found[2])
    return Missing(
        reason="LLVM's llvm-profdata and llvm-cov are not on this machine",
        hint="`rustup component add llvm-tools`, or on Debian as root `apt-get install llvm-19`; any other is named by "
        "LLVM_PROFDATA and LLVM_COV",
    )


async def bring_llvm(toolchain: Toolchain, *, cache: Path, environment: Mapping[str, str]) -> Llvm | Missing:
    """Find them, or unpack Debian's into the cache."""
    here = find_llvm(toolchain, environment=environment)
    if isinstance(here, Llvm):
        return here
    folder = await unpack(_PACKAGE, cache=cache, environment=environment)
    if isinstance(folder, Missing):
        return Missing(reason=f"{here.reason}; {folder.reason}", hint=here.hint)
    programs = folder / "usr" / "lib" / _PACKAGE / "bin"
    libraries = sorted(str(path) for path in (folder / "usr" / "lib").glob("*-linux-gnu*"))
    found = _of(programs / _PROGRAMS[0], programs / _PROGRAMS[1])
    return replace(found, reads=(str(folder),), libraries=(*libraries, str(programs.parent / "lib")))


def _of(profdata: Path, cov: Path) -> Llvm:
    stamps = ((path.resolve(), path.stat()) for path in (profdata, cov))
    homes = {path.resolve().parent.parent for path in (profdata, cov)}
    reads = tuple(sorted(str(home) for home in homes if not home.is_relative_to("/usr")))
    return Llvm(
        profdata=str(profdata.resolve()),
        cov=str(cov.resolve()),
        identity=" ".join(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in stamps),
        reads=reads,
    )


def _on_path(environment: Mapping[str, str]) -> Iterator[tuple[int, Path, Path]]:
    for folder in dict.fromkeys(environment.get("PATH", "").split(os.pathsep)):
        for profdata in sorted(Path(folder).glob("llvm-profdata-*")) if folder else ():
            numbered = _NUMBERED.fullmatch(profdata.name)
            cov = profdata.with_name(f"llvm-cov-{numbered[1]}") if numbered else None
            if numbered and cov is not None and cov.is_file() and int(numbered[1]) >= _LEAST:
                yield int(numbered[1]), profdata, cov
