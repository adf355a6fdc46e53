"""Ruff's own words for a run that ended abnormally, as the reason why nothing of it is believed.

``ruff failed`` and a chain of ``Cause:`` lines on standard error, exit code 2: a required version that is
not the running one, an unknown rule, a configuration that does not parse.
"""

from speccursor.qualify.model.evidence import UnreadableEvidence

_FAILED = "ruff failed"
_CAUSE = "Cause:"
_LONGEST = 500


def refuse_failure(content: bytes, log: bytes) -> None:
    """Raise UnreadableEvidence with Ruff's reason when it failed, or printed nothing at all."""
    lines = [line.strip() for line in log.decode("utf-8", "replace").splitlines()]
    if content.strip() and _FAILED not in lines:
        return
    causes = [line.removeprefix(_CAUSE).strip() for line in lines if line.startswith(_CAUSE)]
    said = "; ".join(causes) or next((line for line in lines if line.startswith(("error", "warning"))), "")
    raise UnreadableEvidence(f"Ruff failed: {said or 'it printed nothing'}"[:_LONGEST])
