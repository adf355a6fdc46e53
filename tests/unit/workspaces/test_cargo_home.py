"""What of a user's own cargo preparing may know: where packages come from, and tokens for fetching alone."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.workspaces.cargo_home import CargoHome, _written, read_cargo_home
from tests.unit.workspaces.making import write

INDEX = "sparse+https://crates.private.invalid/index/"
MIRROR = '[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "https://mirror.invalid/index"\n'
PRIVATE = f'[registries.two-words]\nindex = "{INDEX}"\n'
TOKENS = '[registry]\ntoken = "of crates.io"\n[registries.two-words]\ntoken = "t0"\n[registries.other]\ntoken = "t1"\n'


def home(folder: Path, config: str = "", credentials: str = "", **environment: str) -> CargoHome:
    """Read the CARGO_HOME that these files make."""
    write(folder, {"config.toml": config, "credentials.toml": credentials})
    return read_cargo_home({"CARGO_HOME": str(folder), **environment})


def config_of(told: CargoHome) -> dict[str, Any]:
    return tomllib.loads(told.config)


def test_mirrors_and_registries_are_told_and_nothing_that_changes_a_build(tmp_path: Path) -> None:
    rest = '[build]\nrustflags = ["-Ctarget-cpu=native"]\n[net]\noffline = true\n[registry]\ndefault = "two-words"\n'
    told = home(tmp_path, MIRROR + PRIVATE + rest)
    assert config_of(told) == tomllib.loads(MIRROR + PRIVATE)
    (note,) = told.notes
    assert note.endswith(": source crates-io, source mirror, registries two-words")


def test_tokens_are_those_of_known_registries_and_stand_in_no_configuration(tmp_path: Path) -> None:
    told = home(tmp_path, PRIVATE + 'token = "in the wrong file"\n', TOKENS)
    assert told.tokens == {"CARGO_REGISTRIES_TWO_WORDS_TOKEN": "t0"}
    assert config_of(told) == tomllib.loads(PRIVATE)
    assert not told.variables


def test_the_environments_token_goes_before_the_files(tmp_path: Path) -> None:
    more = {"CARGO_REGISTRIES_TWO_WORDS_TOKEN": "t2", "CARGO_REGISTRIES_OTHER_TOKEN": "t3", "CARGO_REGISTRY_TOKEN": "t"}
    assert home(tmp_path, PRIVATE, TOKENS, **more).tokens == {"CARGO_REGISTRIES_TWO_WORDS_TOKEN": "t2"}


def test_registries_that_the_environment_names_are_known(tmp_path: Path) -> None:
    token = {"CARGO_REGISTRIES_OTHER_TOKEN": "t3"}
    told = home(tmp_path, CARGO_REGISTRIES_OTHER_INDEX=INDEX, **token)
    assert told.variables == {"CARGO_REGISTRIES_OTHER_INDEX": INDEX}
    assert told.tokens == token
    assert told.config == ""


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://user:secret@private.invalid/index", False),
        ("sparse+https://secret@private.invalid/index/", False),
        ("ssh://git:secret@private.invalid/index", False),
        ("https://[broken", False),
        ("ssh://git@private.invalid/index", True),
        ("sparse+https://private.invalid/index/", True),
    ],
)
def test_an_address_that_holds_a_password_is_left_out_and_said_so(address: str, kept: bool, tmp_path: Path) -> None:
    told = home(tmp_path, f'[registries.a]\nindex = "{address}"\n', CARGO_REGISTRIES_B_INDEX=address)
    assert ("registries" in config_of(told)) is kept
    assert bool(told.variables) is kept
    assert any("holds a password" in note for note in told.notes) is not kept
    assert "secret" not in " ".join(told.notes)


def test_folders_of_packages_are_as_cargo_finds_them_and_are_shown(tmp_path: Path) -> None:
    folders = '[source.a]\ndirectory = "beside/crates"\n[source.b]\nlocal-registry = "/srv/crates"\n'
    told = home(tmp_path / ".cargo", folders)
    assert told.reads == (str(tmp_path / "beside/crates"), "/srv/crates")
    assert config_of(told)["source"]["a"] == {"directory": str(tmp_path / "beside/crates")}


@pytest.mark.parametrize("config", ["[", "source = 1\nregistries = []\n", "[source]\na = 1\n[source.b]\nbranch = 3\n"])
def test_a_configuration_that_cannot_be_read_says_nothing(config: str, tmp_path: Path) -> None:
    told = home(tmp_path, config)
    assert (told.config, told.tokens, told.reads) == ("", {}, ())
    assert [("config.toml" in note) for note in told.notes] == ([True] if config == "[" else [])


def test_without_a_home_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert read_cargo_home({}) == read_cargo_home({"HOME": str(tmp_path)}) == CargoHome()
    write(tmp_path, {".cargo/config.toml": MIRROR})
    assert config_of(read_cargo_home({"HOME": str(tmp_path)})) == tomllib.loads(MIRROR)


def test_the_older_name_goes_before_the_newer_as_it_does_for_cargo(tmp_path: Path) -> None:
    write(tmp_path, {"config": PRIVATE})
    assert "registries" in config_of(home(tmp_path, MIRROR))


@given(
    st.text(st.characters(codec="utf-8")),
    st.dictionaries(st.sampled_from(["index", "registry", "tag"]), st.text(st.characters(codec="utf-8"))),
)
def test_what_is_written_is_read_again_the_same(name: str, table: dict[str, str]) -> None:
    assert tomllib.loads(_written("source", name, table)) == {"source": {name: table}}
