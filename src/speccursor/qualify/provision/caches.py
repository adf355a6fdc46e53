"""The user's cache: the one folder outside a project that the engine writes to.

XDG Base Directory Specification, with ``SPECCURSOR_CACHE`` before it.
"""

from collections.abc import Mapping
from pathlib import Path

from speccursor.qualify.model.misuse import Misuse


def cache_root(environment: Mapping[str, str]) -> Path:
    """Return the cache's folder; it need not exist. Raises Misuse when the environment gives no place for it."""
    for name, below in (("SPECCURSOR_CACHE", ""), ("XDG_CACHE_HOME", "speccursor"), ("HOME", ".cache/speccursor")):
        stated = environment.get(name, "")
        if stated and Path(stated).is_absolute():
            return Path(stated) / below
    raise Misuse("there is no folder for the cache", hint="set SPECCURSOR_CACHE to an absolute path")
