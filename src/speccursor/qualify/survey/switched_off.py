"""Lines by which a project switches a linter's findings off: they are obeyed, as the linter obeys them, and told.

Comments, by the linters' manuals: hadolint (https://github.com/hadolint/hadolint#inline-ignores), ShellCheck
(https://www.shellcheck.net/wiki/Ignore), zizmor (https://docs.zizmor.sh/usage/#ignoring-results), SQLFluff
(https://docs.sqlfluff.com/en/stable/configuration/ignoring_configuration.html), yamllint
(https://yamllint.readthedocs.io/en/stable/disable_with_comments.html), tombi
(https://tombi-toml.github.io/tombi/docs/comment-directive), markdownlint
(https://github.com/DavidAnson/markdownlint#configuration). And the settings that do the same for whole files.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from speccursor.qualify.model.candidate import Language
from speccursor.qualify.survey.ground import Ground
from speccursor.qualify.survey.manifest import read_text

_COMMENTS: Mapping[Language, re.Pattern[str]] = {
    Language.DOCKERFILE: re.compile(r"#[ \t]*hadolint[ \t]+(?:global[ \t]+)?ignore[ \t]*="),
    Language.WORKFLOW: re.compile(r"#[ \t]*zizmor:[ \t]*ignore\["),
    Language.SHELL: re.compile(r"#[ \t]*shellcheck[ \t][^\n]*\bdisable="),
    Language.SQL: re.compile(r"--[ \t]*noqa\b"),
    Language.YAML: re.compile(r"#[ \t]*yamllint[ \t]+disable"),
    Language.TOML: re.compile(r"#:?[ \t]*tombi:?[ \t][^\n]*\bdisabled[ \t]*=[ \t]*true"),
    Language.MARKDOWN: re.compile(r"<!--[ \t]*markdownlint-(?:disable|configure-file)"),
}
_SETTINGS: Mapping[Language, re.Pattern[str]] = {
    Language.DOCKERFILE: re.compile(r"^[ \t]*(?:ignored|ignore)[ \t]*:", re.MULTILINE),
    Language.WORKFLOW: re.compile(r"^[ \t]*(?:ignore|disable)[ \t]*:", re.MULTILINE),
    Language.SHELL: re.compile(r"^[ \t]*disable[ \t]*=", re.MULTILINE),
}
_NAMED = 5


def switched_off(ground: Ground, language: Language, paths: Iterable[str], settings: Iterable[str] = ()) -> str:
    """Name the lines of files, and of configuration, by which findings are switched off; "" where there is none."""
    lines = [*_lines(ground, settings, _SETTINGS.get(language)), *_lines(ground, paths, _COMMENTS[language])]
    if not lines:
        return ""
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    return f"{len(lines)} lines: {', '.join(lines[:_NAMED])}{more}"


def _lines(ground: Ground, paths: Iterable[str], pattern: re.Pattern[str] | None) -> Iterator[str]:
    if pattern is None:
        return
    for path in sorted(paths):
        text = ground.read(path, read_text).text
        numbers = dict.fromkeys(text.count("\n", 0, found.start()) + 1 for found in pattern.finditer(text))
        yield from (f"{path}:{number}" for number in numbers)
