"""Lines and branches of Rust, by rustc's own instrumentation and LLVM's tools.

See https://doc.rust-lang.org/rustc/instrument-coverage.html. The programs of the documentation's examples are gone
when they have run. What they ran of the library is found in the library itself, whose object files are taken out of
its archive, because llvm-cov reads no archive with a member that has no code.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_LINES = ("-C", "instrument-coverage")
_BRANCHES = ("-Z", "coverage-options=branch")
_SHARED = (".so", ".dylib")
_COVERED = b"__llvm_covfun"
_MAGIC = b"!<arch>\n"
_HEADER = 60

Step = tuple[str, tuple[str, ...], str, Mapping[str, str]]


def instrumented(out: Path, wrapper: str, *, branches: bool) -> dict[str, str]:
    """Return the environment in which rustc counts lines and branches of the workspace's own crates, and of no other.

    Counting branches is an unstable option of a stable compiler, hence RUSTC_BOOTSTRAP, which no other crate gets.
    `wrapper` is the program that says so to rustc. No script of a shell would do: dash drops every variable whose name
    it cannot hold, such as ``CARGO_BIN_EXE_two-words``.
    """
    options = (*_LINES, *(_BRANCHES if branches else ()))
    (out / "profiles").mkdir()
    return {
        **os.environ,
        "RUSTC_WORKSPACE_WRAPPER": wrapper,
        "SPECCURSOR_RUSTC_OPTIONS": " ".join(options),
        "LLVM_PROFILE_FILE": str(out / "profiles" / "%p-%m.profraw"),
        "RUSTDOCFLAGS": " ".join((os.environ.get("RUSTDOCFLAGS", ""), *_LINES)).strip(),
    }


def counts_branches() -> bool:
    """Whether the compiler knows the option; an older one does not."""
    argv = ("rustc", *_LINES, *_BRANCHES, "--print", "sysroot")
    environment = {**os.environ, "RUSTC_BOOTSTRAP": "1"}
    return subprocess.run(argv, capture_output=True, check=False, env=environment).returncode == 0


def export(out: Path, artifacts: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    """Yield the steps from the counters to their export: name, command, the file that it prints into, environment.

    `artifacts` are cargo's messages of what was built of the package. Where LLVM's tools are not here, or nothing was
    counted, there is no step.
    """
    profdata, cov = os.environ.get("LLVM_PROFDATA"), os.environ.get("LLVM_COV")
    profiles = sorted(map(str, (out / "profiles").glob("*.profraw")))
    objects = sorted({path for one in artifacts for path in _objects(one, out)})
    if not profdata or not cov or not profiles or not objects:
        return
    environment = {**os.environ, "LD_LIBRARY_PATH": os.environ.get("LLVM_LIBRARIES", "")}
    (out / "profiles.txt").write_text("\n".join(profiles))
    merged = str(out / "merged.profdata")
    merge = (profdata, "merge", "-sparse", f"--input-files={out / 'profiles.txt'}", "-o", merged)
    yield "merge", merge, "", environment
    first, *others = objects
    of_all = (f"-instr-profile={merged}", first, *(word for path in others for word in ("-object", path)))
    yield "export", (cov, "export", "--skip-functions", "--skip-expansions", *of_all), "coverage.json", environment


def _objects(artifact: Mapping[str, Any], out: Path) -> Iterator[str]:
    """Yield what of an artifact holds code that may have been run: programs, libraries, what stands in archives."""
    if artifact["executable"]:
        yield artifact["executable"]
    for path in artifact["filenames"]:
        if path.endswith(_SHARED):
            yield path
        elif path.endswith(".rlib"):
            for number, content in enumerate(_members(Path(path).read_bytes())):
                if _COVERED in content:
                    member = out / "objects" / f"{Path(path).stem}-{number}.o"
                    member.parent.mkdir(exist_ok=True)
                    member.write_bytes(content)
                    yield str(member)


def _members(archive: bytes) -> Iterator[bytes]:
    """Yield the content of each member of an archive (https://man7.org/linux/man-pages/man5/ar.5.html)."""
    place = len(_MAGIC)
    while archive.startswith(_MAGIC) and place + _HEADER <= len(archive):
        size = int(archive[place + 48 : place + 58])
        place += _HEADER
        yield archive[place : place + size]
        place += size + size % 2
