"""Languages in which nothing is called by tests, so that no gate over tests or properties arises in them.

Shell and SQL are not among them: they can be tested, and nothing here runs such tests.
"""

from speccursor.qualify.model.candidate import Language

_TITLES = {
    Language.DOCKERFILE: "Dockerfiles",
    Language.WORKFLOW: "workflows",
    Language.YAML: "YAML files",
    Language.TOML: "TOML files",
    Language.MARKDOWN: "Markdown files",
}


def aside(why: str) -> dict[Language, str]:
    """Return for each of these languages why a gate does not arise in it."""
    return {language: f"{title} {why}" for language, title in _TITLES.items()}
