from pathlib import Path

import pytest

from tests.unit.tools.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.root.mkdir()
    return made
