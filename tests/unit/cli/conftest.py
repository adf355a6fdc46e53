from pathlib import Path

import pytest

from tests.unit.cli.offline import Offline, offline


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Offline:
    """A candidate that passes stage 1 by tools that need no network."""
    return offline(tmp_path, monkeypatch, capsys)
