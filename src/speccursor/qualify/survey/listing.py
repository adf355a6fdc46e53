"""Which files a candidate has: by git's index where there is one, else by a walk of the folder.

Both lists follow the same rules, so that a checkout and a plain copy of it list the same files:
``.gitignore`` is honoured (gitignore(5)), and folders that programs leave behind are left out
(`LEFT_OUT`, Python environments, folders with a CACHEDIR.TAG). What is tracked is always listed, and so
is what an archive holds, whatever its ``.gitignore`` names.
"""

from msgspec import Struct, field

LEFT_OUT = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".speccursor",
        ".hypothesis",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".tox",
        ".lake",
        "__pycache__",
    }
)

_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "CACHEDIR.TAG"})
_NODE_MARKS = frozenset({".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml", ".bin"})


class Listing(Struct):
    """The files of a candidate by their names on disk, before any was read.

    `files` gives for each what git's index says of it (``100644 <object id>``), "" where nothing does.
    `dirty` says that the list alone differs from the revision. `absent` names what it declares and has not.
    """

    files: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    dirty: bool = False
    absent: list[str] = field(default_factory=list)

    def join(self, other: "Listing", *, below: str) -> None:
        """Take in the listing of a folder below this one."""
        self.files.update((f"{below}/{path}", entry) for path, entry in other.files.items())
        self.notes.extend(f"{below}: {note}" for note in other.notes)
        self.absent.extend(f"{below}/{name}" for name in other.absent)
        self.dirty = self.dirty or other.dirty


def is_left_behind(name: str, holds: frozenset[str] | set[str], beside: frozenset[str] | set[str]) -> bool:
    """Whether a folder is what some program left: a cache, an environment, installed packages.

    `holds` are the names directly in it, `beside` those that it stands among.
    """
    if name in LEFT_OUT or not _ENVIRONMENT_MARKS.isdisjoint(holds):
        return True
    return name == "node_modules" and ("package.json" in beside or not _NODE_MARKS.isdisjoint(holds))


def without_left_behind(paths: list[str]) -> list[str]:
    """Return the paths outside of folders that programs left behind (judged by the paths alone)."""
    held: dict[str, set[str]] = {}
    for path in paths:
        parent = path
        while True:
            parent, _, name = parent.rpartition("/")
            names = held.setdefault(parent, set())
            known = name in names
            names.add(name)
            if known or not parent:
                break
    verdicts: dict[str, bool] = {"": False}
    return [path for path in paths if not _inside(path.rpartition("/")[0], held, verdicts)]


def _inside(folder: str, held: dict[str, set[str]], verdicts: dict[str, bool]) -> bool:
    waiting = []
    while folder not in verdicts:
        waiting.append(folder)
        folder = folder.rpartition("/")[0]
    inside = verdicts[folder]
    for one in reversed(waiting):
        parent, _, name = one.rpartition("/")
        inside = inside or is_left_behind(name, held[one], held[parent])
        verdicts[one] = inside
    return inside
