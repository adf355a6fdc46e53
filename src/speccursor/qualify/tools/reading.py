"""Reading an observation's raw outputs: re-hashed first, then given to the adapter of the tool that owes them."""

from collections.abc import Mapping

from speccursor.qualify.model.evidence import UnreadableEvidence
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.plan import OwedId, Plan
from speccursor.qualify.model.reading import Reading, Unread
from speccursor.qualify.model.record import Observation, Record
from speccursor.qualify.model.tool import Tool
from speccursor.qualify.model.verdict import Cause
from speccursor.qualify.store.runs import RunFolder


def read_observation(folder: RunFolder, observation: Observation, tools: Mapping[str, Tool]) -> Reading:
    """Return the evidence in one observation's outputs, or why there is none."""
    envelope = observation.envelope
    if envelope is None or not isinstance(observation.outcome, Finished):
        return Unread(Cause.MISSING, "nothing was run to its end")
    tool = tools.get(envelope.tool)
    if tool is None:
        return Unread(Cause.UNREADABLE, f"no adapter here knows the tool {envelope.tool!r}")
    outputs = folder.outputs(observation.owed, envelope)
    try:
        outputs.verify()
        return tool.read(outputs)
    except UnreadableEvidence as error:
        return Unread(Cause.UNREADABLE, str(error))


def read_record(folder: RunFolder, plan: Plan, record: Record, tools: Mapping[str, Tool]) -> dict[OwedId, Reading]:
    """Read every observation that the plan owes."""
    owed = {item.id for item in plan.owed}
    return {
        observation.owed: read_observation(folder, observation, tools)
        for observation in record.observations
        if observation.owed in owed
    }
