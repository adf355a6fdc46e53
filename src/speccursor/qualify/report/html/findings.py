"""What the checkers found: by severity and rule, and one by one in a table that can be filtered."""

from collections import Counter
from collections.abc import Iterator

from speccursor.qualify.model.evidence import Finding, Findings, Severity
from speccursor.qualify.report.html.drawing import bar, drawing, label, line, shortened, ticks
from speccursor.qualify.report.html.markup import Html, element, join
from speccursor.qualify.report.html.parts import code, figure, folded, row, table
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import cut

_RULES = 16
_LISTED = 150
_ROW = 22.0
_LEFT = 240.0
_PLOT = 360.0
_WIDTH = 680.0


def findings_of(material: Material) -> list[tuple[str, Finding]]:
    """Return every finding with the tool that found it, the worst first."""
    rank = {severity: place for place, severity in enumerate(Severity)}
    found = [
        (owed.tool, finding)
        for owed, piece in material.pieces()
        if isinstance(piece, Findings)
        for finding in piece.findings
    ]
    return sorted(found, key=lambda pair: (rank[pair[1].severity], pair[1].path, pair[1].line or 0))


def findings_figure(material: Material) -> Html:
    """Return the plot by rule and severity and the table of findings; nothing when nothing was found."""
    found = findings_of(material)
    if not found:
        return Html("")
    severities = Counter(finding.severity for _, finding in found)
    rules = Counter((tool, finding.rule, finding.severity) for tool, finding in found)
    most = rules.most_common(_RULES)
    told = ", ".join(f"{severities[severity]} {severity}" for severity in Severity if severities[severity])
    more = f" Shown are the {_RULES} most frequent of {len(rules)} rules." if len(rules) > _RULES else ""
    note = f"{len(found)} findings: {told}.{more}"
    height = 34 + _ROW * len(most)
    shapes = _shapes(most, height)
    chart = drawing("findings", "Findings by rule", note, shapes, width=_WIDTH, height=height)
    chips = element(
        "ul",
        join(
            element("li", element("b", str(severities[severity])), f" {severity}", class_=f"v-{severity}")
            for severity in Severity
            if severities[severity]
        ),
        class_="chips",
    )
    headings = ("place", "severity", "tool", "rule", "message")
    caption = f"Findings, the worst {min(len(found), _LISTED)} of {len(found)}"
    listing = table(caption, headings, found[:_LISTED], _row, limit=250_000, what="findings", tools=True)
    return figure("Findings", note, join((chips, chart)), folded(caption, listing))


def _row(found: tuple[str, Finding]) -> Html:
    tool, finding = found
    place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
    severity = element("span", finding.severity, class_=f"v-{finding.severity}")
    return row(code(place, limit=200), severity, tool, code(finding.rule, limit=80), cut(finding.message, 300))


def _shapes(most: list[tuple[tuple[str, str, Severity], int]], height: float) -> Iterator[Html]:
    scale = ticks(most[0][1], 4)
    for tick in scale:
        x = _LEFT + _PLOT * tick / scale[-1]
        if tick == int(tick):
            yield line(x, 20, x, height - 4, "grid")
            yield label(x, 12, f"{tick:g}", "tick", anchor="middle")
    for place, ((tool, rule, severity), count) in enumerate(most):
        y = 24 + _ROW * place
        yield label(_LEFT - 8, y + 13, shortened(f"{tool} {rule}", 32), anchor="end")
        title = f"{rule} ({tool}), {severity}: {count}"
        yield bar(_LEFT, y + 2, _PLOT * count / scale[-1], _ROW - 8, f"v-{severity}", title=title)
        yield label(_LEFT + _PLOT * count / scale[-1] + 6, y + 13, f"{count} {severity}", "value")
