"""Stand-ins for programs that a machine may lack: each plays back what the real one said, and notes how it was called.

A call is answered by the last answer whose pattern fits its arguments; one that nothing is prepared for ends with 97.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

UNPREPARED = 97
"""The exit code of a stand-in that was called as nobody foresaw."""

_PROGRAM = """\
#!{python} -IS
import fnmatch, json, os, shutil, sys
from pathlib import Path

argv = sys.argv[1:]
with open({notes!r}, "ab", buffering=0) as notes:  # one write for one line: several may be called at once
    notes.write((json.dumps([argv, os.getcwd(), dict(os.environ)]) + "\\n").encode())


def after(option):
    return Path(argv[argv.index(option) + 1])


def golden(name):
    return Path({goldens!r}, name)


words = " ".join(argv)
for pattern, out, err, code, does in reversed(json.loads(Path({answers!r}).read_text(encoding="utf-8"))):
    if fnmatch.fnmatchcase(words, pattern):
        exec(does)
        sys.stdout.write(out)
        sys.stderr.write(err)
        sys.exit(code)
sys.stderr.write("nothing is prepared for: " + words + "\\n")
sys.exit({unprepared})
"""
GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True)
class Call:
    """One call: its arguments, the folder it was made in, and its whole environment."""

    argv: tuple[str, ...]
    cwd: Path
    environment: dict[str, str]

    @property
    def words(self) -> str:
        """The arguments in one line."""
        return " ".join(self.argv)


class StandIn:
    """A program at a path. `answers` are (pattern, standard output, standard error, exit code, what else it does)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._notes, self._answers = path.with_name(f".{path.name}.calls"), path.with_name(f".{path.name}.answers")
        self._prepared: list[tuple[str, str, str, int, str]] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        places = {"notes": str(self._notes), "answers": str(self._answers), "goldens": str(GOLDEN)}
        path.write_text(_PROGRAM.format(python=sys.executable, unprepared=UNPREPARED, **places), encoding="utf-8")
        path.chmod(0o755)
        self._answers.write_text("[]")

    def answers(self, pattern: str, out: str = "", *, err: str = "", code: int = 0, does: str = "") -> "StandIn":
        """Prepare an answer. `pattern` is held against the arguments as one line (fnmatch), before earlier ones.

        `does` is Python that is run first; it finds `argv`, `after(OPTION)`, `golden(NAME)`, `Path`, `os` and `shutil`.
        """
        self._prepared.append((pattern, out, err, code, does))
        self._answers.write_text(json.dumps(self._prepared), encoding="utf-8")
        return self

    @property
    def calls(self) -> list[Call]:
        """Every call so far, in order."""
        lines = self._notes.read_text(encoding="utf-8").splitlines() if self._notes.exists() else []
        return [Call(tuple(argv), Path(cwd), environment) for argv, cwd, environment in map(json.loads, lines)]

    def called(self, pattern: str) -> Call:
        """Return the only call that fits a pattern."""
        (found,) = self.calls_of(pattern)
        return found

    def calls_of(self, pattern: str) -> Iterator[Call]:
        """Yield the calls that fit a pattern."""
        return (call for call in self.calls if fnmatchcase(call.words, pattern))
