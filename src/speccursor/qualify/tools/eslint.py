"""ESLint: the project's own with its own configuration, else ours with ours (``assets/js/built-in-eslint.mjs``).

Exit codes (https://eslint.org/docs/latest/use/command-line-interface#exit-codes): 0 no error, 1 errors, 2 a crash or a
configuration that does not load. 2 is let through to `read`, which says what ESLint said and believes nothing else.

Every shipped file is named; tests and support are where the project's own ``lint`` script names their folders. What
the configuration ignores is not examined. Warnings are findings too, of low severity; comments that switch rules
off are obeyed. ESLint 8 with ``.eslintrc`` is run as it is.
"""

from speccursor.qualify.evidence.eslint import read_eslint
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind, UnreadableEvidence
from speccursor.qualify.model.tool import Invocation, Npm, Options, Outputs, Tool
from speccursor.qualify.tools.javascript_layout import SUFFIXES, others, sources, without_files
from speccursor.qualify.tools.javascript_run import driven, last_words, read_account

_CRASHED = 2


def _run(component: Component, options: Options, *, fix: bool) -> Invocation:
    settings: dict[str, object] = {
        "source": sources(component),
        "other": others(component),
        "module": component.facts.get("module", ""),
        "fix": fix,
    }
    return driven(
        "run-eslint.cjs",
        settings,
        "scripts.cjs",
        "built-in-eslint.mjs",
        outputs={} if fix else {"eslint": "eslint.json"},
        timeout_s=options.timeout_s,
        ok_exit_codes=frozenset({0, 1, _CRASHED}),
        environment={"SPECCURSOR_TOOL": "{tool}"},
    )


def _invoke(component: Component, options: Options) -> Invocation:
    return _run(component, options, fix=False)


def _fix(component: Component, options: Options) -> Invocation:
    return _run(component, options, fix=True)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    account = read_account(outputs)
    if account.status == _CRASHED or "eslint" not in outputs.names():
        raise UnreadableEvidence(f"ESLint {account.version} ended abnormally: {last_words(outputs)}")
    return (read_eslint(outputs.read("eslint"), root=outputs.root),)


TOOL = Tool(
    id="eslint",
    title="ESLint",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.FINDINGS,),
    provision=Npm(name="eslint", version="10.15.0"),
    invoke=_invoke,
    read=_read,
    reproduce="npx eslint .",
    applies=without_files,
    suffixes=(*SUFFIXES, ".json", ".yaml", ".yml", ".eslintrc", ".eslintignore", ".gitignore"),
    imports=True,
    environment=True,
    fix=_fix,
)
