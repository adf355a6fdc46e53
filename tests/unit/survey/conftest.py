import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")  # a file system in memory, where Linux has one


class Places:
    """New folders, one an example, in memory where that can be: a property makes thousands of files."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._numbers = count()

    def new(self) -> Path:
        place = self._root / str(next(self._numbers))
        place.mkdir()
        return place


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    in_memory = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK | os.X_OK)
    root = Path(tempfile.mkdtemp(prefix="survey-", dir=_MEMORY if in_memory else None))
    yield Places(root)
    shutil.rmtree(root)
