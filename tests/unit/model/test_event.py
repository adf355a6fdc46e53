import msgspec
import pytest

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.event import Event, RunEnded, Started, Ticked, word_of
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, Skipped, TimedOut, Unavailable
from speccursor.qualify.model.plan import OwedId
from speccursor.qualify.model.stage import StageId


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Finished(0, 1.0), "finished"),
        (TimedOut(1.0, 1.0), "timed_out"),
        (Unavailable("x", "y"), "unavailable"),
        (Crashed("x", None, 1.0), "crashed"),
        (Skipped("x"), "skipped"),
    ],
)
def test_the_word_of_an_outcome_is_its_tag(outcome: Outcome, word: str) -> None:
    assert word_of(outcome) == word == msgspec.to_builtins(outcome)["type"]


def test_events_can_be_sent_as_json() -> None:
    events: list[Event] = [
        Started(
            at_s=1.5,
            owed=OwedId("o"),
            stage=StageId.UNIT_TESTS,
            component=ComponentId("python:."),
            cell="host",
            tool="pytest",
        ),
        Ticked(at_s=2.0),
        RunEnded(at_s=3.0, interrupted=True),
    ]
    assert msgspec.json.decode(msgspec.json.encode(events), type=list[Event]) == events
