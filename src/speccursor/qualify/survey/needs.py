"""Which components of a candidate are built from which others of their language: those that their manifests name.

A workspace installs its members from their sources, so a member's tests run its siblings' files. Whoever is named in
a manifest, by the name that it is published under or by the way to its folder, is needed, and so is whatever that one
needs. A name in a comment counts as well: too much is seen then, never too little.
"""

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component, ComponentId, Language
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.manifest import read_text

_MANIFESTS: Mapping[Language, re.Pattern[str]] = {
    Language.PYTHON: re.compile(r"pyproject\.toml|setup\.(?:py|cfg)"),
    Language.JAVASCRIPT: re.compile(r"package\.json|tsconfig(?:\.[\w.-]+)?\.json"),
    Language.RUST: re.compile(r"Cargo\.toml"),
    Language.GO: re.compile(r"go\.mod"),
    Language.LEAN: re.compile(r"lakefile\.(?:toml|lean)|lake-manifest\.json"),
}
_WORD = re.compile(r"(?:@[\w.-]+/)?[\w.~-]+(?:/[\w.~-]+)*")
_SEPARATORS = re.compile(r"[-_.]+")
_RENAMED = re.compile(r"^\s*([\w-]+)\s*=\s*\{[^}\n]*package\s*=\s*[\"']([\w-]+)[\"']", re.MULTILINE)


def with_needs(ground: Ground, components: Sequence[Component]) -> tuple[Component, ...]:
    """Return the components, each with the others of its language that it needs, directly or through others."""
    made = list(components)
    for language in _MANIFESTS:
        several = [one for one in components if one.language is language]
        if len(several) > 1:
            direct = _direct(ground, language, several)
            made = [replace(one, needs=reached(one.id, direct)) if one in several else one for one in made]
    return tuple(made)


def _direct(ground: Ground, language: Language, components: Sequence[Component]) -> dict[ComponentId, set[ComponentId]]:
    names: dict[str, set[ComponentId]] = {}
    for one in components:
        for name in _names(ground, one):
            names.setdefault(_normal(language, name), set()).add(one.id)
    folders = {one.path: one.id for one in components}
    manifests = [path for name, paths in ground.named.items() if _MANIFESTS[language].fullmatch(name) for path in paths]
    return {
        one.id: {
            needed
            for word in _words(ground, one, manifests)
            for needed in (*names.get(_normal(language, word), ()), *_at(folders, one.path, word))
        }
        - {one.id}
        for one in components
    }


def _names(ground: Ground, component: Component) -> Iterator[str]:
    """Yield what others may call a component: its own name, and what its Cargo workspace calls it."""
    own = component.facts.get("module" if component.language is Language.GO else "name")
    if not own:
        return
    yield own
    workspace = component.facts.get("workspace")
    if component.language is Language.RUST and workspace:
        text = ground.read(posixpath.normpath(f"{workspace}/Cargo.toml"), read_text).text
        yield from (alias for alias, package in _RENAMED.findall(text) if package == own)


def _words(ground: Ground, component: Component, manifests: Iterable[str]) -> Iterator[str]:
    """Yield every word of a component's manifests, and what stands before a dot in it (``b.workspace = true``)."""
    listed = shlex.split(component.facts.get("requirements", ""))
    told = [posixpath.normpath(posixpath.join(component.path, path)) for path in listed]
    for path in (*(path for path in manifests if path in component.files), *told):
        for word in _WORD.findall(ground.read(path, read_text).text):
            yield word
            yield word.partition(".")[0]


def _at(folders: Mapping[str, ComponentId], path: str, word: str) -> Iterator[ComponentId]:
    """Yield the component that stands where a word leads from a folder, if the word is a way."""
    if "/" in word or word == "..":
        found = folders.get(posixpath.normpath(posixpath.join(path, word)))
        if found is not None:
            yield found


def _normal(language: Language, name: str) -> str:
    """Return a name as its ecosystem compares it (PEP 503; Cargo takes ``-`` for ``_`` in crates' names)."""
    if language is Language.PYTHON:
        return _SEPARATORS.sub("-", name).lower()
    return name.replace("-", "_") if language is Language.RUST else name


def reached(start: ComponentId, direct: Mapping[ComponentId, Iterable[ComponentId]]) -> tuple[ComponentId, ...]:
    """Return what a component needs, directly or through others, without itself."""
    found: set[ComponentId] = set()
    waiting = [start]
    while waiting:
        fresh = set(direct[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
    return tuple(sorted(found - {start}))
