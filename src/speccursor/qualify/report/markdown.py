"""``report.md``: the verdict as a comment on a pull request, in GitHub Flavored Markdown.

Below GitHub's limit of 65,536 characters for any input (counted as UTF-16 code units, the larger
count), most important first; where it is cut, it says so. Text of the candidate can build nothing:
names and messages stand in code spans, whose content is never parsed (GFM 6.3), prose is escaped
character by character, and mentions, references and links in it are broken by a zero-width space.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Location, Ruling, StageVerdict, Status, Verdict
from speccursor.qualify.report.blockers import Blocker, Undecided, failures, undecided
from speccursor.qualify.report.cells import by_cell, name_of, named, silent_cells
from speccursor.qualify.report.entries import spread
from speccursor.qualify.report.gap import gap_of
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import brief, cut
from speccursor.qualify.report.words import (
    CAUSE,
    NOT_ASKED,
    TITLE,
    WORD,
    WORST_FIRST,
    component_name,
    duration,
    not_asked,
    partial_note,
    plural,
    sentence,
    short,
    tool_of,
)

MARKER = "<!-- speccursor.verdict/1 -->"
LIMIT = 65_536

_EMOJI = {
    Status.PASSED: "✅",
    Status.WAIVED: "☑️",
    Status.NOT_APPLICABLE: "⚪",
    Status.INCONCLUSIVE: "❔",
    Status.FAILED: "❌",
}
_FIRST = 10
_FEW = 3
_NAMED = 100
_PLACES = 5
_RESERVE = 400
_CODE = 300
_PROSE = 1200

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$^=-])")
_BREAK = "\u200b"
_LINKS = re.compile(r"@|#(?=\w)|(?<=:)//|(?<=www)\.|(?<=gh)-(?=\d)", re.IGNORECASE)


def report_markdown(material: Material) -> str:
    """Return the comment. It begins with `MARKER`, by which a later release finds its own comment."""
    page = _Page()
    verdict = material.verdict
    page.add([*_top(verdict)], "the verdict")
    for part, what in (
        (_stage_table(verdict), "the stages"),
        (_cell_table(verdict), "the cells"),
        (_failed_details(material), "what failed"),
        (_undecided_details(verdict), "what is inconclusive"),
        (_list("Weakened", material.weakened()), "what weakened the run"),
        (_waived(verdict), "waivers"),
        (_not_asked(material), "what was not asked"),
    ):
        page.add(part, what)
    return page.text(_foot(verdict))


def is_ours(comment: str) -> bool:
    """Whether a comment was written by `report_markdown`: no quotation of the marker elsewhere counts."""
    return comment.startswith(MARKER)


def code(text: str) -> str:
    """Return text as a code span that nothing in it can close."""
    shown = brief(text, _CODE)
    if not shown.strip():
        return "(nothing)"
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """Return text as prose in which no character means anything to Markdown or to GitHub."""
    shown = brief(text, _PROSE)
    broken = _LINKS.sub(lambda found: f"{_BREAK}{found[0]}{_BREAK}", shown)
    escaped = broken.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"^\s*(\d+)([.)])", r"\1\\\2", _SPECIAL.sub(r"\\\1", escaped)).strip()


class _Page:
    """Blocks of lines, added while they fit; what did not fit is counted by name."""

    def __init__(self) -> None:
        self._blocks: list[str] = [MARKER]
        self._left = LIMIT - 1 - len(MARKER) - _RESERVE
        self._cut: dict[str, int] = {}

    def add(self, blocks: Iterable[str], what: str) -> None:
        """Add blocks until one does not fit; then count that one and all that follow it."""
        for block in blocks:
            size = len(block) + sum(char > "\uffff" for char in block) + 1
            if what in self._cut or size > self._left:
                self._cut[what] = self._cut.get(what, 0) + 1
                continue
            self._left -= size
            self._blocks.append(block)

    def text(self, foot: str) -> str:
        """Return the page with its foot, which says where it was cut."""
        if self._cut:
            left = ", ".join(f"{count} of {what}" for what, count in self._cut.items())
            foot = f"\n**Cut here** for length, paragraphs left out: {left}. All of it is in the HTML report.\n{foot}"
        return "\n".join([*self._blocks, foot]) + "\n"


def _top(verdict: Verdict) -> Iterator[str]:
    yield f"## {_EMOJI[verdict.status]} {WORD[verdict.status].capitalize()}: {code(verdict.candidate.name)}"
    yield f"\n**{sentence(verdict)}** {partial_note(verdict)}".rstrip()
    failed, left, silent = failures(verdict), undecided(verdict), sorted(silent_cells(verdict))
    if failed:
        yield "\n| failed | where | measured | required | gap |\n|---|---|---|---|---|"
        rows = spread(failed, _FIRST, gate=lambda blocker: blocker.ruling.id)
        for blocker in rows:
            yield _failed_row(blocker)
        told = set(map(id, rows))
        yield from _further([blocker.ruling for blocker in failed if id(blocker) not in told])
    if left or silent:
        yield "\n**Inconclusive**\n"
        for item in left:
            yield f"- {_EMOJI[Status.INCONCLUSIVE]} {item.stage.number}. {TITLE[item.stage.id]}: {_open(item)}"
    if silent:
        more = f" and {len(silent) - _FIRST} more" if len(silent) > _FIRST else ""
        names = ", ".join(map(code, silent[:_FIRST]))
        yield f"- {_EMOJI[Status.INCONCLUSIVE]} nothing is known of {names}{more}: see the cells"


def _failed_row(blocker: Blocker) -> str:
    ruling = blocker.ruling
    places = [_place(place) for place in ruling.locations[:1]]
    where = ", ".join([_cell_code(_where(ruling)) + _by(ruling, _cell_code), *places])
    gap = gap_of(ruling)
    cells = (
        f"{_EMOJI[ruling.status]} {_cell_code(ruling.id)}",
        where,
        _cell_code(ruling.measured or ""),
        _cell_code(ruling.required),
        str(gap) if gap else "",
    )
    return f"| {' | '.join(cells)} |"


def _open(item: Undecided) -> str:
    if not item.rulings:
        return item.reason
    causes = ", ".join(dict.fromkeys(CAUSE[r.cause] for r in item.rulings if r.cause))
    gates: dict[str, list[str]] = {}
    for ruling in item.rulings:
        gates.setdefault(ruling.id, []).append("" if item.whole else _where(ruling))
    named = [f"{code(gate)}{_on(where)}" for gate, where in [*gates.items()][:_FIRST]]
    more = f" and {len(gates) - _FIRST} more" if len(gates) > _FIRST else ""
    return f"{', '.join(named)}{more}: {causes}"


def _on(where: list[str]) -> str:
    """Name the first of the places of a gate, and count the others."""
    places = [*dict.fromkeys(filter(None, where))]
    more = f" and {len(places) - _FEW} more" if len(places) > _FEW else ""
    return f" on {', '.join(map(_cell_code, places[:_FEW]))}{more}" if places else ""


def _further(rulings: list[Ruling]) -> Iterator[str]:
    """Name the failures that have no row, a line for each gate, as long as they fit."""
    by_gate: dict[str, list[str]] = {}
    for ruling in rulings:
        by_gate.setdefault(ruling.id, []).append(_cell_code(_where(ruling)) + _by(ruling, _cell_code))
    if by_gate:
        yield "\nFailed as well, with details below:\n"
    for gate, where in by_gate.items():
        more = f" and {len(where) - _NAMED} more" if len(where) > _NAMED else ""
        yield f"- {_EMOJI[Status.FAILED]} {code(gate)} on {', '.join(where[:_NAMED])}{more}"


def _stage_table(verdict: Verdict) -> Iterator[str]:
    yield "\n### Stages\n"
    rows = ["| | stage | status | gates | time |", "|---:|---|---|---|---:|"]
    asked = {stage.id: stage for stage in verdict.stages}
    rows += [_stage_row(stage, asked.get(stage)) for stage in StageId]
    yield "\n".join(rows)


def _stage_row(stage: StageId, verdict: StageVerdict | None) -> str:
    if verdict is None:
        return f"| {stage.number} | {TITLE[stage]} | {NOT_ASKED} | | |"
    found = [ruling.status for ruling in verdict.gates]
    tally = ", ".join(f"{found.count(status)} {WORD[status]}" for status in WORST_FIRST if status in found)
    time = "cached" if verdict.cached else duration(verdict.seconds) if verdict.seconds else ""
    status = f"{_EMOJI[verdict.status]} {WORD[verdict.status]}"
    return f"| {stage.number} | {TITLE[stage]} | {status} | {tally} | {time} |"


def _cell_table(verdict: Verdict) -> Iterator[str]:
    """Yield the verdict by cell, the cells that are not here with what they take."""
    table = by_cell(verdict)
    if table is None:
        return
    heads = [f"{stage.number}. {TITLE[stage]}" for stage in table.stages]
    rows = [f"| cell | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    for row in table.rows:
        found = (row.stages.get(stage) for stage in table.stages)
        marks = ["" if status is None else f"{_EMOJI[status]} {WORD[status]}" for status in found]
        rows.append(f"| {_cell_code(name_of(row.cell))} | {' | '.join(marks)} |")
    yield "\n### Cells\n\n" + "\n".join(rows)
    for row in table.rows:
        if row.silent is not None:
            yield f"\n- {code(row.cell)}: {_with_code(row.silent.reason)}; {_with_code(row.silent.remedy)}"


def _with_code(text: str) -> str:
    """Return prose in which what stands between backticks is code, so that a command can be copied."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return prose(text)
    return " ".join(code(piece) if place % 2 else prose(piece) for place, piece in enumerate(pieces) if piece.strip())


