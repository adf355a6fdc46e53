"""Tools that are found on PATH, because a project or its user wants those: recorded as such."""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

from speccursor.qualify.model.digests import Digest
from speccursor.qualify.provision.calls import call
from speccursor.qualify.provision.installed import Installed, Missing, Origin, Status

_VERSION = re.compile(r"\d+(?:\.\d+)+(?:[-+.]?\w+)*")
_TIMEOUT_S = 20.0


async def find_on_path(
    name: str, *, environment: Mapping[str, str], ask: Sequence[str] = ("--version",), least: str = ""
) -> Status:
    """Find a program on PATH, with the version that it says and the digest of its bytes.

    `least` is the oldest version that will do. A program that does not tell its version is missing: what
    it reports could not be attributed.
    """
    hint = f"install {name}{f' {least} or newer' if least else ''}, or let SpecCursor bring its own"
    program = which(name, path=environment.get("PATH", os.defpath))
    if program is None:
        return Missing(reason=f"{name} is not on PATH", hint=hint)
    called = await call((program, *ask), environment=environment, timeout_s=_TIMEOUT_S)
    version = _VERSION.search(called.output)
    if called.code != 0 or version is None:
        return Missing(reason=f"{program} does not tell its version: {called.last_lines}", hint=hint)
    if _numbers(version[0]) < _numbers(least):
        return Missing(reason=f"{program} is version {version[0]}, older than {least}", hint=hint)
    with Path(program).open("rb") as file:
        digest = Digest("sha256:" + hashlib.file_digest(file, "sha256").hexdigest())
    return Installed(path=program, version=version[0], digest=digest, source=Origin.PATH)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0]))
