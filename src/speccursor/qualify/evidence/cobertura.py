"""Cobertura's XML -> Coverage, streamed (coverage.py, istanbul, c8, gcovr, gocover-cobertura).

Document type: https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd. It is named in many
reports and never fetched. A class's own ``<lines>`` are read, those of its methods repeat them; classes of
one file are put together. Branches are None where no line of the report says anything about any.
"""

import re
from typing import BinaryIO
from xml.parsers import expat

from msgspec import Struct

from speccursor.qualify.evidence.documents import LARGEST, Nesting, by_name, read_xml, whole
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Branches, Coverage, FileCoverage, UnreadableEvidence

_CONDITIONS = re.compile(r"\s*[\d.,]{1,20}\s*%\s*\((\d{1,9})/(\d{1,9})\)\s*")
_LINE = ["class", "lines", "line"]
_SOURCE = 4096


class _File(Struct):
    hits: dict[int, bool] = {}
    conditions: dict[int, tuple[int, int]] = {}


def read_cobertura(stream: BinaryIO, *, root: str) -> Coverage:
    """Read a Cobertura report. Raises UnreadableEvidence, also where it claims more lines than it holds."""
    reader = _Reader(Root(root))
    read_xml(stream, what="Cobertura XML", start=reader.start, end=reader.end, ready=reader.ready)
    return reader.coverage()


class _Reader:
    """Follows the parser's events. Only the files and their lines are kept."""

    __slots__ = (
        "_claimed",
        "_file",
        "_files",
        "_lines",
        "_measured",
        "_nesting",
        "_parser",
        "_place",
        "_source",
        "_sources",
    )

    def __init__(self, place: Root) -> None:
        self._place = place
        self._parser: expat.XMLParserType
        self._nesting = Nesting()
        self._claimed: int | None = None
        self._sources: list[str] = []
        self._source = ""
        self._files: dict[str, _File] = {}
        self._file: _File | None = None
        self._lines = 0
        self._measured = False

    def ready(self, parser: expat.XMLParserType) -> None:
        """Keep the parser, to hear of text only where a source stands."""
        self._parser = parser

    def start(self, name: str, ordered: list[str]) -> None:
        """Take the start of an element."""
        attributes = by_name(ordered)
        names = self._nesting.names
        self._nesting.enter(name)
        if len(names) == 1:
            if name != "coverage":
                raise UnreadableEvidence(f"its root is <{name[:100]}>")
            self._claimed = whole(attributes.get("lines-valid"))
        elif name == "line":
            if names[-3:] == _LINE and self._file is not None:
                self._line(self._file, attributes)
        elif name == "class":
            path = attributes.get("filename")
            if not path:
                raise UnreadableEvidence("a class has no filename")
            self._file = self._files.setdefault(path, _File())
        elif name == "source":
            self._parser.CharacterDataHandler = self._hear

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._nesting.leave()
        if name == "source":
            self._sources.append(self._source.strip())
            self._source = ""
            self._parser.CharacterDataHandler = None
        elif name == "class":
            self._file = None

    def coverage(self) -> Coverage:
        """Return what was read, after the end of the document."""
        if self._claimed is not None and self._claimed > self._lines:
            raise UnreadableEvidence(f"the report claims {self._claimed} lines and holds {self._lines}")
        return Coverage(tuple(self._coverage(path, file) for path, file in self._files.items()))

    def _hear(self, text: str) -> None:
        if len(self._source) < _SOURCE:
            self._source += text[:_SOURCE]

    def _line(self, file: _File, attributes: dict[str, str]) -> None:
        number, hits = whole(attributes.get("number")), _hits(attributes.get("hits"))
        if number is None or not 1 <= number <= LARGEST or hits is None:
            raise UnreadableEvidence("a line has no number, or no count of hits")
        self._lines += 1
        file.hits[number] = file.hits.get(number, False) or hits
        branch = attributes.get("branch")
        self._measured |= branch is not None
        if branch is not None and branch.lower() == "true":
            conditions = _CONDITIONS.fullmatch(attributes.get("condition-coverage", ""))
            if conditions is None or int(conditions[1]) > int(conditions[2]):
                raise UnreadableEvidence(f"line {number} has branches and does not tell how many were taken")
            covered, total = file.conditions.get(number, (0, 0))
            file.conditions[number] = (max(covered, int(conditions[1])), max(total, int(conditions[2])))

    def _coverage(self, path: str, file: _File) -> FileCoverage:
        conditions = file.conditions
        missed = (line for line, (covered, total) in conditions.items() if covered < total)
        branches = Branches(
            sum(covered for covered, _ in conditions.values()),
            sum(total for _, total in conditions.values()),
            tuple(sorted(missed)),
        )
        return FileCoverage(
            path=self._path(path),
            executed=tuple(sorted(line for line, hit in file.hits.items() if hit)),
            missing=tuple(sorted(line for line, hit in file.hits.items() if not hit)),
            branches=branches if self._measured else None,
        )

    def _path(self, path: str) -> str:
        """Return a file's path below its source; with several sources it cannot be known which is meant."""
        cwd = self._sources[0] if len(self._sources) == 1 else ""
        return self._place.relative(path, cwd=cwd)


def _hits(text: str | None) -> bool | None:
    """Whether a line was hit; counts of any length, as some tools print 64 bits of them."""
    return text.strip("0") != "" if text and text.isascii() and text.isdigit() else None