def _failed_details(material: Material) -> Iterator[str]:
    for number, blocker in enumerate(failures(material.verdict)):
        heading = "\n### What failed, and what to do\n" if number == 0 else ""
        ruling = blocker.ruling
        gate = material.gates.get(ruling.id)
        where = _html_code(_where(ruling)) + _by(ruling, _html_code)
        title = f"{_EMOJI[ruling.status]} {blocker.stage.number}. {TITLE[blocker.stage.id]}: "
        lines = [
            f"{heading}\n<details{' open' if number < _PLACES else ''}>",
            f"<summary>{title}{_html_code(ruling.id)} on {where}</summary>\n",
            *([prose(gate.question) + "\n"] if gate else []),
            prose(ruling.reason),
            "",
            *(f"- {_place(place)} {code(place.message)}" for place in ruling.locations[:_PLACES]),
        ]
        if len(ruling.locations) > _PLACES:
            lines.append(f"- and {plural(len(ruling.locations) - _PLACES, 'more place')}")
        lines += [*_what_to_do(ruling), "</details>"]
        yield "\n".join(lines)


def _what_to_do(ruling: Ruling) -> Iterator[str]:
    if ruling.remedy:
        yield f"\n**What to do:** {prose(ruling.remedy)}"
    if ruling.reproduce:
        yield f"\nReproduce:\n\n{_fenced(ruling.reproduce)}"
    yield f"\nCould have caught: {prose(ruling.could_have_caught)}\n"


