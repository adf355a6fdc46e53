"""markdownlint: Markdown, where the project brings a configuration of it. markdownlint-cli2 finds and reads that.

Exit codes (https://github.com/DavidAnson/markdownlint-cli2#exit-codes): 0 no error, 1 errors, 2 a failure, which `read`
tells in its words: a configuration that does not load, rules of packages that are not here. rumdl is as quick as it is
large and reads the same files, but has rules of its own that such a project never asked for.
"""

from posixpath import relpath

from speccursor.qualify.evidence.markdownlint import read_markdownlint
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Npm, Options, Outputs, Tool
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.linted import heard, judged

_DRIVER = "run-markdownlint.mjs"
_CANARY = "speccursor-canary.md"


def _invoke(component: Component, options: Options) -> Invocation:
    files = [relpath(path, component.path) for path in judged(component, ".md", ".markdown")]
    return Invocation(
        argv=("{node}", "{in}/" + _DRIVER),
        outputs={"markdownlint": "markdownlint.json"},
        optional=frozenset({"markdownlint"}),
        inputs={
            _DRIVER: read_asset(f"js/{_DRIVER}"),
            _CANARY: read_asset("linters/markdownlint.txt"),
            "speccursor.json": canonical_json({"files": files}).decode(),
        },
        environment={
            "SPECCURSOR_IN": "{in}",
            "SPECCURSOR_OUT": "{out}",
            "SPECCURSOR_PACKAGE": "{component}",
            "SPECCURSOR_TOOL": "{tool}",
        },
        ok_exit_codes=frozenset({0, 1, 2}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    content = heard(outputs, "markdownlint", name="markdownlint")
    return (read_markdownlint(content, root=outputs.root, cwd=outputs.component),)


TOOL = Tool(
    id="markdownlint",
    title="markdownlint",
    languages=frozenset({Language.MARKDOWN}),
    kinds=(Kind.FINDINGS,),
    provision=Npm(name="markdownlint-cli2", version="0.22.1"),
    invoke=_invoke,
    read=_read,
    reproduce="npx markdownlint-cli2 '**/*.md'",
    suffixes=(".md", ".markdown", ".json", ".jsonc", ".yaml", ".yml", ".toml", ".js", ".cjs", ".mjs", ".gitignore"),
)
