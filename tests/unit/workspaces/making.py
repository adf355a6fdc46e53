"""Candidates made for tests: real files in a folder, and the values that the survey would give them."""

from pathlib import Path

from speccursor.qualify.model.candidate import Candidate, Component, File, Language, Role, Source
from speccursor.qualify.model.digests import Digest, digest_of, digest_of_bytes
from speccursor.qualify.workspaces.isolation import Isolation
from speccursor.qualify.workspaces.making import Ground
from speccursor.qualify.workspaces.places import Place


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def files_of(root: Path) -> tuple[File, ...]:
    found = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            link = str(path.readlink())
            found.append(File(name, len(link), digest_of_bytes(link.encode()), link=link))
        elif path.is_file():
            content = path.read_bytes()
            executable = bool(path.stat().st_mode & 0o100)
            found.append(File(name, len(content), digest_of_bytes(content), executable))
    return tuple(found)


def candidate_of(root: Path, *, language: Language = Language.PYTHON, path: str = ".") -> Candidate:
    files = files_of(root)
    prefix = "" if path == "." else f"{path}/"
    component = Component(
        language=language,
        path=path,
        manifest=None,
        files={file.path: Role.SOURCE for file in files if file.path.startswith(prefix)},
    )
    return Candidate(
        name=root.name,
        source=Source.FOLDER,
        revision=None,
        tree=Digest(digest_of(files)),
        dirty=False,
        files=files,
        components=(component,),
    )


def ground_of(base: Path, scratch: str, *, language: Language, path: str = ".", **environment: str) -> Ground:
    """Return where environments of the candidate in ``base/source`` are made, without isolation, on ``base/copy``."""
    (base / scratch).mkdir()
    return Ground(
        candidate=candidate_of(base / "source", language=language, path=path),
        source=base / "source",
        place=Place(folder=base / "copy", seen=str(base / "copy"), lane=0),
        cache=base / "cache",
        isolation=Isolation(bubblewrap=None, reason="the test asks for none"),
        scratch=base / scratch,
        environment=environment,
    )