def _undecided_details(verdict: Verdict) -> Iterator[str]:
    for number, item in enumerate(undecided(verdict)):
        heading = "\n### What is inconclusive, and what it takes\n\n" if number == 0 else ""
        stage = f"**{item.stage.number}. {TITLE[item.stage.id]}**"
        if item.whole:
            yield f"{heading}- {stage}: {_open(item)}. {prose(item.reason)}"
            continue
        lines = [f"{heading}- {stage}"]
        for ruling in item.rulings:
            again = f" Reproduce: {code(ruling.reproduce)}" if ruling.reproduce else ""
            remedy = f". What to do: {prose(ruling.remedy)}" if ruling.remedy not in {"", ruling.reason} else ""
            cause = f"{CAUSE[ruling.cause]}: " if ruling.cause else ""
            lines.append(
                f"  - {code(ruling.id)} on {code(_where(ruling))}: {cause}{prose(ruling.reason)}{remedy}{again}"
            )
            if sum(map(len, lines)) > LIMIT // 8:
                lines.append("  - and more, in the HTML report")
                break
        yield "\n".join(lines)


def _waived(verdict: Verdict) -> Iterator[str]:
    yield from _list(
        "Waived",
        [f"{r.id} on {r.component}: {r.reason}" for s in verdict.stages for r in s.gates if r.status is Status.WAIVED],
    )


def _not_asked(material: Material) -> Iterator[str]:
    yield from _list("Not asked, and why", not_asked(material.plan))


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield (f"\n### {heading}\n\n" if number == 0 else "") + f"- {prose(item)}"


def _foot(verdict: Verdict) -> str:
    candidate = verdict.candidate
    commit = f"commit {code(short(candidate.revision))}" if candidate.revision else "no commit"
    dirty = " with changes" if candidate.dirty else ""
    return (
        f"\n<sub>{commit}{dirty}, tree {code(short(candidate.tree))}, profile {verdict.profile}, "
        f"plan {code(short(verdict.plan_digest))}, run {code(cut(verdict.run, 40))}, "
        f"judged {code(cut(verdict.judged_at, 40))}</sub>"
    )


def _where(ruling: Ruling) -> str:
    cell = named(ruling.cell)
    return f"{component_name(ruling.component)} [{cell}]" if cell else component_name(ruling.component)


def _by(ruling: Ruling, shown: Callable[[str], str]) -> str:
    """Tell the one tool whose evidence a ruling is made of; `shown` makes it code."""
    tool = tool_of(ruling)
    return f" by {shown(tool)}" if tool else ""


def _place(place: Location) -> str:
    return _cell_code(place.path if place.line is None else f"{place.path}:{place.line}")


def _cell_code(text: str) -> str:
    """Return a code span for a table's cell, where a pipe would end the cell even in code (GFM 4.10)."""
    return code(cut(text, 120).replace("|", "¦")) if text else ""


def _html_code(text: str) -> str:
    """Return code for inside a line of HTML, where Markdown is not parsed (GFM 4.6)."""
    shown = brief(text, 120).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<code>{shown}</code>"


def _fenced(command: str) -> str:
    shown = brief(command, _PROSE)
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}sh\n{shown}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
