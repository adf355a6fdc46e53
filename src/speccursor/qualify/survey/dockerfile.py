"""Dockerfile components: one for every folder that holds Dockerfiles or Containerfiles.

See https://docs.docker.com/build/concepts/dockerfile/#filename. Those of tests, documents, examples and
development containers ship nothing and make no component. Facts: ``configuration`` (hadolint's, from the folder or
the nearest above it), ``switched_off``.
"""

import re
from collections.abc import Iterator

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.roles import hosts_components
from speccursor.qualify.survey.switched_off import switched_off

_NAME = re.compile(r"(?:Dockerfile|Containerfile)(?:[._-].+)?$|.+\.(?:Dockerfile|dockerfile|Containerfile)$")
SETTINGS = (".hadolint.yaml", ".hadolint.yml")
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
            facts=_facts(ground, folder, paths),
        )
        for folder, paths in folders.items()
    ]


def _facts(ground: Ground, folder: str, paths: list[str]) -> dict[str, str]:
    settings = next(_settings(ground, folder), "")
    facts = {
        "configuration": settings,
        "switched_off": switched_off(ground, Language.DOCKERFILE, paths, [settings] if settings else []),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _settings(ground: Ground, folder: str) -> Iterator[str]:
    """Go over hadolint's configurations from a folder up to the root."""
    while True:
        place = f"{folder}/" if folder else ""
        yield from (f"{place}{name}" for name in SETTINGS if ground.holds(f"{place}{name}"))
        if not folder:
            return
        folder = folder.rpartition("/")[0]
