"""The kinds of names and texts that stand in `qualification.toml`, and what can be wrong with each."""

import re
from collections.abc import Collection, Mapping, Sequence

from speccursor.qualify.configuration.shape import Mistake, Text
from speccursor.qualify.model.candidate import Language
from speccursor.qualify.model.cells import HOST
from speccursor.qualify.model.plan import EVERY_COMPONENT
from speccursor.qualify.model.toolchains import TITLE

LANGUAGES = tuple(str(language) for language in Language)

_NUMBER = r"(0|[1-9]\d{0,5})"
_OURS = frozenset({"HOME", "PATH", "TMPDIR"})


def _component_objection(text: str) -> tuple[str, str] | None:
    language, _, path = text.partition(":")
    if language not in LANGUAGES:
        return _unknown("language", language, LANGUAGES)
    parts = path.split("/")
    if path != "." and any(part in ("", ".", "..") for part in parts):
        return f"{path!r} is not a folder of the candidate", "write it as 'services/api', or '.' for the root"
    return None


def _system_objection(text: str) -> tuple[str, str] | None:
    """Object to systems whose cells would be called like others."""
    toolchain, _, version = text.partition("-")
    if text == HOST:
        return f"{HOST!r} is what the cell of a matrix without systems is called", "leave `os` out for any system"
    if toolchain in TITLE and version[:1].isdecimal():
        return f"{text!r} is a toolchain, not a system", f"write it as {toolchain} = ['{version}']"
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
VERSIONS: Mapping[str, Text] = {
    "node": Text(says="a version of Node.js such as '20' or '20.19.1'", pattern=rf"^{_NUMBER}(\.{_NUMBER}){{0,2}}$"),
    "python": Text(
        says="a version of Python such as '3.12' or '3.12.1'",
        pattern=rf"^{_NUMBER}(\.{_NUMBER}){{1,2}}((a|b|rc){_NUMBER})?$",
    ),
    "rust": Text(
        says="a version of Rust such as '1.78', or a channel such as 'stable' or 'nightly-2026-11-01'",
        pattern=rf"^({_NUMBER}(\.{_NUMBER}){{1,2}}|stable|(beta|nightly)(-\d{{4}}-\d{{2}}-\d{{2}})?)$",
    ),
    "go": Text(
        says="a version of Go such as '1.22' or '1.22.3'",
        pattern=rf"^{_NUMBER}(\.{_NUMBER}){{1,2}}((beta|rc){_NUMBER})?$",
    ),
    "lean": Text(
        says="a version of Lean such as '4.20.0', or 'nightly-2026-11-01'",
        pattern=rf"^({_NUMBER}(\.{_NUMBER}){{1,2}}(-rc{_NUMBER})?|nightly-\d{{4}}-\d{{2}}-\d{{2}})$",
    ),
}
"""What may stand in each toolchain's dimension of the matrix: versions, no words that mean others next month."""

SYSTEM = Text(says="a system such as 'debian-12'", pattern=r"^[a-z0-9][a-z0-9.-]*$", objection=_system_objection)
PLACE = Text(says="a path or pattern relative to the component", pattern=r"^[^/\\]")
AXIOM = Text(says="an axiom's whole name, such as 'Classical.choice'", pattern=r"^[^\s.]+(\.[^\s.]+)*$")
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
