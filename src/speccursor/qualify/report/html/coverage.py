"""Coverage by language and by file against the threshold, from the evidence of the tests' runs.

What is shipped alone counts (`Role.SOURCE`), as in the gates. A file that several runs measured counts
as run where any of them ran it.
"""

from collections.abc import Iterator

from msgspec import Struct

from speccursor.qualify.model.candidate import Role
from speccursor.qualify.model.evidence import Coverage, Kind
from speccursor.qualify.report.gap import bound_of
from speccursor.qualify.report.html.drawing import bar, drawing, label, line, shortened
from speccursor.qualify.report.html.markup import Html
from speccursor.qualify.report.html.parts import figure, folded, number, row, table
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import cut

_FILES = 24
_ROW = 20.0
_LEFT = 240.0
_PLOT = 360.0
_WIDTH = 680.0
_LABEL = 32


class Covered(Struct, frozen=True):
    """How many lines, and branches where they are measured, of how many; `name` is a file or a language."""

    name: str
    language: str
    covered: int
    lines: int
    branches_covered: int = 0
    branches: int = 0

    @property
    def percent(self) -> float:
        """Line coverage in per cent."""
        return 100 * self.covered / self.lines


def covered_files(material: Material) -> list[Covered]:
    """Return the shipped files that have lines, the least covered first."""
    source = {
        path: component.language.value
        for component in material.plan.components
        for path in component.paths(Role.SOURCE)
    }
    executed: dict[str, set[int]] = {}
    missing: dict[str, set[int]] = {}
    branches: dict[str, tuple[int, int]] = {}
    for _, piece in material.pieces():
        for file in piece.files if isinstance(piece, Coverage) else ():
            if file.path in source:
                executed.setdefault(file.path, set()).update(file.executed)
                missing.setdefault(file.path, set()).update(file.missing)
                if file.branches is not None:
                    best = max(file.branches.covered, branches.get(file.path, (0, 0))[0])
                    branches[file.path] = (best, file.branches.total)
    found = [
        Covered(path, source[path], len(ran), len(ran | missing[path]), *branches.get(path, (0, 0)))
        for path, ran in executed.items()
        if ran or missing[path]
    ]
    return sorted(found, key=lambda file: (file.percent, file.name))


def by_language(files: list[Covered]) -> list[Covered]:
    """Return one sum a language, and all of them merged where there are several."""
    languages = sorted({file.language for file in files})
    sums = [_sum(language, [file for file in files if file.language == language]) for language in languages]
    return [*sums, _sum("all languages", files)] if len(sums) > 1 else sums


def coverage_figure(material: Material) -> Html:
    """Return the plot and its table; nothing when no coverage was read."""
    files = covered_files(material)
    if not files:
        return Html("")
    bounds = sorted({b for b in map(bound_of, _asked(material)) if b is not None and 0 < b <= 100})  # noqa: PLR2004  (per cent)
    told = [*by_language(files), *files[:_FILES]]
    limits = " and ".join(f"{bound:g} %" for bound in bounds) or "not asked for"
    lines = sum(file.lines for file in files)
    note = f"Lines run by the tests, of {lines} in {len(files)} shipped files; required: {limits}." + (
        f" Shown are the {_FILES} files with the least coverage." if len(files) > _FILES else ""
    )
    sums = len(told) - min(len(files), _FILES)
    height = 34 + _ROW * len(told) + (10 if sums else 0)
    shapes = _shapes(told, sums, bounds, height)
    chart = drawing("coverage", "Coverage by file", note, shapes, width=_WIDTH, height=height)
    listing = table(
        "Coverage in figures",
        ("file", "language", "lines", "lines run", "branches taken"),
        told,
        _row,
        limit=60_000,
        what="files",
        tools=True,
    )
    return figure("Coverage", note, chart, folded("The same in figures", listing), shape="tall")


def _row(file: Covered) -> Html:
    taken = f"{file.branches_covered} of {file.branches}" if file.branches else ""
    return row(
        cut(file.name, 300),
        file.language,
        number(f"{file.percent:.1f} %", file.percent),
        number(f"{file.covered} of {file.lines}", file.covered),
        number(taken, file.branches_covered),
    )


def _asked(material: Material) -> Iterator[str]:
    for question in material.plan.questions:
        if question.kind is Kind.COVERAGE:
            yield question.required


def _sum(name: str, files: list[Covered]) -> Covered:
    return Covered(
        name,
        name,
        sum(file.covered for file in files),
        sum(file.lines for file in files),
        sum(file.branches_covered for file in files),
        sum(file.branches for file in files),
    )


def _shapes(told: list[Covered], sums: int, bounds: list[float], height: float) -> Iterator[Html]:
    for percent in (0, 25, 50, 75, 100):
        x = _LEFT + _PLOT * percent / 100
        yield line(x, 20, x, height - 4, "grid")
        yield label(x, 12, f"{percent} %", "tick", anchor="middle")
    for place, file in enumerate(told):
        y = 24 + _ROW * place + (10 if place >= sums else 0)
        low = any(file.percent < bound for bound in bounds)
        kind = ("bad" if low else "good") if place < sums else ("low" if low else "neutral")
        title = f"{file.name}: {file.percent:.1f} %, {file.covered} of {file.lines} lines"
        weight = "label strong" if place < sums else "label"
        yield label(_LEFT - 8, y + 12, shortened(file.name, _LABEL), weight, anchor="end")
        yield bar(_LEFT, y + 2, _PLOT, _ROW - 7, "track")
        yield bar(_LEFT, y + 2, _PLOT * file.percent / 100, _ROW - 7, kind, title=title)
        mark = " ✗" if low and place < sums else ""
        yield label(_LEFT + _PLOT + 8, y + 12, f"{file.percent:.1f} %{mark}", "value")
    for bound in bounds:
        x = _LEFT + _PLOT * bound / 100
        yield line(x, 20, x, height - 4, "limit")
