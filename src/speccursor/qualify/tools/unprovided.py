"""Tools whose evidence is owed and that this release cannot bring: they stand in every plan, unavailable by name.

Nothing here is ever invoked or read; whoever does so has a bug, and hears of it.
"""

from collections.abc import Callable

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool, Unprovided
from speccursor.qualify.tools.javascript_layout import not_run_by

_REASON = "this release has no adapter for it"


def _invoke(component: Component, options: Options) -> Invocation:
    raise AssertionError(f"a tool that is not provided was to be run on {component.id} ({options.profile})")


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    raise AssertionError(f"outputs of a tool that is not provided were to be read: {sorted(outputs.names())}")


def _runs_any(component: Component) -> str:  # noqa: ARG001  (what a tool that works on every component says)
    return ""


def _owed(
    identifier: str,
    title: str,
    language: Language,
    reproduce: str,
    *kinds: Kind,
    applies: Callable[[Component], str] = _runs_any,
) -> Tool:
    return Tool(
        id=identifier,
        title=title,
        languages=frozenset({language}),
        kinds=kinds,
        provision=Unprovided(_REASON, f"Run `{reproduce}` by hand; the gate stays inconclusive until it is shown."),
        invoke=_invoke,
        read=_read,
        reproduce=reproduce,
        applies=applies,
    )


def _runner(name: str, title: str) -> Tool:
    """Return a test runner that the survey knows by name and no adapter here runs."""
    language = Language.JAVASCRIPT
    return _owed(name, title, language, f"npx {name}", Kind.TESTS, Kind.COVERAGE, applies=not_run_by(name))


AVA = _runner("ava", "AVA")
TAP = _runner("tap", "node-tap")
JASMINE = _runner("jasmine", "Jasmine")
