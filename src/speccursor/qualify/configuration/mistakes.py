"""Mistakes made into words: one exception that tells every one, with its line and what was probably meant.

Imported only where there is a mistake; a file that is right pays nothing for it.
"""

from collections.abc import Sequence

from speccursor.qualify.configuration.nearest import nearest
from speccursor.qualify.configuration.positions import positions
from speccursor.qualify.configuration.shape import Many, Map, Mistake, Path, Shape, Table, dotted, quoted
from speccursor.qualify.model.misuse import InvalidConfiguration

_MOST_TOLD = 20
_MOST_LISTED = 12
_LONGEST = 400


def unknown(thing: str, written: str, known: Sequence[str]) -> tuple[str, str]:
    """Return the message and hint for a name that is none of the known ones."""
    near = nearest(written, known)
    guess = f"; did you mean {near!r}?" if near is not None else ""
    listed = ", ".join(known[:_MOST_LISTED]) + (", ..." if len(known) > _MOST_LISTED else "")
    return f"there is no {thing} {short(written)}{guess}", f"known: {listed}" if known else ""


def unknown_key(shape: Table, name: str, top: Table) -> tuple[str, str]:
    """Return the message and hint for a key that its table does not have, wherever else it belongs."""
    message, hint = unknown("key", name, [key.name for key in shape.keys])
    if "did you mean" in message:
        return message, hint
    if top.key(name):
        return message, f"{name!r} belongs at the top of the file, before the first table"
    elsewhere = _places(top, name)
    return message, f"{name!r} belongs in [{dotted(elsewhere[0])}]" if elsewhere else hint


def _places(shape: Shape, name: str, at: Path = ()) -> list[Path]:
    """Return the tables that have a key of this name."""
    match shape:
        case Table():
            found = [at] if shape.key(name) else []
            return found + [place for key in shape.keys for place in _places(key.shape, name, (*at, key.name))]
        case Map():
            return _places(shape.of, name, (*at, f"<{shape.thing}>"))
        case Many():
            return _places(shape.of, name, at)
        case _:
            return []


def short(text: str) -> str:
    """Write what somebody wrote, in quotes, at most 60 characters of it."""
    return quoted(text if len(text) <= 60 else text[:57] + "...").replace('"', "'")  # noqa: PLR2004  (said above)


def refusal(mistakes: Sequence[Mistake], *, text: str, path: str) -> InvalidConfiguration:
    """Return the one exception that tells every mistake, in the order of their lines.

    What it quotes of a hostile file is bounded: each key and each sentence is cut.
    """
    lines = positions(text)
    placed = sorted(((lines.get(mistake.at, 1), mistake) for mistake in mistakes), key=lambda pair: pair[0])
    line, first = placed[0]
    told = [f"{path}:{place}: {_key(mistake)}: {_sentence(mistake)}" for place, mistake in placed[1:_MOST_TOLD]]
    if len(placed) > _MOST_TOLD:
        told.append(f"and {len(placed) - _MOST_TOLD} mistakes more")
    return InvalidConfiguration(
        "\n".join([_sentence(first), *told]) if told else _cut(first.message),
        path=path,
        line=line,
        key=_key(first),
        hint=_cut(first.hint),
    )


def _sentence(mistake: Mistake) -> str:
    message = _cut(mistake.message)
    return f"{message} ({_cut(mistake.hint)})" if mistake.hint else message


def _key(mistake: Mistake) -> str:
    return _cut(dotted(mistake.at))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
