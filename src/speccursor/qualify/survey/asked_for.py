"""SQL, YAML, TOML and Markdown: linted where the project asks for it, by bringing a linter's configuration.

The folder that holds the configuration is the component, with the files below it that no deeper one takes. The
names are those of the linters' manuals: SQLFluff (https://docs.sqlfluff.com/en/stable/configuration/setting_configuration.html),
yamllint (https://yamllint.readthedocs.io/en/stable/configuration.html), tombi
(https://tombi-toml.github.io/tombi/docs/configuration), whose configuration may be Taplo's as well
(https://taplo.tamasfe.dev/configuration/file.html), and markdownlint-cli2
(https://github.com/DavidAnson/markdownlint-cli2#configuration). Facts: ``switched_off``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground, component, shared_out
from speccursor.qualify.survey.manifest import Manifest, Table, read_ini, read_toml
from speccursor.qualify.survey.roles import hosts_components
from speccursor.qualify.survey.switched_off import switched_off

_NESTED = ".config/"
_DOCUMENTS = frozenset({"docs", "doc", "documentation", "website"})


class Linter(Struct, frozen=True, kw_only=True):
    """A linter by its configuration: files of its own, and sections in manifests; `signs` says both to people."""

    title: str
    suffixes: tuple[str, ...]
    names: tuple[str, ...]
    sections: tuple[tuple[str, Callable[[str, bytes], Manifest], Callable[[Table], bool]], ...] = ()
    signs: str


def _in_ini(table: Table) -> bool:
    return any(name == "sqlfluff" or name.startswith("sqlfluff:") for name in table)


LINTERS: Mapping[Language, Linter] = {
    Language.SQL: Linter(
        title="SQLFluff",
        suffixes=("sql",),
        names=(".sqlfluff",),
        sections=(
            ("pyproject.toml", read_toml, lambda table: bool(table.table("tool", "sqlfluff"))),
            ("setup.cfg", read_ini, _in_ini),
            ("tox.ini", read_ini, _in_ini),
        ),
        signs=".sqlfluff, or its section in pyproject.toml, setup.cfg or tox.ini",
    ),
    Language.YAML: Linter(
        title="yamllint",
        suffixes=("yaml", "yml"),
        names=(".yamllint", ".yamllint.yaml", ".yamllint.yml"),
        signs=".yamllint, .yamllint.yaml or .yamllint.yml",
    ),
    Language.TOML: Linter(
        title="tombi or Taplo",
        suffixes=("toml",),
        names=("tombi.toml", ".tombi.toml", "taplo.toml", ".taplo.toml"),
        sections=(("pyproject.toml", read_toml, lambda table: bool(table.table("tool", "tombi"))),),
        signs="tombi.toml, taplo.toml or one of them with a dot before it, or [tool.tombi] in pyproject.toml",
    ),
    Language.MARKDOWN: Linter(
        title="markdownlint",
        suffixes=("md", "markdown"),
        names=tuple(
            f"{name}.{end}"
            for name in (".markdownlint", ".markdownlint-cli2")
            for end in ("jsonc", "json", "yaml", "yml", "cjs", "mjs")
            if (name, end) not in {(".markdownlint-cli2", "json"), (".markdownlint-cli2", "yml")}
        ),
        signs=".markdownlint.json or .markdownlint-cli2.jsonc, or one of them as YAML or JavaScript",
    ),
}


def find_sql(ground: Ground) -> list[Component]:
    """Return a component for each folder that asks for its SQL to be linted."""
    return _find(ground, Language.SQL)


def find_yaml(ground: Ground) -> list[Component]:
    """Return a component for each folder that asks for its YAML to be linted."""
    return _find(ground, Language.YAML)


def find_toml(ground: Ground) -> list[Component]:
    """Return a component for each folder that asks for its TOML to be linted."""
    return _find(ground, Language.TOML)


def find_markdown(ground: Ground) -> list[Component]:
    """Return a component for each folder that asks for its Markdown to be linted."""
    return _find(ground, Language.MARKDOWN)


def is_document(language: Language, path: str) -> bool:
    """Whether a path is that of a file in one of these languages."""
    return path.rpartition("/")[2].rpartition(".")[2] in LINTERS[language].suffixes


def _find(ground: Ground, language: Language) -> list[Component]:
    linter = LINTERS[language]
    files = ground.of_suffix(linter.suffixes)
    asking = _asking(ground, linter) if files else {}
    if not asking:
        return []
    shares = shared_out(files, asking)
    found = [_component(ground, language, folder, asking[folder], shares[folder]) for folder in asking]
    return [one for one in found if _judged(one)]


def _asking(ground: Ground, linter: Linter) -> dict[str, str]:
    """Return folder -> the configuration that stands there, the linter's own file first."""
    found = {
        folder: path
        for name, reader, says in reversed(linter.sections)
        for folder, path in _standing(ground, name)
        if says(ground.read(path, reader).table)
    }
    for name in reversed(linter.names):
        found.update((_configured(folder), path) for folder, path in _standing(ground, name))
    return found


def _standing(ground: Ground, name: str) -> Iterator[tuple[str, str]]:
    """Go over folder and path of a configuration, but for tests' data, examples and others' code; documents may ask."""
    for path in ground.named.get(name, ()):
        folder = path[: len(path) - len(name)]
        within = "/".join(segment for segment in folder.rstrip("/").split("/") if segment.lower() not in _DOCUMENTS)
        if path not in ground.data and hosts_components(within):
            yield folder, path


def _configured(folder: str) -> str:
    """Return the folder that a configuration speaks of: that above ``.config``."""
    nested = folder == _NESTED or folder.endswith(f"/{_NESTED}")
    return folder.removesuffix(_NESTED) if nested else folder


def _component(ground: Ground, language: Language, folder: str, path: str, files: Sequence[str]) -> Component:
    support = [path, *(f"{folder}{name}" for name in LINTERS[language].names)]
    found = component(ground, language, folder, path, files, support=support)
    facts = {"switched_off": switched_off(ground, language, _judged(found))}
    return component(ground, language, folder, path, files, support=support, facts=facts)


def _judged(found: Component) -> list[str]:
    return [path for path in found.paths(Role.SOURCE, Role.TEST, Role.SUPPORT) if is_document(found.language, path)]
