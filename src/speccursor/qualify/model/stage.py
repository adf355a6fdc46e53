"""The twelve stages, in order, what a stage's declaration is, and the three profiles.

The numbers and names are the seed's ("Qualification Status Table"); the ids are part of the
published report format and never change.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from speccursor.qualify.model.candidate import Language


class StageId(StrEnum):
    """A stage of the qualification; its number is its place."""

    STATIC_ANALYSIS = "static-analysis"
    UNIT_TESTS = "unit-tests"
    PROPERTY_TESTS = "property-tests"
    INTEGRATION_E2E = "integration-e2e"
    LOAD_TESTS = "load-tests"
    CHAOS_TESTS = "chaos-tests"
    SECURITY_SCANS = "security-scans"
    VULNERABILITY_SBOM = "vulnerability-sbom"
    OBSERVABILITY = "observability"
    PERFORMANCE = "performance"
    COST_BUDGETS = "cost-budgets"
    DEPLOYMENT_DRILL = "deployment-drill"

    @property
    def number(self) -> int:
        """The stage's number, from 1 to 12."""
        return list(StageId).index(self) + 1


class Profile(StrEnum):
    """How long the live stages run; only `release` can ever be attested as a release qualification."""

    QUICK = "quick"
    STANDARD = "standard"
    RELEASE = "release"


class Ask(Struct, frozen=True, kw_only=True):
    """One gate of a stage and the tools, by language, whose evidence it is asked of.

    `aside` says of a language that has no such tool why the gate does not arise in it. `obligatory`: a component
    that none of the tools applies to leaves the gate inconclusive; otherwise the gate is not asked there, with the
    tools' proofs. `merged`: asked once more over each language that has several components, and over everything
    where there are several languages. `baseline`: asked by language and over everything, against the release before;
    it does not arise where there was none. `whole`: asked of the candidate where something that it declares is not
    here.
    """

    gate: str
    tools: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    aside: Mapping[Language, str] = field(default_factory=dict)
    obligatory: bool = False
    merged: bool = False
    baseline: bool = False
    whole: bool = False


class Stage(Struct, frozen=True, kw_only=True):
    """A stage's declaration: its question, its owner, its gates with their tools. No control flow.

    `hint` says how the stage's evidence can be provided where no tool here brings it.
    """

    id: StageId
    question: str
    owner: str
    asks: tuple[Ask, ...]
    hint: str = ""
