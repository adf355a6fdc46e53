"""LLVM's coverage tools: the toolchain's own, those that are named, then the newest that is numbered."""

import asyncio
from pathlib import Path

import pytest

from speccursor.qualify.model.toolchain import Llvm, Toolchain
from speccursor.qualify.provision import llvm
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.llvm import bring_llvm, find_llvm

PROGRAMS = ("llvm-profdata", "llvm-cov")


def put(folder: Path, suffix: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAMS:
        (folder / f"{name}{suffix}").write_text("")
    return folder


def rust(home: Path) -> Toolchain:
    return Toolchain(language="rust", version="1.95.0", home=str(home), programs="", identity="", host="here")


def find(home: Path, **environment: str) -> Llvm | Missing:
    return find_llvm(rust(home), environment=environment)


def test_the_toolchains_own_go_before_all_others(tmp_path: Path) -> None:
    own = put(tmp_path / "rust/lib/rustlib/here/bin")
    other = put(tmp_path / "other/bin", "-19")
    found = find(tmp_path / "rust", PATH=str(other))
    assert isinstance(found, Llvm)
    assert (found.profdata, found.cov) == (str(own / PROGRAMS[0]), str(own / PROGRAMS[1]))


def test_those_that_the_environment_names_go_before_those_on_path(tmp_path: Path) -> None:
    named, other = put(tmp_path / "named/bin"), put(tmp_path / "other/bin", "-19")
    names = {"LLVM_PROFDATA": str(named / PROGRAMS[0]), "LLVM_COV": str(named / PROGRAMS[1])}
    found = find(tmp_path, PATH=str(other), **names)
    assert isinstance(found, Llvm)
    assert found.profdata == names["LLVM_PROFDATA"]
    assert found.reads == (str(tmp_path / "named"),)
    half = find(tmp_path, PATH=str(other), LLVM_PROFDATA=names["LLVM_PROFDATA"])
    assert isinstance(half, Llvm)
    assert half.profdata == str(other / "llvm-profdata-19")


def test_the_newest_number_is_taken_as_a_number(tmp_path: Path) -> None:
    put(tmp_path / "bin", "-19")
    put(tmp_path / "bin", "-100")
    found = find(tmp_path, PATH=str(tmp_path / "bin"))
    assert isinstance(found, Llvm)
    assert found.cov.endswith("llvm-cov-100")


@pytest.mark.parametrize("suffix", ["", "-14", "-rc"])
def test_what_is_too_old_or_does_not_say_its_number_is_passed_over(suffix: str, tmp_path: Path) -> None:
    missing = find(tmp_path, PATH=str(put(tmp_path / "bin", suffix)))
    assert isinstance(missing, Missing)
    assert "llvm-tools" in missing.hint


def test_one_program_of_the_two_is_none(tmp_path: Path) -> None:
    (put(tmp_path / "bin", "-19") / "llvm-cov-19").unlink()
    assert isinstance(find(tmp_path, PATH=str(tmp_path / "bin")), Missing)


def test_other_programs_are_another_identity(tmp_path: Path) -> None:
    folder = put(tmp_path / "bin", "-19")
    before = find(tmp_path, PATH=str(folder))
    (folder / "llvm-cov-19").write_text("changed")
    after = find(tmp_path, PATH=str(folder))
    assert isinstance(before, Llvm)
    assert isinstance(after, Llvm)
    assert before.identity != after.identity


def test_debians_are_brought_with_the_folders_of_their_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "debian"
    put(folder / "usr/lib/llvm-19/bin")
    (folder / "usr/lib/x86_64-linux-gnu").mkdir()

    async def unpack(*_: object, **__: object) -> Path:
        return folder

    monkeypatch.setattr(llvm, "unpack", unpack)
    found = asyncio.run(bring_llvm(rust(tmp_path), cache=tmp_path, environment={}))
    assert isinstance(found, Llvm)
    assert found.reads == (str(folder),)
    assert found.variables["LLVM_LIBRARIES"] == f"{folder}/usr/lib/x86_64-linux-gnu:{folder}/usr/lib/llvm-19/lib"


def test_tools_that_are_here_are_taken_and_none_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unpack(*_: object, **__: object) -> Missing:
        raise AssertionError("nothing is to be unpacked")

    monkeypatch.setattr(llvm, "unpack", unpack)
    put(tmp_path / "rust/lib/rustlib/here/bin")
    found = asyncio.run(bring_llvm(rust(tmp_path / "rust"), cache=tmp_path, environment={}))
    assert found == find(tmp_path / "rust")


def test_where_debian_has_none_either_both_reasons_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unpack(*_: object, **__: object) -> Missing:
        return Missing(reason="this is no Debian", hint="")

    monkeypatch.setattr(llvm, "unpack", unpack)
    missing = asyncio.run(bring_llvm(rust(tmp_path), cache=tmp_path, environment={}))
    assert isinstance(missing, Missing)
    assert "not on this machine" in missing.reason
    assert "this is no Debian" in missing.reason
