"""Go's coverage profile -> lines, by the statements that begin on them.

Format: a line ``mode: atomic``, then ``IMPORT-PATH/FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT`` for each block,
again for each test binary that holds it (https://pkg.go.dev/cmd/cover; golang.org/x/tools/cover, ``ParseProfiles``).
A block is no line: it may end in the middle of one and go on over comments. A line counts where a statement begins
on it, and is run where one of these was.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from speccursor.qualify.evidence.documents import lines_of
from speccursor.qualify.model.evidence import UnreadableEvidence

Position = tuple[int, int]
Block = tuple[Position, Position]
Blocks = Mapping[Block, bool]
"""The blocks of one file, first and last position, and whether they were run."""

_BLOCK = re.compile(r"(.+):(\d{1,9})\.(\d{1,9}),(\d{1,9})\.(\d{1,9}) \d{1,9} (\d{1,20})")
_MODE = re.compile(r"mode: (?:set|count|atomic)")


def read_profile(content: bytes) -> dict[str, Blocks]:
    """Read a profile, by import path and name of each file. Raises UnreadableEvidence."""
    lines = lines_of(content, "a coverage profile")
    if not _MODE.fullmatch(lines[0]):
        raise UnreadableEvidence(f"a coverage profile does not begin with {lines[0][:200]!r}")
    if lines[-1]:
        raise UnreadableEvidence("the coverage profile ends within a line")
    found: dict[str, dict[tuple[Position, Position], bool]] = {}
    for line in lines[1:-1]:
        block = _BLOCK.fullmatch(line)
        if block is None:
            raise UnreadableEvidence(f"not a block of a coverage profile: {line[:200]!r}")
        numbers = [int(number) for number in block.groups()[1:]]
        place = (numbers[0], numbers[1]), (numbers[2], numbers[3])
        file = found.setdefault(block[1], {})
        file[place] = file.get(place, False) or numbers[4] > 0
    return dict(found)


def lines_run(blocks: Blocks, statements: Iterable[Position]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the lines that were run and those that were not. Raises UnreadableEvidence where nothing fits together."""
    ordered = sorted(blocks)
    begun = set(statements)
    told = {line: False for line, _ in sorted(begun)}
    fitting: set[int] = set()
    for (line, _), block in _around(sorted(begun), ordered):
        fitting.add(line)
        told[line] = told[line] or blocks[block]
    if ordered and begun and not fitting:
        raise UnreadableEvidence("no statement stands in a block of the coverage profile")
    executed = tuple(sorted(line for line in fitting if told[line]))
    return executed, tuple(sorted(line for line in fitting if not told[line]))


def _around(positions: Sequence[Position], ordered: Sequence[Block]) -> Iterator[tuple[Position, Block]]:
    """Yield each position that stands in a block, with the innermost one: the one that begins last. Both are sorted."""
    begun: list[Block] = []
    at = 0
    for position in positions:
        while at < len(ordered) and ordered[at][0] <= position:
            begun.append(ordered[at])
            at += 1
        while begun and begun[-1][0] < position and begun[-1][1] <= position:
            begun.pop()  # it ended before, and holds no later position either
        if begun:
            yield position, begun[-1]
