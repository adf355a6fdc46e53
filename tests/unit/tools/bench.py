"""A workbench for adapters: a small tree, its component, and one invocation really run by the real tool."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.evidence import Evidence, Findings, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Options, Tool

Lint = Callable[[Tool, Mapping[str, str | bytes]], Findings]
"""Has a tree of files linted by the real tool; what stands there from before is linted again."""

NONCE = "0123456789abcdef" * 2
_TESTS = ("test_", "conftest.py")


@dataclass
class Kept:
    """Outputs as a store gives them back."""

    root: str
    component: str
    nonce: str
    contents: dict[str, Path]

    def names(self) -> frozenset[str]:
        return frozenset(self.contents)

    def read(self, name: str) -> bytes:
        if name not in self.contents:
            raise UnreadableEvidence(f"there is no output {name}")
        return self.contents[name].read_bytes()

    def open(self, name: str) -> BinaryIO:
        if name not in self.contents:
            raise UnreadableEvidence(f"there is no output {name}")
        return self.contents[name].open("rb")


def role_of(path: str) -> Role:
    name = path.rpartition("/")[2]
    if "data/" in path:
        return Role.DATA
    if "tests/" in path or name.startswith(_TESTS):
        return Role.TEST
    return Role.SUPPORT if name in ("setup.py", "noxfile.py") else Role.SOURCE


@dataclass
class Bench:
    """A tree below `base`, and what is needed to measure it."""

    base: Path
    tools: Path = Path(sys.prefix)
    toolchain: Path = Path(sys.prefix)
    python: str = sys.executable
    path: str = "."
    language: Language = Language.PYTHON

    @property
    def root(self) -> Path:
        return self.base / "root"

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def component(self, **facts: str) -> Component:
        found = sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        own = [name for name in found if self.path == "." or name.startswith(self.path + "/")]
        return Component(
            language=self.language,
            path=self.path,
            manifest=None,
            files={name: role_of(name) for name in own},
            facts=facts,
        )

    def _fill(self, text: str) -> str:
        places = {
            "root": self.root,
            "component": self.root / self.path,
            "in": self.base / "in",
            "out": self.base / "out",
            "tool": self.tools,
            "toolchain": self.toolchain,
            "python": self.python,
            "nonce": NONCE,
        }
        for name, place in places.items():
            text = text.replace(f"{{{name}}}", str(place))
        return text

    def run(self, invocation: Invocation) -> tuple[int, Kept]:
        for name in ("in", "out", "tmp", "home"):
            (self.base / name).mkdir(exist_ok=True)
        for name, text in invocation.inputs.items():
            (self.base / "in" / name).write_text(text, encoding="utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.base / "home"),
            "TMPDIR": str(self.base / "tmp"),
            "LANG": "C.UTF-8",
            **{name: self._fill(value) for name, value in invocation.environment.items()},
        }
        done = subprocess.run(
            [self._fill(part) for part in invocation.argv],
            cwd=self._fill(invocation.cwd),
            env=environment,
            capture_output=True,
            timeout=300,
            check=False,
            start_new_session=True,
        )
        (self.base / "stdout").write_bytes(done.stdout)
        (self.base / "stderr").write_bytes(done.stderr)
        contents = {"stdout": self.base / "stdout", "stderr": self.base / "stderr"}
        for name, file in invocation.outputs.items():
            if (self.base / "out" / file).is_file():
                contents[name] = self.base / "out" / file
        return done.returncode, Kept(str(self.root), self.path, NONCE, contents)

    def measure(
        self, tool: Tool, component: Component | None = None, options: Options | None = None
    ) -> tuple[Evidence, ...]:
        """Run one tool as it would be run, hold its exit code against its documented ones, and read it."""
        invocation = tool.invoke(component or self.component(), options or Options())
        code, kept = self.run(invocation)
        said = kept.read("stdout").decode() + kept.read("stderr").decode()
        assert code in invocation.ok_exit_codes, f"{code}: {said}"
        missing = set(invocation.outputs) - kept.names() - invocation.optional
        assert not missing, f"{missing}: {said}"
        return tool.read(kept)
