"""The kinds of names and texts that stand in `qualification.toml`, and what can be wrong with each."""

import re
from collections.abc import Collection, Sequence

from speccursor.qualify.configuration.shape import Mistake, Text
from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.plan import EVERY_COMPONENT

LANGUAGES = tuple(str(language) for language in Language)

_OURS = frozenset({"HOME", "PATH", "TMPDIR"})


def _component_objection(text: str) -> tuple[str, str] | None:
    language, _, path = text.partition(":")
    if language not in LANGUAGES:
        return _unknown("language", language, LANGUAGES)
    parts = path.split("/")
    if path != "." and any(part in ("", ".", "..") for part in parts):
        return f"{path!r} is not a folder of the candidate", "write it as 'services/api', or '.' for the root"
    return None


def _pattern_objection(text: str) -> tuple[str, str] | None:
    if text.startswith("#"):
        return "is a comment, not a pattern", "write '\\#name' for a name that starts with '#'"
    if not text.strip(" !/") or text.endswith("\\"):
        return f"{text!r} matches nothing", "write a gitignore pattern such as 'examples/broken/**'"
    return None


def _variable_objection(name: str) -> tuple[str, str] | None:
    if name in _OURS or name.startswith("SPECCURSOR_"):
        return f"{name} is set by the sandbox and cannot be chosen", "leave it out"
    return None


def _literal_objection(text: str) -> tuple[str, str] | None:
    if re.fullmatch(r"\$(\w+|\{\w+\})", text):
        return f"{text!r} is not expanded", "write the value itself"
    return None


GLOB = Text(says="a gitignore pattern", objection=_pattern_objection)
ARGUMENT = Text(says="one argument", empty=True)
NAME = Text(says="a name", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
VERSION = Text(says="a version such as '3.12' or 'nightly'", pattern=r"^[A-Za-z0-9][A-Za-z0-9.+_-]*$")
SYSTEM = Text(says="a system such as 'debian-12'", pattern=r"^[a-z0-9][a-z0-9.-]*$")
PLACE = Text(says="a path or pattern relative to the component", pattern=r"^[^/\\]")
OPERATION = Text(says="an operation's name", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
VARIABLE = Text(
    says="the name of an environment variable",
    pattern=r"^[A-Za-z_][A-Za-z0-9_]*$",
    objection=_variable_objection,
)
LITERAL = Text(says="a value", empty=True, objection=_literal_objection)
COMPONENT = Text(
    says="a component id, language:path, such as 'python:.'",
    pattern=r"^[^:]+:.+$",
    objection=_component_objection,
)
SCOPE = Text(
    says="a component id such as 'python:.', or '*'",
    pattern=r"^(\*|[^:]+:.+)$",
    objection=lambda text: None if text == EVERY_COMPONENT else _component_objection(text),
)


def known_component(text: Text, components: Collection[str] | None) -> Text:
    """Also object to a component that the candidate does not have, where its components are known."""
    if components is None:
        return text
    known = sorted(components)

    def objection(name: str) -> tuple[str, str] | None:
        wrong = text.objection(name) if text.objection else None
        if wrong or name == EVERY_COMPONENT or name in components:
            return wrong
        return _unknown("component of the candidate", name, known)

    return Text(says=text.says, pattern=text.pattern, objection=objection)


def _unknown(thing: str, written: str, known: Sequence[str]) -> tuple[str, str]:
    from speccursor.qualify.configuration.mistakes import unknown  # noqa: PLC0415  (only on the way to an error)

    return unknown(thing, written, known)


def repeated(tables: Sequence[object], fields: tuple[str, ...], message: str) -> Sequence[Mistake]:
    """Object to each table of a list that agrees with an earlier one in these fields."""
    seen: set[tuple[object, ...]] = set()
    found = []
    for place, table in enumerate(tables):
        if not isinstance(table, dict) or not all(field in table for field in fields):
            continue
        same = tuple(table[field] for field in fields)
        if same in seen:
            found.append(Mistake((place, fields[0]), f"{' of '.join(map(str, same))} {message}", "leave one out"))
        seen.add(same)
    return found
