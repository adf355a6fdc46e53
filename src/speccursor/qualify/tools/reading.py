"""Reading an observation's raw outputs: re-hashed first, then given to the adapter of the tool that owes them."""

from collections.abc import Mapping

from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.evidence import (
    Coverage,
    Evidence,
    Findings,
    Functions,
    Lines,
    Properties,
    PropertyOutcome,
    TestOutcome,
    TestRun,
    UnreadableEvidence,
)
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.plan import OwedId, Plan
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Observation, Preparation, Record
from speccursor.qualify.model.tool import Tool
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.store.runs import RunFolder


def read_observation(folder: RunFolder, observation: Observation, tools: Mapping[str, Tool]) -> Reading:
    """Return the evidence in one observation's outputs, or why there is none.

    A test runner that ends with an error beside a report without one contradicts itself: something else than
    a test went wrong, and nobody knows what.
    """
    envelope = observation.envelope
    if envelope is None or not isinstance(observation.outcome, Finished):
        return Unread(Cause.MISSING, "nothing was run to its end")
    tool = tools.get(envelope.tool)
    if tool is None:
        return Unread(Cause.UNREADABLE, f"no adapter here knows the tool {envelope.tool!r}")
    outputs = folder.outputs(observation.owed, envelope)
    try:
        outputs.verify()
        evidence = tool.read(outputs)
    except UnreadableEvidence as error:
        return Unread(Cause.UNREADABLE, str(error))
    code = observation.outcome.exit_code
    if code != 0 and any(_all_good(piece) for piece in evidence):
        return Unread(Cause.ERRORED, f"{tool.id} ended with exit code {code}, and no test in its report says why")
    return evidence


def _all_good(piece: Evidence) -> bool:
    """Whether a report tells of tests and of nothing wrong with them. (One that tells of none shows nothing anyway.)"""
    if not isinstance(piece, TestRun) or not piece.cases or piece.errors or not piece.complete:
        return False
    return not any(case.outcome in {TestOutcome.FAILED, TestOutcome.ERRORED} for case in piece.cases)


class Readings:
    """The readings of one run. What was read before is read again only as bytes: the same digests, the same reading."""

    def __init__(self, folder: RunFolder, tools: Mapping[str, Tool]) -> None:
        self._folder = folder
        self._tools = tools
        self._known: dict[OwedId, tuple[Observation, Reading]] = {}

    def of(self, observation: Observation) -> Reading:
        """Return the evidence in one observation's outputs, or why there is none."""
        known = self._known.get(observation.owed)
        if known is None or known[0] != observation or not self._stands(observation):
            known = observation, read_observation(self._folder, observation, self._tools)
            self._known[observation.owed] = known
        return known[1]

    def of_record(self, plan: Plan, record: Record) -> dict[OwedId, Reading]:
        """Read every observation that the plan owes. What ran in an environment stands with the log of its making."""
        owed = {item.id: item for item in plan.owed}
        spoiled = {(one.component, one.cell): said for one in record.preparations if (said := self._spoiled(one))}
        readings = {item.owed: self.of(item) for item in record.observations if item.owed in owed}
        for identifier in readings:
            item = owed[identifier]
            log = spoiled.get((item.subject, item.cell.name))
            if log is not None and item.tool in self._tools and self._tools[item.tool].environment:
                readings[identifier] = Unread(Cause.UNREADABLE, log)
        return readings

    def _spoiled(self, preparation: Preparation) -> str:
        """Say why the stored log of a preparation is not to be believed, or ""."""
        try:
            self._folder.verify_log(preparation)
        except UnreadableEvidence as error:
            return str(error)
        return ""

    def _stands(self, observation: Observation) -> bool:
        if observation.envelope is None:
            return True
        try:
            self._folder.outputs(observation.owed, observation.envelope).verify()
        except UnreadableEvidence:
            return False
        return True


def described(observation: Observation, reading: Reading) -> str:
    """Say in a few words what an observation's outputs hold, for whoever watches the run."""
    if isinstance(reading, Unread):
        return reading.reason if isinstance(observation.outcome, Finished) else ""
    return ", ".join(_words(piece) for piece in reading)


def _words(piece: Evidence) -> str:
    words = ""
    match piece:
        case Findings(findings=findings, examined=examined):
            words = (
                f"{counted(len(findings), 'finding')} in {'? files' if examined is None else counted(examined, 'file')}"
            )
        case Functions(functions=functions):
            greatest = max((function.complexity for function in functions), default=0)
            words = f"{counted(len(functions), 'function')}, greatest complexity {greatest}"
        case TestRun():
            words = _words_on_tests(piece)
        case Coverage():
            words = _words_on_coverage(piece)
        case Properties(properties=properties):
            outcomes = [item.outcome for item in properties]
            proved = outcomes.count(PropertyOutcome.PROVED)
            falsified = outcomes.count(PropertyOutcome.FALSIFIED)
            words = f"{counted(len(properties), 'property', 'properties')}, {falsified} falsified"
            words = f"{counted(len(properties), 'theorem')}, {proved} proved" if proved else words
        case Lines(files=files):
            words = f"the lines of {counted(len(files), 'file')}"
    return words


def _words_on_tests(run: TestRun) -> str:
    failed = sum(case.outcome in {TestOutcome.FAILED, TestOutcome.ERRORED} for case in run.cases)
    uncollected = f", {len(run.errors)} not collected" if run.errors else ""
    return f"{counted(len(run.cases), 'test')}, {failed} failed{uncollected}"


def _words_on_coverage(coverage: Coverage) -> str:
    run = sum(len(file.executed) for file in coverage.files)
    total = run + sum(len(file.missing) for file in coverage.files)
    return f"{100 * run / total:.1f} % of {total} lines" if total else "no line"
