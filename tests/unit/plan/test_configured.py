from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.plan.configured import as_configured

COMPONENT = Component(
    language=Language.PYTHON,
    path="api",
    manifest="api/pyproject.toml",
    files={
        "api/src/api/core.py": Role.SOURCE,
        "api/tools/run.py": Role.SOURCE,
        "api/checks/core_check.py": Role.SUPPORT,
        "api/checks/data/bad.py": Role.DATA,
    },
    facts={"runner": "pytest", "packages": "src/api tools"},
)


def test_without_a_recipe_a_component_is_what_was_surveyed() -> None:
    assert as_configured(COMPONENT, Recipe()) == COMPONENT


def test_sources_are_what_is_shipped_and_nothing_else_is() -> None:
    configured = as_configured(COMPONENT, Recipe(sources=("src",)))
    assert configured.paths(Role.SOURCE) == ("api/src/api/core.py",)
    assert configured.files["api/tools/run.py"] is Role.SUPPORT
    assert configured.facts["packages"] == "src"


def test_tests_are_where_they_are_said_to_be_and_data_stays_data() -> None:
    configured = as_configured(COMPONENT, Recipe(tests=("checks",)))
    assert configured.paths(Role.TEST) == ("api/checks/core_check.py",)
    assert configured.files["api/checks/data/bad.py"] is Role.DATA
    assert configured.facts["tests"] == "checks"


def test_everything_can_be_shipped_but_data() -> None:
    configured = as_configured(COMPONENT, Recipe(sources=(".",)))
    assert set(configured.files.values()) == {Role.SOURCE, Role.DATA}


def test_the_runner_is_the_one_that_is_named() -> None:
    assert as_configured(COMPONENT, Recipe(runner="unittest")).facts["runner"] == "unittest"
    assert as_configured(COMPONENT, Recipe(runner="node:test")).facts["runner"] == "node"
