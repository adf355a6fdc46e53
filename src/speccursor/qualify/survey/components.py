"""The registry of ecosystems, and the two questions about all of them: what is here, what is not."""

from collections.abc import Callable, Mapping

from speccursor.qualify.model.candidate import Candidate, Component, Language
from speccursor.qualify.model.counted import verb
from speccursor.qualify.survey.asked_for import (
    LINTERS,
    find_markdown,
    find_sql,
    find_toml,
    find_yaml,
    is_document,
)
from speccursor.qualify.survey.dockerfile import find_dockerfiles, is_dockerfile
from speccursor.qualify.survey.go import SUFFIXES as GO
from speccursor.qualify.survey.go import find_go
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.javascript import SUFFIXES as JAVASCRIPT
from speccursor.qualify.survey.javascript import find_javascript
from speccursor.qualify.survey.lean import SUFFIXES as LEAN
from speccursor.qualify.survey.lean import find_lean
from speccursor.qualify.survey.needs import with_needs
from speccursor.qualify.survey.python import MANIFESTS as PYTHON_MANIFESTS
from speccursor.qualify.survey.python import SUFFIXES as PYTHON
from speccursor.qualify.survey.python import find_python
from speccursor.qualify.survey.rust import SUFFIXES as RUST
from speccursor.qualify.survey.rust import find_rust
from speccursor.qualify.survey.shell import SUFFIXES as SHELL
from speccursor.qualify.survey.shell import find_shell
from speccursor.qualify.survey.workflow import find_workflows, is_workflow

FINDERS: Mapping[Language, Callable[[Ground], list[Component]]] = {
    Language.PYTHON: find_python,
    Language.JAVASCRIPT: find_javascript,
    Language.RUST: find_rust,
    Language.GO: find_go,
    Language.LEAN: find_lean,
    Language.DOCKERFILE: find_dockerfiles,
    Language.WORKFLOW: find_workflows,
    Language.SHELL: find_shell,
    Language.SQL: find_sql,
    Language.YAML: find_yaml,
    Language.TOML: find_toml,
    Language.MARKDOWN: find_markdown,
}

_TITLES = {
    Language.PYTHON: "Python",
    Language.JAVASCRIPT: "JavaScript or TypeScript",
    Language.RUST: "Rust",
    Language.GO: "Go",
    Language.LEAN: "Lean",
    Language.DOCKERFILE: "a Dockerfile",
    Language.WORKFLOW: "a GitHub workflow",
    Language.SHELL: "a shell script",
    Language.SQL: "SQL",
    Language.YAML: "YAML",
    Language.TOML: "TOML",
    Language.MARKDOWN: "Markdown",
}
_SIGNS: Mapping[Language, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Language.PYTHON: (PYTHON_MANIFESTS[:3], PYTHON),
    Language.JAVASCRIPT: (("package.json",), JAVASCRIPT),
    Language.RUST: (("Cargo.toml",), RUST),
    Language.GO: (("go.mod",), GO),
    Language.LEAN: (("lakefile.toml", "lakefile.lean"), LEAN),
    Language.DOCKERFILE: (("Dockerfile", "Containerfile"), ()),
    Language.WORKFLOW: ((".github/workflows/*.yml", "action.yml"), ()),
    Language.SHELL: (("executable file for sh or bash",), SHELL),
    **{language: ((), linter.suffixes) for language, linter in LINTERS.items()},
}


def find_components(ground: Ground) -> tuple[Component, ...]:
    """Return every component of a candidate, by language in the order of `Language` and then by folder."""
    found = with_needs(ground, [one for finder in FINDERS.values() for one in finder(ground)])
    order = {language: place for place, language in enumerate(Language)}
    return tuple(sorted(found, key=lambda one: (order[one.language], one.path, one.manifest is None)))


def absent(candidate: Candidate) -> dict[Language, str]:
    """Return for each language without a component the proof that nothing here is owed for it.

    The proof counts the candidate's files; where files of the language are there and ship nothing
    (documents, examples, tests' data, copies of others' code), or nothing asks for them to be linted, it says so
    and names one.
    """
    present = {one.language for one in candidate.components}
    return {language: _proof(candidate, language) for language in Language if language not in present}


def _proof(candidate: Candidate, language: Language) -> str:
    names, suffixes = _SIGNS[language]
    found = [file.path for file in candidate.files if _is_sign(language, file.path)]
    count = len(candidate.files)
    if not found:
        signs = ", ".join(f"no {sign}" for sign in (*names, *(f".{suffix}" for suffix in suffixes)))
        return f"none of {count} files is {_TITLES[language]}: {signs}"
    are = verb(len(found), "is", "are")
    if language in LINTERS:
        linter = LINTERS[language]
        return (
            f"{len(found)} of {count} files {are} {_TITLES[language]} ({found[0]}), and no configuration of "
            f"{linter.title} asks for them to be linted, tests' data and others' code aside: that would be "
            f"{linter.signs}"
        )
    return (
        f"{len(found)} of {count} files {are} {_TITLES[language]}, of which nothing ships: tests' data, documents, "
        f"examples, configuration, links, or others' code ({found[0]})"
    )


def _is_sign(language: Language, path: str) -> bool:
    name = path.rpartition("/")[2]
    if language is Language.DOCKERFILE:
        return is_dockerfile(name)
    if language is Language.WORKFLOW:
        return is_workflow(path)
    if language in LINTERS:
        return is_document(language, path)
    names, suffixes = _SIGNS[language]
    return name in names or ("." in name and name.rpartition(".")[2] in suffixes)
