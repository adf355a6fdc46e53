"""The twelve stages, one declaration each: these gates, asked of these tools' evidence."""

from speccursor.qualify.model.stage import Stage, StageId
from speccursor.qualify.stages import property_tests, static_analysis, unit_tests, unprovided

STAGES: dict[StageId, Stage] = {
    stage.id: stage
    for stage in (
        static_analysis.STAGE,
        unit_tests.STAGE,
        property_tests.STAGE,
        unprovided.INTEGRATION_E2E,
        unprovided.LOAD_TESTS,
        unprovided.CHAOS_TESTS,
        unprovided.SECURITY_SCANS,
        unprovided.VULNERABILITY_SBOM,
        unprovided.OBSERVABILITY,
        unprovided.PERFORMANCE,
        unprovided.COST_BUDGETS,
        unprovided.DEPLOYMENT_DRILL,
    )
}

PROVIDED: tuple[StageId, ...] = (StageId.STATIC_ANALYSIS, StageId.UNIT_TESTS, StageId.PROPERTY_TESTS)
