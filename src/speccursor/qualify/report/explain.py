"""``speccursor explain``: what a gate asks, why, how it decides, and what to do; or the same of a finding.

The words are the gate's own (`Gate`); with a verdict at hand, what this run found stands below them.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain

from speccursor.qualify.model.evidence import Kind
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.verdict import Location, Ruling, Status, Verdict
from speccursor.qualify.report.cells import named
from speccursor.qualify.report.gap import gap_of
from speccursor.qualify.report.layout import Line, Span, plain
from speccursor.qualify.report.text import brief, visible
from speccursor.qualify.report.words import CAUSE, MARK, WORD, component_name, plural

_PLACES = 10
_LONGEST = 1000
_Found = tuple[Ruling, tuple[Location, ...]]
"""A ruling, and those of its places that are asked about."""

_EVIDENCE = {
    Kind.FINDINGS: "what a checker reports, over files that it says it examined",
    Kind.FUNCTIONS: "the cyclomatic complexity of every function",
    Kind.TESTS: "the outcome of every test, from the runner's own report",
    Kind.COVERAGE: "the lines and branches that the tests ran",
    Kind.PROPERTIES: "the examples that were really executed for each property",
}


def explain(name: str, *, gates: Mapping[str, Gate], verdict: Verdict | None = None, width: int = 80) -> str:
    """Return the explanation of a gate by its id, or of the findings at ``path``, ``path:line`` or of a checker's rule.

    A finding needs a verdict to be found in. Raises Misuse, with the nearest names, when nothing has
    that name.
    """
    rulings = [ruling for stage in verdict.stages for ruling in stage.gates] if verdict else []
    if name in gates:
        asked = [(ruling, ruling.locations) for ruling in rulings if ruling.id == name]
        return plain([*_gate(gates[name]), *_rulings(asked, without=gates[name].remedy)], width=width)
    found = [(ruling, places) for ruling in rulings if (places := _at(ruling, name))]
    if not found:
        raise Misuse(f"no gate and no finding is called {visible(name)!r}", hint=_nearest(name, gates, rulings))
    by_gate: dict[str, list[_Found]] = {}
    for ruling, places in found:
        by_gate.setdefault(ruling.id, []).append((ruling, places))
    told = (_findings(parts, gates.get(gate)) for gate, parts in by_gate.items())
    return plain(list(chain(*told))[1:], width=width)


def _findings(found: Sequence[_Found], gate: Gate | None) -> Iterator[Line]:
    """Tell what was found under one gate, and then the gate itself where it is known, each after an empty line."""
    yield from _rulings(found, without=gate.remedy if gate else "")
    if gate is not None:
        yield Line()
        yield from _gate(gate)


def _rulings(found: Sequence[_Found], *, without: str) -> Iterator[Line]:
    for ruling, places in found:
        yield Line()
        yield from _ruling(ruling, places, without=without)


def _gate(gate: Gate) -> Iterator[Line]:
    yield Line((Span(f"{gate.id}: {gate.question}"),))
    yield _fact("Why", gate.why)
    if gate.kind is None:
        decides = "nothing can feed it yet, so it is inconclusive"
    else:
        compared = ", now and in the release before" if gate.compare is not None else ""
        what = "the worse change" if compared else "that"
        decides = f"from {_EVIDENCE[gate.kind]}{compared}; it passes where {what} is {gate.required}"
    yield _fact("Decides", f"{decides}. Without evidence it is inconclusive, never passed.")
    yield _fact("Waiver", "possible, with reason, owner and expiry" if gate.waivable else "not possible")
    yield _fact("To do", gate.remedy)


def _ruling(ruling: Ruling, places: tuple[Location, ...], *, without: str) -> Iterator[Line]:
    """Tell a ruling; what to do is left out where it is `without`, the advice that stands beside it."""
    cause = f" ({CAUSE[ruling.cause]})" if ruling.cause else ""
    where = " ".join(part for part in (component_name(ruling.component), named(ruling.cell), ruling.tool) if part)
    yield Line((Span(f"{MARK[ruling.status]} {_safe(ruling.id)} {WORD[ruling.status]}{cause} on {_safe(where)}"),))
    gap = gap_of(ruling)
    measured = f"{ruling.measured or 'nothing'}, required {ruling.required}"
    yield _fact("Measured", measured + (f": {gap}" if gap else ""))
    yield _fact("Reason", ruling.reason)
    for place in places[:_PLACES]:
        where = place.path if place.line is None else f"{place.path}:{place.line}"
        yield Line((Span(f"{_safe(where)}  {_safe(place.message)}"),), indent=4)
    if len(places) > _PLACES:
        yield Line((Span(f"and {plural(len(places) - _PLACES, 'more place')}"),), indent=4)
    yield _fact("Could have caught", ruling.could_have_caught)
    if ruling.status is not Status.PASSED and ruling.remedy not in {"", without, ruling.reason}:
        yield _fact("To do", ruling.remedy)
    if ruling.reproduce:
        yield _fact("Reproduce", "")
        yield Line((Span(f"$ {visible(ruling.reproduce)}"),), indent=4, whole=True)


def _at(ruling: Ruling, name: str) -> tuple[Location, ...]:
    return tuple(
        place
        for place in ruling.locations
        if name in (place.path, f"{place.path}:{place.line}") or place.message.startswith(f"{name}: ")
    )


def _nearest(name: str, gates: Mapping[str, Gate], rulings: list[Ruling]) -> str:
    paths = {place.path for ruling in rulings for place in ruling.locations[:1000]}
    near = get_close_matches(name, [*gates, *sorted(paths)], n=3)
    if near:
        return f"did you mean {' or '.join(visible(item) for item in near)}?"
    return f"the gates are {', '.join(gates)}" if gates else "no gate is known"


def _fact(name: str, told: str) -> Line:
    return Line((Span(f"{name}: {_safe(told)}"),), indent=2)


def _safe(text: str) -> str:
    return brief(text, _LONGEST)
