"""Raw outputs are hashed again before an adapter sees them; what they hold is told in a few words."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from speccursor.qualify.model.digests import digest_of, digest_of_bytes
from speccursor.qualify.model.evidence import (
    CollectionError,
    Coverage,
    Evidence,
    FileCoverage,
    Findings,
    Functions,
    Properties,
    TestCase,
    TestOutcome,
    TestRun,
    UnreadableEvidence,
)
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome
from speccursor.qualify.model.plan import OwedId
from speccursor.qualify.model.reading import Unread
from speccursor.qualify.model.record import Envelope, Observation, Output, Preparation, Record
from speccursor.qualify.model.tool import Outputs, Tool
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.store.runs import RunFolder
from speccursor.qualify.tools.reading import Readings, described, read_observation
from tests.unit.judge.cases import CLEAN, FAULTY, owed_of, plan_of, record_of
from tests.unit.plan.test_plan import tool as plain_tool

OWED = owed_of(0)
CONTENT = b"whatever the tool said"


def tools(*evidence: Evidence) -> dict[str, Tool]:
    def read(outputs: Outputs) -> tuple[Evidence, ...]:
        assert outputs.read("stdout") == CONTENT
        return evidence

    plain = plain_tool("ruff-check", OWED.kinds[0])
    return {plain.id: replace(plain, read=read)}


def observation(outcome: Outcome | None = None) -> Observation:
    envelope = Envelope(
        revision=None,
        tree=digest_of("tree"),
        plan=digest_of("plan"),
        nonce="5eed",
        tool="ruff-check",
        version="1",
        argv=("ruff",),
        root="/candidate",
        isolation="none: a test",
        inputs=digest_of("inputs"),
        started="2026-11-22T23:00:00+00:00",
        finished="2026-11-22T23:00:01+00:00",
        outputs=(Output("stdout", digest_of_bytes(CONTENT), len(CONTENT)),),
    )
    return Observation(owed=OWED.id, outcome=outcome or Finished(0, 1.0), envelope=envelope)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    run = RunFolder(tmp_path / "run")
    run.raw(OWED.id).mkdir(parents=True)
    (run.raw(OWED.id) / "stdout").write_bytes(CONTENT)
    return run


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ((Findings((), examined=3),), "0 findings in 3 files"),
        ((Findings((), examined=None),), "0 findings in ? files"),
        ((Functions(()),), "0 functions, greatest complexity 0"),
        ((TestRun((), errors=(CollectionError("a.py", "no"),)),), "0 tests, 0 failed, 1 not collected"),
        ((Coverage(()),), "no line"),
        ((Coverage((FileCoverage(path="a.py", executed=(1, 2, 3), missing=(4,)),)),), "75.0 % of 4 lines"),
        ((Properties(()),), "0 properties, 0 falsified"),
        (tuple(CLEAN.values())[2:4], "1 test, 0 failed, 100.0 % of 2 lines"),
        (tuple(FAULTY.values())[2:4], "1 test, 1 failed, 50.0 % of 2 lines"),
        (tuple(FAULTY.values())[1:2], "1 function, greatest complexity 16"),
        (tuple(FAULTY.values())[4:], "1 property, 1 falsified"),
    ],
)
def test_what_outputs_hold_is_told_in_a_few_words(
    folder: RunFolder, evidence: tuple[Evidence, ...], words: str
) -> None:
    assert described(observation(), read_observation(folder, observation(), tools(*evidence))) == words
    assert read_observation(folder, observation(), tools(*evidence)) == evidence


def test_changed_outputs_are_told_and_never_given_to_an_adapter(folder: RunFolder) -> None:
    (folder.raw(OWED.id) / "stdout").write_bytes(b"forged")
    read = read_observation(folder, observation(), tools(CLEAN[OWED.kinds[0]]))
    assert isinstance(read, Unread)
    assert read.cause is Cause.UNREADABLE
    assert described(observation(), read) == read.reason


def test_what_did_not_end_is_missing_and_an_unknown_tool_or_output_unreadable(folder: RunFolder) -> None:
    crashed = observation(Crashed("signal 11", -11, 0.1))
    assert read_observation(folder, crashed, tools()) == Unread(Cause.MISSING, "nothing was run to its end")
    assert described(crashed, read_observation(folder, crashed, tools())) == ""
    unknown = read_observation(folder, observation(), {})
    assert isinstance(unknown, Unread)
    assert "no adapter here knows" in unknown.reason

    def refuse(_: Outputs) -> tuple[Evidence, ...]:
        raise UnreadableEvidence("it is cut short")

    plain = plain_tool("ruff-check", OWED.kinds[0])
    refusing = replace(plain, read=refuse)
    assert read_observation(folder, observation(), {plain.id: refusing}) == Unread(Cause.UNREADABLE, "it is cut short")


CONTRADICTION = Unread(Cause.ERRORED, "ruff-check ended with exit code 1, and no test in its report says why")
TESTS = TestRun((TestCase(id="a", outcome=TestOutcome.PASSED), TestCase(id="b", outcome=TestOutcome.SKIPPED)))


@pytest.mark.parametrize(
    ("run", "code", "contradicts"),
    [
        (TESTS, 1, True),
        (TESTS, 0, False),
        (replace(TESTS, cases=(*TESTS.cases, TestCase(id="c", outcome=TestOutcome.FAILED))), 1, False),
        (replace(TESTS, cases=(*TESTS.cases, TestCase(id="c", outcome=TestOutcome.ERRORED))), 1, False),
        (replace(TESTS, errors=(CollectionError("a.py", "no"),)), 1, False),
        (replace(TESTS, complete=False), 1, False),
        (TestRun(()), 1, False),
        (Findings((), examined=3), 1, False),
    ],
)
def test_a_runner_that_ends_with_an_error_beside_a_report_without_one_contradicts_itself(
    run: Evidence, code: int, contradicts: bool, folder: RunFolder
) -> None:
    read = read_observation(folder, observation(Finished(code, 1.0)), tools(run))
    assert read == (CONTRADICTION if contradicts else (run,))


def test_the_same_outputs_are_taken_apart_once_and_hashed_each_time(folder: RunFolder) -> None:
    taken = []

    def read(outputs: Outputs) -> tuple[Evidence, ...]:
        taken.append(outputs.read("stdout"))
        return (TESTS,)

    plain = plain_tool("ruff-check", OWED.kinds[0])
    readings = Readings(folder, {plain.id: replace(plain, read=read)})
    assert readings.of(observation()) == readings.of(observation()) == (TESTS,)
    assert taken == [CONTENT]

    assert readings.of(observation(Finished(1, 1.0))) == CONTRADICTION
    (folder.raw(OWED.id) / "stdout").write_bytes(b"forged")
    forged = readings.of(observation(Finished(1, 1.0)))
    assert isinstance(forged, Unread)
    assert forged.cause is Cause.UNREADABLE
    crashed = observation(Crashed("signal 11", -11, 0.1))
    assert readings.of(crashed) == readings.of(crashed) == Unread(Cause.MISSING, "nothing was run to its end")


@pytest.mark.parametrize("environment", [True, False])
@pytest.mark.parametrize("change", ["one byte", "gone"])
def test_what_ran_in_an_environment_does_not_outlive_the_log_of_its_making(
    environment: bool, change: str, folder: RunFolder
) -> None:
    log = Output("log.txt", digest_of_bytes(b"installed"), len(b"installed"))
    preparation = Preparation(
        component=OWED.subject,
        cell=OWED.cell.name,
        outcome=Finished(0, 1.0),
        seconds=1.0,
        cached=False,
        digest=digest_of("environment"),
        log=log,
    )
    plan = plan_of()
    record = replace(record_of(plan, (observation(),)), preparations=(preparation,))
    kept = folder.path / "raw" / "preparation" / preparation.digest.removeprefix("sha256:")[:16] / "log.txt"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"installed")
    known = {name: replace(one, environment=environment) for name, one in tools(TESTS).items()}
    assert Readings(folder, known).of_record(plan, record) == {OWED.id: (TESTS,)}

    if change == "gone":
        kept.unlink()
    else:
        kept.write_bytes(b"Installed")
    changed = "is gone (No such file or directory)" if change == "gone" else "is not the one that was recorded"
    spoiled = Unread(Cause.UNREADABLE, f"the stored log of preparing {OWED.subject} {changed}")
    read = Readings(folder, known).of_record(plan, record)[OWED.id]
    assert read == (spoiled if environment else (TESTS,))


def test_only_what_is_owed_is_read(folder: RunFolder) -> None:
    plan = plan_of()
    other = replace(observation(), owed=OwedId("never owed"))
    record = Record(
        run="r",
        nonce="5eed",
        plan=plan.digest,
        machine="m",
        started="2026-11-22T23:00:00+00:00",
        finished="2026-11-22T23:00:01+00:00",
        observations=(observation(), other),
    )
    readings = Readings(folder, tools(CLEAN[OWED.kinds[0]]))
    assert readings.of_record(plan, record) == {OWED.id: (CLEAN[OWED.kinds[0]],)}
