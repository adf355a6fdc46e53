"""Dockerfile components: one for every folder that holds Dockerfiles or Containerfiles.

See https://docs.docker.com/build/concepts/dockerfile/#filename. Those of tests, documents, examples and
development containers ship nothing and make no component.
"""

import re

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.roles import hosts_components

_NAME = re.compile(r"(?:Dockerfile|Containerfile)(?:\..+)?$|.+\.(?:Dockerfile|dockerfile|Containerfile)$")
_NOT_ONE = re.compile(r".+\.(?:dockerignore|md|txt|rst|py|js|ts|go|rs|json|ya?ml|sh|html)$")


def is_dockerfile(name: str) -> bool:
    """Whether a file's name says that it is a Dockerfile."""
    return _NAME.match(name) is not None and _NOT_ONE.match(name) is None


def find_dockerfiles(ground: Ground) -> list[Component]:
    """Return one component for each folder with Dockerfiles that ship something."""
    folders: dict[str, list[str]] = {}
    names = [name for name in ground.named if is_dockerfile(name)]
    for path in sorted(path for name in names for path in ground.named[name]):
        folder = path.rpartition("/")[0]
        hidden = any(segment.startswith(".") for segment in folder.split("/"))
        if path not in ground.data and not hidden and hosts_components(folder):
            folders.setdefault(folder, []).append(path)
    return [
        Component(
            language=Language.DOCKERFILE,
            path=folder or ".",
            manifest=paths[0],
            files=dict.fromkeys(paths, Role.SOURCE),
        )
        for folder, paths in folders.items()
    ]
