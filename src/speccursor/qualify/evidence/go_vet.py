"""What ``go vet -json`` prints -> Findings.

Format: for each package and its tests, one JSON object of package, analyzer and diagnostics, ``{}`` where there are
none (https://pkg.go.dev/golang.org/x/tools/go/analysis/unitchecker; older releases print it on standard error, behind
``# PACKAGE``). A package that does not type-check has no object; what is wrong with it stands on standard error. So the
number of objects says whether all was examined.
"""

import json
import re
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from speccursor.qualify.evidence.documents import LARGEST, from_json, lines_of, position
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence, in_order

_PLACE = re.compile(r"(.+?):(\d{1,9})(?::(\d{1,9}))?", re.DOTALL)
_COMPILE = re.compile(r"(?:vet: )?(.+?\.go):(\d{1,9}):(?:(\d{1,9}):)? (.+)")
_LONGEST = 500


class _Diagnostic(Struct):
    posn: str
    message: str


class _Failed(Struct):
    error: Annotated[str, Meta(min_length=1)]


_TREE = msgspec.json.Decoder(dict[str, dict[str, list[_Diagnostic] | _Failed]])


def read_go_vet(content: bytes, log: bytes, *, units: int, examined: int, root: str, cwd: str = "") -> Findings:
    """Read the findings. `units` are the packages and external tests that must be told of, `examined` their files.

    Raises UnreadableEvidence, also where a package is missing and nothing says what is wrong with it.
    """
    place = Root(root)
    documents, said = _documents(lines_of(content, "go vet's output") + lines_of(log, "go vet's log"))
    found: set[Finding] = set()
    for document in documents:
        for package, analyses in from_json(_TREE, document.encode(), "what go vet found").items():
            for analyzer, result in analyses.items():
                if isinstance(result, _Failed):
                    raise UnreadableEvidence(f"{analyzer} failed on {package[:_LONGEST]}: {result.error[:_LONGEST]}")
                found |= {_finding(analyzer, one, place, cwd) for one in result}
    broken = {one for line in said if (one := _compile_error(line, place, cwd)) is not None}
    if len(documents) != units and not broken:
        words = " / ".join(said[:3])[:_LONGEST] or "nothing says why"
        raise UnreadableEvidence(f"go vet tells of {len(documents)} of {units} packages: {words}")
    return Findings(tuple(in_order(found | broken)), examined)


def _documents(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part the JSON objects, each from ``{`` to ``}`` at the beginning of a line, from everything else."""
    documents: list[str] = []
    said: list[str] = []
    inside: list[str] = []
    for line in lines:
        if inside or line in ("{", "{}"):
            inside.append(line)
            if line in ("}", "{}"):
                documents.append("\n".join(inside))
                inside = []
        elif line and not line.startswith("#"):
            said.append(line)
    if inside:
        raise UnreadableEvidence("what go vet found has no end")
    return documents, said


def _finding(analyzer: str, one: _Diagnostic, place: Root, cwd: str) -> Finding:
    where = _PLACE.fullmatch(one.posn)
    if where is None:
        raise UnreadableEvidence(f"go vet's finding stands nowhere: {json.dumps(one.posn)[:_LONGEST]}")
    return Finding(
        place.relative(where[1], cwd=cwd),
        _number(where[2]),
        _number(where[3]),
        analyzer,
        one.message[:_LONGEST],
        Severity.MEDIUM,
    )


def _compile_error(line: str, place: Root, cwd: str) -> Finding | None:
    found = _COMPILE.fullmatch(line)
    if found is None:
        return None
    path = place.relative(found[1], cwd=cwd)
    at, column, said = _number(found[2]), _number(found[3]), found[4][:_LONGEST]
    return Finding(path, at, column, "compile", said, Severity.HIGH, refused=True)


def _number(text: str | None) -> int | None:
    return position(min(int(text), LARGEST)) if text else None
