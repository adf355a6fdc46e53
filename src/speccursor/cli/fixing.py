"""``qualify --fix``: the tools' own safe fixes, brought from a copy into the user's folder."""

import asyncio
import os
import tempfile
from pathlib import Path

from speccursor.cli.target import Place
from speccursor.qualify.execute.workbench import Workbench
from speccursor.qualify.model.digests import digest_of_bytes
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.pipeline import Asked
from speccursor.qualify.provision.caches import cache_root
from speccursor.qualify.store.files import write_atomically
from speccursor.qualify.tools import TOOLS


def fix(place: Place, asked: Asked) -> list[str]:
    """Fix the candidate's files and return the paths of those that changed.

    Raises Misuse for a candidate that is not the user's own folder, and when a file was edited meanwhile.
    """
    if not place.own:
        raise Misuse("only a folder of yours can be fixed", hint="unpack or clone it, then qualify the folder")
    bench = Workbench(
        asked.plan.part(None),
        asked.candidate,
        place.folder,
        TOOLS,
        cache=cache_root(os.environ),
        objects=place.state.objects,
    )
    with bench, tempfile.TemporaryDirectory(prefix="speccursor-fix-") as scratch:
        rewritten = asyncio.run(bench.fix(Path(scratch)))
    surveyed = {file.path: file for file in asked.candidate.files}
    for path in rewritten:
        if digest_of_bytes((place.folder / on_disk(path)).read_bytes()) != surveyed[path].digest:
            raise Misuse(f"{path} was edited while it was being fixed", hint="nothing was changed; try again")
    for path, content in rewritten.items():
        target = place.folder / on_disk(path)
        mode = target.stat().st_mode
        write_atomically(target, content)
        target.chmod(mode)
    return sorted(rewritten)
