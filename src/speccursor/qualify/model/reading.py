"""What was read from one observation's raw outputs: evidence, or why there is none."""

from collections.abc import Mapping

from msgspec import Struct

from speccursor.qualify.model.evidence import Evidence
from speccursor.qualify.model.plan import OwedId
from speccursor.qualify.model.verdict import Cause


class Unread(Struct, frozen=True):
    """An observation whose outputs cannot be believed or understood. `hint` says what would bring better ones."""

    cause: Cause
    reason: str
    hint: str = ""


Reading = tuple[Evidence, ...] | Unread
Readings = Mapping[OwedId, Reading]
