"""The twelve stages, in order, and the three profiles.

The numbers and names are the seed's ("Qualification Status Table"); the ids are part of the
published report format and never change.
"""

from enum import StrEnum


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
