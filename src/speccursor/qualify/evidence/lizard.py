"""lizard's CSV -> Functions (``lizard --csv``).

Format: https://github.com/terryyin/lizard/blob/master/lizard_ext/csvoutput.py. It is CSV in name only:
a quote in a file's name is printed as it is, and a signature can hold a newline. Each record is
``nloc,ccn,tokens,parameters,length,"name@start-end@file","file","name","signature",start,end``; what stands
in it twice is used to find where each field ends.
"""

import re

from speccursor.qualify.evidence.documents import LARGEST, lines_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Function, Functions, UnreadableEvidence

_HEADER = "NLOC,CCN,token,PARAM,length,location,file,function,long_name,start,end"
_HEAD = re.compile(r'(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9}),"')
_TAIL = re.compile(r'",(\d{1,9}),(\d{1,9})\Z')
_NEXT = '","'
_TRIES = 64


def read_lizard(content: bytes, *, root: str, cwd: str = "") -> Functions:
    """Read lizard's functions; `cwd` is the folder that it ran in. Raises UnreadableEvidence."""
    place = Root(root)
    functions: list[Function] = []
    record: list[str] = []
    for number, line in enumerate(lines_of(content, "lizard's CSV")):
        if not record and (not line or (number == 0 and line == _HEADER)):
            continue
        record.append(line)
        # A signature may go on in the next line, but holds no quote: lizard has replaced them.
        if tail := _TAIL.search(line):
            functions.append(_function("\n".join(record), tail, place, cwd))
            record = []
    if record:
        raise UnreadableEvidence(f"not a record of lizard's CSV: {record[0][:200]!r}")
    return Functions(tuple(functions))


def _function(record: str, tail: re.Match[str], place: Root, cwd: str) -> Function:
    head = _HEAD.match(record)
    body = record[head.end() : len(record) - len(tail[0])] if head else ""
    name, found, rest = body.partition(f"@{tail[1]}-{tail[2]}@")
    file = _repeated(rest, after=f"{_NEXT}{name}{_NEXT}") if found else None
    if head is None or file is None:
        raise UnreadableEvidence(f"not a record of lizard's CSV: {record[:200]!r}")
    return Function(
        path=place.relative(file, cwd=cwd),
        line=_line(tail[1]),
        end_line=_line(tail[2]),
        name=name,
        complexity=int(head[2]),
        lines=int(head[5]),
        parameters=int(head[4]),
    )


def _line(number: str) -> int:
    line = int(number)
    if not 1 <= line <= LARGEST:
        raise UnreadableEvidence(f"lizard's line {number} is not one")
    return line


def _repeated(rest: str, *, after: str) -> str | None:
    """Return the file in ``file","file`` + `after`: the first split at which both halves are the same."""
    at = -1
    for _ in range(_TRIES):
        at = rest.find(_NEXT, at + 1)
        if at < 0:
            return None
        file = rest[:at]
        start = at + len(_NEXT)
        if rest.startswith(file, start) and rest.startswith(after, start + at):
            return file
    return None
