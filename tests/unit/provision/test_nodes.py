"""Node.js is found where version managers keep it, by what it says of itself."""

import os
from pathlib import Path

import pytest

from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.toolchains import VARIABLE
from speccursor.qualify.provision import nodes
from speccursor.qualify.provision.installed import Missing
from speccursor.qualify.provision.node import Node
from speccursor.qualify.provision.nodes import every_node, node_of_version


def fake(program: Path, version: str, *, npm: bool = True, path: Path | None = None) -> Path:
    """Make a program that answers as a Node.js of that version would, with the npm that it brings."""
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\necho \'["{version}", "{path or program}"]\'\n')
    program.chmod(0o755)
    if npm:
        script = program.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("")
    return program


def found(version: str, environment: dict[str, str]) -> Node:
    node = node_of_version(version, environment=environment)
    assert isinstance(node, Node), node
    return node


def missing(version: str, environment: dict[str, str]) -> str:
    node = node_of_version(version, environment=environment)
    assert isinstance(node, Missing), node
    return node.reason


PLACES = {
    "nvm": (".nvm/versions/node/v18.20.1/bin/node", {}),
    "nvm elsewhere": ("nvm/versions/node/v18.20.1/bin/node", {"NVM_DIR": "nvm"}),
    "fnm": (".local/share/fnm/node-versions/v18.20.1/installation/bin/node", {}),
    "fnm elsewhere": ("fnm/node-versions/v18.20.1/installation/bin/node", {"FNM_DIR": "fnm"}),
    "fnm of old": (".fnm/node-versions/v18.20.1/installation/bin/node", {}),
    "volta": (".volta/tools/image/node/18.20.1/bin/node", {}),
    "n": ("usr/n/versions/node/18.20.1/bin/node", {"N_PREFIX": "usr"}),
    "nodenv": (".nodenv/versions/18.20.1/bin/node", {}),
    "path": ("bin/node", {"PATH": "bin"}),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_version_is_found_wherever_it_is_kept(place: str, tmp_path: Path) -> None:
    path, variables = PLACES[place]
    program = fake(tmp_path / path, "18.20.1")
    environment = {"HOME": str(tmp_path), **{name: str(tmp_path / value) for name, value in variables.items()}}
    for asked in ("18", "18.20", "18.20.1"):
        node = found(asked, environment)
        home = program.parent.parent
        assert (node.program, node.version, node.reads) == (str(program), "18.20.1", (str(home),))
        assert node.npm == (str(program), str(home / "lib/node_modules/npm/bin/npm-cli.js"))
    assert missing("20", environment) == "Node.js 20 is not on this machine"
    assert [node.version for node in every_node(environment=environment)] == ["18.20.1"]


def test_the_newest_that_fits_is_taken(tmp_path: Path) -> None:
    for version in ("18.9.0", "18.20.1", "20.1.0"):
        fake(tmp_path / f".nvm/versions/node/v{version}/bin/node", version)
    environment = {"HOME": str(tmp_path)}
    assert found("18", environment).version == "18.20.1"
    assert [node.version for node in every_node(environment=environment)] == ["20.1.0", "18.20.1", "18.9.0"]


def test_a_folder_that_lies_about_what_it_holds_is_told_and_not_taken(tmp_path: Path) -> None:
    liar = fake(tmp_path / ".nvm/versions/node/v18.20.1/bin/node", "16.1.0")
    dead = tmp_path / ".nvm/versions/node/v18.19.0/bin/node"
    dead.parent.mkdir(parents=True)
    dead.write_text("not a program")
    dead.chmod(0o755)
    environment = {"HOME": str(tmp_path)}
    assert missing("18", environment) == (
        f"Node.js 18 is not on this machine; {liar} says that it is 16.1.0; {dead} does not start"
    )
    assert found("16", environment).program == str(liar)


def test_another_patch_than_a_full_version_names_is_told_and_not_taken(tmp_path: Path) -> None:
    program = fake(tmp_path / ".nodenv/versions/18.20.1/bin/node", "18.20.1")
    environment = {"HOME": str(tmp_path)}
    assert missing("18.20.2", environment) == f"Node.js 18.20.2 is not on this machine; 18.20.1 is at {program}"


def test_the_program_that_the_user_names_is_the_only_one(tmp_path: Path) -> None:
    fake(tmp_path / ".nvm/versions/node/v18.20.1/bin/node", "18.20.1")
    mine = fake(tmp_path / "mine/bin/node", "18.1.0")

    def named(path: object) -> dict[str, str]:
        return {"HOME": str(tmp_path), VARIABLE: f"node-18={path}"}

    assert found("18", named(mine)).version == "18.1.0"
    assert "18.1.0" in {node.version for node in every_node(environment=named(mine))}
    absent = tmp_path / "nowhere"
    assert missing("18", named(absent)) == f"{absent}, which was named for node-18, is no Node.js that starts"
    liar = fake(tmp_path / "liar/bin/node", "20.1.0")
    assert missing("18", named(liar)) == f"{liar}, which was named for node-18, says that it is 20.1.0"
    bare = fake(tmp_path / "bare/bin/node", "18.3.0", npm=False)
    assert missing("18", named(bare)) == f"{bare} has no npm beside it"
    assert found("18.20", named(absent)).version == "18.20.1", "only the cell of that name is meant"
    with pytest.raises(Misuse):
        node_of_version("18", environment={VARIABLE: "node-18"})


def test_npm_may_be_a_program_beside_it_and_one_without_is_passed_on(tmp_path: Path) -> None:
    program = fake(tmp_path / ".nodenv/versions/18.20.1/bin/node", "18.20.1", npm=False)
    environment = {"HOME": str(tmp_path)}
    assert "no npm" in missing("18", environment)
    (program.parent / "npm").write_text("#!/usr/bin/env node\n")
    assert found("18", environment).npm == (str(program.parent / "npm"),)


def test_what_it_says_where_it_stands_is_what_is_run_and_shims_are_passed_over(tmp_path: Path) -> None:
    real = fake(tmp_path / "real/bin/node", "18.20.1")
    fake(tmp_path / "bin/node", "18.20.1", path=real)
    fake(tmp_path / "shims/node", "18.1.0")
    fake(tmp_path / "gone/node", "18.2.0", path=tmp_path / "nowhere")
    path = os.pathsep.join(str(tmp_path / name) for name in ("shims", "gone", "bin", ""))
    assert found("18", {"PATH": path}).program == str(real)
    assert [node.version for node in every_node(environment={"PATH": path})] == ["18.20.1"]


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "echo",
        "echo '[]'",
        "echo '[1, 2]'",
        'echo \'["x", "/bin/sh"]\'',
        'echo \'["18.1.0", "/bin/sh"]\'; exit 1',
    ],
)
def test_a_program_that_is_no_node_is_passed_over(script: str, tmp_path: Path) -> None:
    program = tmp_path / "node"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    assert every_node(environment={"PATH": str(tmp_path)}) == ()


def test_a_program_that_does_not_answer_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "node"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(nodes, "_TIMEOUT_S", 0.2)
    assert every_node(environment={"PATH": str(tmp_path)}) == ()
