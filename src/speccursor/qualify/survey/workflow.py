"""The workflow component: GitHub workflows and the action that the candidate is, or brings.

See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax. They count only
in ``.github/workflows`` of the candidate's root, which is where GitHub reads them. The configuration of actionlint
and zizmor is support. Facts: ``switched_off``.
"""

import re

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.switched_off import switched_off

SETTINGS = (
    *(f".github/{name}" for name in ("actionlint.yaml", "actionlint.yml", "zizmor.yml", "zizmor.yaml")),
    *("zizmor.yml", "zizmor.yaml"),
)
_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml$")
_ACTION = re.compile(r"(?:\.github/(?:.+/)?)?action\.ya?ml$")


def is_workflow(path: str) -> bool:
    """Whether a path (relative to the candidate) is that of a workflow or an action."""
    return _WORKFLOW.match(path) is not None or _ACTION.match(path) is not None


def find_workflows(ground: Ground) -> list[Component]:
    """Return the one component that holds all workflows and actions, or none."""
    files = [
        path for path in sorted(ground.of_suffix(("yml", "yaml"))) if path not in ground.data and is_workflow(path)
    ]
    if not files:
        return []
    settings = [path for path in SETTINGS if ground.holds(path)]
    told = switched_off(ground, Language.WORKFLOW, files, settings)
    return [
        Component(
            language=Language.WORKFLOW,
            path=".",
            manifest=files[0],
            files={**dict.fromkeys(files, Role.SOURCE), **dict.fromkeys(settings, Role.SUPPORT)},
            facts={"switched_off": told} if told else {},
        )
    ]
