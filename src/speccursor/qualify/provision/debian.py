"""Programs from Debian's archive, unpacked into the user's cache: nothing of the system is changed, no root is needed.

apt checks what it downloads against the archive's signatures (apt-secure(8)). Which packages this machine lacks is
what ``apt-get install`` itself would bring; they are unpacked with ``dpkg-deb`` and never configured.
"""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from shutil import which

from speccursor.qualify.provision.calls import Called, call
from speccursor.qualify.provision.installed import Missing

_TIMEOUT_S = 600.0
_URI = re.compile(r"^'[^']+' (\S+?)_\S+ \d+", re.MULTILINE)


async def unpack(package: str, *, cache: Path, environment: Mapping[str, str]) -> Path | Missing:
    """Return the folder that a package and what it needs are unpacked in, as if it were the root."""
    hint = f"as root on Debian: apt-get install {package}"
    folder = cache / "tools" / "debian" / package
    if folder.is_dir():
        return folder
    if which("apt-get") is None or which("dpkg-deb") is None:
        return Missing(reason=f"{package} comes from Debian's archive, and this is no Debian", hint=hint)
    draft = folder.with_name(f"{package}.{os.getpid()}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        failed = await _Fetching(draft, environment).unpack(package)
        if failed is None:
            shutil.rmtree(draft / "work")
            draft.rename(folder)
            return folder
    except OSError as error:
        if folder.is_dir():
            return folder
        return Missing(reason=f"{package} could not be unpacked: {error.strerror}", hint=hint)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Missing(reason=f"{package} could not be had from Debian's archive: {failed.last_lines}", hint=hint)


class _Fetching:
    def __init__(self, draft: Path, environment: Mapping[str, str]) -> None:
        self.draft = draft
        self.work = draft / "work"
        self.environment = environment
        self.options = (
            *("-q", "-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=true"),
            *("-o", f"Dir::State::Lists={self.work / 'lists'}", "-o", f"Dir::Cache={self.work / 'cache'}"),
        )

    async def unpack(self, package: str) -> Called | None:
        """Fetch and unpack; return the step that failed, or None."""
        for folder in ("lists/partial", "cache/archives/partial"):
            (self.work / folder).mkdir(parents=True)
        updated = await self._apt("update")
        if updated.code != 0:
            return updated
        planned = await self._apt("install", "--yes", "--no-install-recommends", "--print-uris", package)
        if planned.code != 0:
            return planned
        names = sorted({package, *_URI.findall(planned.output)})
        fetched = await self._apt("download", *names)
        if fetched.code != 0:
            return fetched
        for archive in sorted(self.work.glob("*.deb")):
            unpacked = await self._call("dpkg-deb", "-x", str(archive), str(self.draft))
            if unpacked.code != 0:
                return unpacked
        return None

    async def _apt(self, *words: str) -> Called:
        return await self._call("apt-get", *self.options, *words)

    async def _call(self, *argv: str) -> Called:
        return await call(argv, environment=self.environment, timeout_s=_TIMEOUT_S, cwd=self.work)
