"""Trees and repositories that the tests of the survey make."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from speccursor.qualify.model.candidate import Candidate, Component, Role

_AUTHOR = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.org"}
_COMMITTER = {"GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.org"}


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files; return the root."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder, whatever the machine's own configuration says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, **_AUTHOR, **_COMMITTER, "GIT_CONFIG_GLOBAL": "/dev/null", "LC_ALL": "C"}
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments],  # noqa: S607  (the git that is there)
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        timeout=60,
    )
    return done.stdout.decode().strip()


def commit(root: Path, files: Mapping[str, str | bytes] | None = None) -> str:
    """Make a commit of everything in a repository (made if need be); return its id."""
    root.mkdir(parents=True, exist_ok=True)
    if not (root / ".git").exists():
        git(root, "init", "-q")
    write(root, files or {})
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "--allow-empty", "-m", "change")
    return git(root, "rev-parse", "HEAD")


def paths(candidate: Candidate) -> list[str]:
    """Return the candidate's paths."""
    return [file.path for file in candidate.files]


def only(candidate: Candidate, component: str) -> Component:
    """Return the component of this id."""
    found = [one for one in candidate.components if one.id == component]
    assert len(found) == 1, [one.id for one in candidate.components]
    return found[0]


def roles(component: Component) -> dict[str, str]:
    """Return path -> role as text."""
    return {path: role.value for path, role in component.files.items()}


def of(component: Component, role: Role) -> set[str]:
    """Return the paths of one role."""
    return set(component.paths(role))
