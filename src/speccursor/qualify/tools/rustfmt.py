"""rustfmt, with the project's own configuration. It never edits.

Every Rust file that is not data is named. Exit codes of ``rustfmt --check``: 0, or 1 where a file is formatted
otherwise or does not parse (https://github.com/rust-lang/rustfmt#checking-style-on-a-ci-server). With ``--verbose``
it names each file that it looked at; one that does not parse is told on standard error, and leaves the gate
undecided.
"""

from speccursor.qualify.evidence.rustfmt import read_rustfmt
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import FromToolchain, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.rust_layout import SUFFIX, judged_files, without_rust

_OLDEST_EDITION = "2015"


def _argv(component: Component, *options: str) -> tuple[str, ...]:
    edition = component.facts.get("edition", _OLDEST_EDITION)
    files = tuple(f"./{path}" for path in judged_files(component))
    return ("{toolchain}/bin/rustfmt", *options, "--edition", edition, "--color", "never", *files)


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=_argv(component, "--check", "--files-with-diff", "--verbose"),
        cwd="{root}",
        ok_exit_codes=frozenset({0, 1}),
        timeout_s=options.timeout_s,
    )


def _fix(component: Component, options: Options) -> Invocation:
    return Invocation(argv=_argv(component), cwd="{root}", timeout_s=options.timeout_s)


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return (read_rustfmt(outputs.read("stdout"), outputs.read("stderr"), root=outputs.root),)


TOOL = Tool(
    id="rustfmt",
    title="rustfmt",
    languages=frozenset({Language.RUST}),
    kinds=(Kind.FINDINGS,),
    provision=FromToolchain(programs=("rustfmt",)),
    invoke=_invoke,
    read=_read,
    reproduce="cargo fmt --all --check",
    applies=without_rust,
    suffixes=(SUFFIX, "rustfmt.toml"),
    toolchain="rust",
    fix=_fix,
)
