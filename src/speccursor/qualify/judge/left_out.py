"""What was kept out of what was measured: excluded lines, deselected tests, a check that could not be made.

A project may exclude lines and deselect tests; a figure that is better for it must not look like one that is not.
"""

from collections.abc import Iterator, Mapping, Sequence

from speccursor.qualify.model.evidence import Coverage, Evidence, Properties, TestRun
from speccursor.qualify.model.plan import Owed, OwedId
from speccursor.qualify.model.reading import Reading, Unread

_NAMED = 5


def left_out(owed: Sequence[Owed], heard: Mapping[OwedId, Reading]) -> tuple[str, ...]:
    """Return one sentence for each piece of evidence of the candidate that something was kept out of."""
    told = []
    for item in owed:
        reading = heard.get(item.id)
        if item.release is None and reading is not None and not isinstance(reading, Unread):
            told += [f"{item.component}: {text}" for piece in reading for text in _kept_out(piece)]
    return tuple(dict.fromkeys(told))


def _kept_out(piece: Evidence) -> Iterator[str]:
    if isinstance(piece, TestRun) and piece.deselected:
        yield f"{piece.deselected} tests are deselected by the project's own options and were not run"
    if isinstance(piece, TestRun | Properties) and piece.weaker:
        yield piece.weaker
    if isinstance(piece, Coverage):
        files = [file for file in piece.files if file.excluded]
        if files:
            lines = sum(len(file.excluded) for file in files)
            named = ", ".join(file.path for file in files[:_NAMED])
            more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
            yield f"{lines} lines are excluded from coverage by comments or configuration: {named}{more}"
