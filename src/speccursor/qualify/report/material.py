"""What the reports for people need beside the verdict: what was asked, what was run, what was read."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from speccursor.qualify.model.evidence import Evidence
from speccursor.qualify.model.gate import Gate
from speccursor.qualify.model.outcome import Crashed, Finished, Outcome, TimedOut
from speccursor.qualify.model.plan import Owed, OwedId, Plan, Question
from speccursor.qualify.model.record import Observation, Record, nonce_of
from speccursor.qualify.model.verdict import Ruling, Verdict


class Material(Struct, frozen=True):
    """A verdict with its plan, its record and the evidence that was read from it.

    `evidence` lacks what could not be read. `gates` gives the questions their words; without it the
    reports tell the gates' ids alone.
    """

    verdict: Verdict
    plan: Plan
    record: Record
    evidence: Mapping[OwedId, tuple[Evidence, ...]]
    gates: Mapping[str, Gate] = {}

    def pieces(self) -> Iterator[tuple[Owed, Evidence]]:
        """Yield every piece of the candidate's evidence with what it was owed as, in the plan's order.

        A release's evidence is no part of it: what the release held is not to be drawn as the candidate's.
        """
        for owed in self.plan.owed:
            for piece in self.evidence.get(owed.id, ()) if owed.release is None else ():
                yield owed, piece

    def observations(self) -> dict[OwedId, Observation]:
        """Return the observations by what they were owed as; the first counts where there are several."""
        found: dict[OwedId, Observation] = {}
        for observation in self.record.observations:
            found.setdefault(observation.owed, observation)
        return found

    def began(self, observation: Observation) -> str:
        """Return when the run began that an observation was made in; of several judged together each has its own."""
        envelope = observation.envelope
        runs = self.record.runs() if envelope is not None else ()
        mine = (run.started for run in runs if envelope and nonce_of(run.nonce, observation.owed) == envelope.nonce)
        return next(mine, self.record.started)

    def question_of(self, ruling: Ruling) -> Question | None:
        """Return the plan's question that a ruling answers; None when the plan has no such question."""
        for question in self.plan.questions:
            asked = (question.gate, question.component, question.cell, question.tool)
            if asked == (ruling.id, ruling.component, ruling.cell, ruling.tool):
                return question
        return None

    def weakened(self) -> tuple[str, ...]:
        """Return everything that weakened the run, each once: the verdict's list, the plan's, the record's."""
        return tuple(dict.fromkeys(self.verdict.weakened + self.plan.weakened + self.record.weakened))


def seconds_of(outcome: Outcome) -> float | None:
    """Return how long a command ran, in seconds; None when it was never started."""
    return outcome.seconds if isinstance(outcome, Finished | TimedOut | Crashed) else None


def is_reused(observation: Observation) -> bool:
    """Whether an observation was made in an earlier run and stood unchanged, or in this one for another stage."""
    return observation.envelope is not None and observation.envelope.origin is not None
