"""Known findings and functions, set aside before a gate is asked, so that it is asked for what is new. Pure.

A finding is known by its rule and the mark of the line that it stands on, so it stays known when its code is moved or
renamed, and is new when the line is written anew. What is known counts once for each time that it was recorded. A file
that its checker does not accept is never known: nobody has examined it.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from speccursor.qualify.model.debt import Known, KnownFunction
from speccursor.qualify.model.evidence import Evidence, Finding, Findings, Function, Functions, Lines
from speccursor.qualify.model.plan import Share
from speccursor.qualify.model.requirement import Requirement


class Aside(Struct, frozen=True):
    """What is left for the gate, how much was known and is still there, and how much of it is gone."""

    evidence: tuple[Evidence, ...]
    known: int
    gone: int

    @property
    def told(self) -> str:
        """The debt, for the ruling's reason."""
        if not self.known and not self.gone:
            return ""
        gone = f" ({self.gone} more are gone: `speccursor baseline prune`)" if self.gone else ""
        return f"; {self.known} known ones of the baseline are set aside{gone}"


def set_aside(evidence: Sequence[Evidence], debt: Share, lines: Lines, requirement: Requirement) -> Aside:
    """Take what is known out of the evidence; `lines` are the marks of the candidate's lines as they are now."""
    book = _Book(debt.findings, debt.functions, lines, requirement)
    left = tuple(book.without_known(piece) for piece in evidence)
    return Aside(left, book.met, book.left)


class _Book:
    """What is known, crossed out as it is met."""

    def __init__(
        self,
        findings: Sequence[Known],
        functions: Sequence[KnownFunction],
        lines: Lines,
        requirement: Requirement,
    ) -> None:
        self._lines = lines
        self._requirement = requirement
        self._by_mark: Counter[tuple[str, str]] = Counter()
        self._by_path: Counter[tuple[str, str]] = Counter()
        for known in findings:
            if known.whole:
                self._by_path[known.rule, known.path] += known.count
            else:
                self._by_mark[known.rule, known.mark] += known.count
        self._moved = {(known.rule, known.mark): (known.rule, known.path) for known in findings if known.whole}
        self._functions: dict[str, list[int]] = {}
        for function in functions:
            self._functions.setdefault(function.name, []).append(function.complexity)
        self.met = 0

    @property
    def left(self) -> int:
        """How much of what is known was not met."""
        return self._by_mark.total() + self._by_path.total() + sum(map(len, self._functions.values()))

    def without_known(self, piece: Evidence) -> Evidence:
        """Return a piece of evidence without what is known in it."""
        match piece:
            case Findings(findings=found):
                return replace(piece, findings=tuple(one for one in found if not self._is_known(one)))
            case Functions(functions=seen):
                return replace(piece, functions=tuple(one for one in seen if not self._is_known_function(one)))
            case _:
                return piece

    def _is_known(self, finding: Finding) -> bool:
        if finding.refused:
            return False
        mark = self._lines.mark(finding.path, finding.line)
        if finding.line is not None:
            return self._cross_out(self._by_mark, (finding.rule, mark))
        key = (finding.rule, finding.path)
        if self._by_path[key] <= 0:
            key = self._moved.get((finding.rule, mark), key)
        return self._cross_out(self._by_path, key)

    def _cross_out(self, book: Counter[tuple[str, str]], key: tuple[str, str]) -> bool:
        if book[key] <= 0:
            return False
        book[key] -= 1
        self.met += 1
        return True

    def _is_known_function(self, function: Function) -> bool:
        if self._requirement.holds(function.complexity):
            return False
        bounds = self._functions.get(function.name, [])
        fitting = [bound for bound in bounds if function.complexity <= bound]
        if not fitting:
            return False
        bounds.remove(min(fitting))
        self.met += 1
        return True
