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


_CLIPPY = "cargo clippy --workspace --all-targets -- -D warnings"

UNPROVIDED = (
    _runner("ava", "AVA"),
    _runner("tap", "node-tap"),
    _runner("jasmine", "Jasmine"),
    _owed("clippy", "Clippy", Language.RUST, _CLIPPY, Kind.FINDINGS),
    _owed("rustfmt", "rustfmt", Language.RUST, "cargo fmt --all --check", Kind.FINDINGS),
    _owed("cargo-test", "cargo test", Language.RUST, "cargo test --workspace", Kind.TESTS, Kind.COVERAGE),
    _owed("proptest", "proptest", Language.RUST, "PROPTEST_CASES=1000 cargo test", Kind.PROPERTIES),
    _owed("go-vet", "go vet", Language.GO, "go vet ./...", Kind.FINDINGS),
    _owed("gofmt", "gofmt", Language.GO, "gofmt -l .", Kind.FINDINGS),
    _owed("go-test", "go test", Language.GO, "go test -cover ./...", Kind.TESTS, Kind.COVERAGE),
    _owed("rapid", "rapid", Language.GO, "go test ./... -rapid.checks=1000", Kind.PROPERTIES),
    _owed("lean", "Lean", Language.LEAN, "lake build --wfail", Kind.FINDINGS),
    _owed("hadolint", "hadolint", Language.DOCKERFILE, "hadolint Dockerfile", Kind.FINDINGS),
    _owed("actionlint", "actionlint", Language.WORKFLOW, "actionlint", Kind.FINDINGS),
    _owed("zizmor", "zizmor", Language.WORKFLOW, "zizmor --offline .", Kind.FINDINGS),
)
