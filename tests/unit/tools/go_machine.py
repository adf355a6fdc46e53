"""A module, and a machine whose only go is a stand-in that plays back what the real one said of that module."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.standins import GOLDEN, StandIn
from tests.unit.tools.bench import NONCE
from tests.unit.tools.go_bench import ASSETS

sys.path.insert(0, str(ASSETS))  # where the driver stands, its parts stand beside it

import speccursor_go

GO = GOLDEN / "go-1.26.8"
GOBCO = GOLDEN / "gobco-1.3.4"
FILES = ("abs.go", "abs_test.go", "abs_windows.go", "c/c.go", "g/g.go", "p/p_test.go")
"""The module's files, as `module-packages.json` and `module-goscan.jsonl` tell of them."""

# What gobco leaves of a package: its list of conditions, and the sources that it has rewritten.
REWRITES = """\
folder = "c" if os.path.exists("c.go") else ""
module = Path(os.environ["TMPDIR"], "gobco-01", "module-23", folder)
shutil.copytree(golden("gobco-1.3.4/rewritten") / (folder or "root"), module)
"""
# What a test that was built with the overlay leaves: notes of outcomes, here that each condition was once true.
NOTES = """\
(overlay,) = [word.partition("=")[2] for word in argv if word.startswith("-overlay=")]
for source in json.loads(Path(overlay).read_text())["Replace"].values():
    if source.endswith("speccursor_gobco.go"):
        notes = Path(source).read_text().partition('OpenFile("')[2].partition('"')[0]
        Path(notes).write_text("1\\n")
"""
PROFILE = 'Path(next(word for word in argv if word.startswith("-coverprofile="))[14:]).write_text("mode: atomic\\n")'


class GoMachine:
    """The module below `root`, stand-ins for go's programs, and what the driver is told."""

    def __init__(self, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.base, self.monkeypatch = base, monkeypatch
        self.root, self.out, self.goroot = base / "root", base / "out", base / "goroot"
        for name in FILES:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(f"// {name}\n")
        self.out.mkdir()
        self.go = StandIn(base / "bin/go")
        self.gofmt = StandIn(base / "bin/gofmt")
        self.gobco, self.goscan, self.gocyclo, self.staticcheck = (
            StandIn(base / f"tool/bin/{name}") for name in ("gobco", "goscan", "gocyclo", "staticcheck")
        )
        self.go.answers("list -e -json=*", self.of("go-1.26.8/module-packages.json"))
        self.go.answers("list -race unsafe", "unsafe\n")
        self.go.answers("env GOROOT", f"{self.goroot}\n").answers("env GOVERSION", "go1.26.8\n")
        self.go.answers("build -overlay=*").answers("test -json *", self.of("go-1.26.8/race.jsonl"), does=PROFILE)
        self.go.answers("test -count=1 -vet=off -overlay=*", "ok\n", does=NOTES)
        self.goscan.answers("*", (GOBCO / "module-goscan.jsonl").read_text())
        self.gobco.answers("-keep -test=-n .", does=REWRITES)

    def of(self, name: str) -> str:
        """Return what was really said, with the paths of this module."""
        return (GOLDEN / name).read_text().replace("/candidate", str(self.root))

    def drive(self, what: str, *arguments: str, path: str = ".", files: tuple[str, ...] = FILES) -> dict[str, Any]:
        """Run the driver in the component's folder, and return its account."""
        told = {"what": what, "component": path, "files": files, "arguments": arguments}
        (self.base / "settings.json").write_text(json.dumps({**told, "examples": 50, "timeout_s": 90}))
        argv = ["driver", self.base / "settings.json", self.out, self.root, self.base / "tool", NONCE]
        self.monkeypatch.setattr(sys, "argv", [str(word) for word in argv])
        self.monkeypatch.setenv("PATH", f"{self.base}/bin:{os.environ['PATH']}")
        self.monkeypatch.chdir(self.root / path)
        assert speccursor_go.main() == 0
        return self.account()

    def account(self) -> dict[str, Any]:
        """Return what the driver left as its account."""
        account: dict[str, Any] = json.loads((self.out / "account.json").read_text())
        assert (account["schema"], account["nonce"]) == ("speccursor.go/1", NONCE)
        return account

    def left(self, name: str) -> str:
        """Return an output of the driver's."""
        return (self.out / name).read_text()


def codes(account: dict[str, Any]) -> dict[str, int]:
    """Return how each step ended."""
    return {name: step["exit"] for name, step in account["steps"].items()}
