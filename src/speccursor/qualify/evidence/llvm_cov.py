"""Branches from llvm-cov's JSON: each condition once, whatever number of times its code was built or instantiated.

Format: ``llvm-cov export`` (https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export), type
``llvm.coverage.json.export``, version 2 or 3. A branch is ``[line, column, end line, end column, true, false, ...]``;
it has two outcomes. LCOV, which the same program writes, numbers the branches of every instantiation anew, so its
branches are not used. The file's own total leaves out what was never instantiated, which is not left out here.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import from_json
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, UnreadableEvidence

_Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_FIELDS = 6
_KNOWN = re.compile(r"[23]\.\d+\.\d+")


class _Total(Struct):
    count: _Number


class _Summary(Struct):
    branches: _Total


class _File(Struct):
    filename: str
    branches: list[list[_Number]]
    summary: _Summary


class _Data(Struct):
    files: list[_File]


class _Export(Struct):
    data: list[_Data]
    type: Literal["llvm.coverage.json.export"]
    version: str


_EXPORT = msgspec.json.Decoder(_Export)


def read_branches(
    content: bytes, *, root: str, without: Mapping[str, Sequence[tuple[int, int]]] | None = None
) -> dict[str, Branches]:
    """Read the branches of every file; `without` are ranges of lines, by path, that are left out.

    Raises UnreadableEvidence.
    """
    place = Root(root)
    export = from_json(_EXPORT, content, "llvm-cov's export")
    if not _KNOWN.fullmatch(export.version):
        raise UnreadableEvidence(f"llvm-cov's export has the version {export.version[:40]!r}, which is not known")
    found: dict[str, Branches] = {}
    for file in (file for data in export.data for file in data.files):
        path = place.relative(file.filename)
        if path in found:
            raise UnreadableEvidence(f"llvm-cov tells of {path[:200]} twice")
        found[path] = _branches(file, (without or {}).get(path, ()))
    return found


def _branches(file: _File, without: Sequence[tuple[int, int]]) -> Branches:
    taken: dict[tuple[int, ...], tuple[bool, bool]] = {}
    for branch in file.branches:
        if len(branch) < _FIELDS or not branch[0]:
            raise UnreadableEvidence(f"llvm-cov's branch {branch[:_FIELDS]} is not one")
        place = tuple(branch[:4])
        true, false = taken.get(place, (False, False))
        taken[place] = true or branch[4] > 0, false or branch[5] > 0
    if file.summary.branches.count > 2 * len(taken):
        raise UnreadableEvidence(f"the total of {file.filename[:200]} is more than its branches")
    judged = {place: hits for place, hits in taken.items() if not any(a <= place[0] <= b for a, b in without)}
    missed = {place[0] for place, hits in judged.items() if not all(hits)}
    return Branches(sum(map(sum, judged.values())), 2 * len(judged), tuple(sorted(missed)))
