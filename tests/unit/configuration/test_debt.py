"""The file of the baseline: written an entry a line, and read as the hostile input that it may be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration import debt as reading
from speccursor.qualify.configuration.debt import read_debt, written
from speccursor.qualify.model.debt import FILE, Debt, Known, KnownFunction, Reached
from speccursor.qualify.model.misuse import InvalidConfiguration

words = st.text(max_size=8)
debts = st.builds(
    Debt,
    recorded=words,
    revision=st.none() | words,
    findings=st.lists(
        st.builds(Known, gate=words, language=words, tool=words, rule=words, mark=words, path=words), max_size=3
    ).map(tuple),
    functions=st.lists(
        st.builds(KnownFunction, gate=words, language=words, tool=words, name=words, complexity=st.integers(0, 99)),
        max_size=3,
    ).map(tuple),
    coverage=st.lists(
        st.builds(Reached, gate=words, component=words, covered=st.integers(0, 9), total=st.integers(0, 9)), max_size=3
    ).map(tuple),
)


@given(debts)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, debt: Debt) -> None:
    folder = tmp_path_factory.mktemp("debt")
    (folder / FILE).write_bytes(written(debt))
    assert read_debt(folder) == debt
    entries = len(debt.findings) + len(debt.functions) + len(debt.coverage)
    assert written(debt).count(b"\n") >= entries + 5


def test_no_file_is_no_debt(tmp_path: Path) -> None:
    assert read_debt(tmp_path) is None


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"\xff\xfe", b"\0" * 100),
        b'{"schema": "speccursor.baseline/2", "recorded": "", "revision": null}',
        b'{"schema": "speccursor.baseline/1", "recorded": "", "revision": null, "finding": []}',
    ],
)
def test_what_is_no_baseline_is_refused_with_what_to_do(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(InvalidConfiguration, match="is not a baseline") as refused:
        read_debt(tmp_path)
    assert "init --baseline --force" in refused.value.hint


def test_a_link_a_folder_and_a_huge_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").write_bytes(written(Debt(recorded="2026-11-23", revision=None)))
    path = tmp_path / FILE
    path.symlink_to("real")
    with pytest.raises(InvalidConfiguration, match="cannot be read"):
        read_debt(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(InvalidConfiguration, match="no plain file"):
        read_debt(tmp_path)
    path.rmdir()
    (tmp_path / "real").rename(path)
    monkeypatch.setattr(reading, "_LARGEST", 10)
    with pytest.raises(InvalidConfiguration, match="at most 10 bytes"):
        read_debt(tmp_path)
