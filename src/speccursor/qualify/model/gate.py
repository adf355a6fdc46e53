"""What a gate is: a question over one kind of evidence, why it is asked, and what to do when it fails.

A gate never sees absent evidence; the judge rules on absence before any gate is asked. What it
returns is an `Answer`, which the judge makes into a published ruling.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from speccursor.qualify.model.candidate import Component
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.requirement import Requirement
from speccursor.qualify.model.verdict import Cause, Location, Status


class Answer(Struct, frozen=True, kw_only=True):
    """A gate's answer, see `Ruling` for the fields. `remedy` is told instead of the gate's own where it is given."""

    status: Status
    measured: str | None
    reason: str
    could_have_caught: str
    cause: Cause | None = None
    locations: tuple[Location, ...] = ()
    remedy: str = ""


class Heard(Struct, frozen=True, kw_only=True):
    """All that was heard of one tree, and the components that it is about. `release` is "" for the candidate."""

    evidence: Sequence[Evidence]
    components: Sequence[Component]
    release: str = ""


class Gate(Struct, frozen=True, kw_only=True):
    """A gate. `required` is its default threshold, `unit` the unit that any other one must have.

    `ask` gets evidence of `kind` only, at least one piece, and the components that it is about. `compare`,
    of a gate that compares with a release, gets all that was heard of both trees, each with a piece of
    `kind`; `reach` says what to do where the release's is not heard, `begin` where there is nothing to
    ask of yet (no property, no test). A gate that no tool can feed yet has
    no `kind` and neither of the two.
    """

    id: str
    question: str
    why: str
    remedy: str
    required: str
    unit: str
    kind: Kind | None = None
    ask: Callable[[Sequence[Evidence], Requirement, Sequence[Component]], Answer] | None = None
    compare: Callable[[Heard, Heard, Requirement], Answer] | None = None
    reach: str = ""
    begin: str = ""
    waivable: bool = True
