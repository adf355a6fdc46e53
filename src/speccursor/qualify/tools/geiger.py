"""Every use of unsafe code that a Rust package ships, tests aside: the things that cargo-geiger counts, each with its
line, and foreign declarations and unsafe code in macros besides.

cargo-geiger counts them in every dependency too, without telling where, and takes minutes to build; what is asked
here is what this package itself adds. Exit codes: 0; a file that does not parse is told in its line, and makes the
whole unread.
"""

from speccursor.qualify.evidence.rustscan import read_unsafe
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.cargo_run import RUSTSCAN
from speccursor.qualify.tools.rust_layout import SUFFIX, shipped_files

_FILES = "files.txt"


def _applies(component: Component) -> str:
    return "" if shipped_files(component) else f"no file that {component.id} ships is Rust"


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=("{tool}/bin/rustscan", "{in}/" + _FILES),
        inputs={_FILES: "".join(f"{path}\n" for path in shipped_files(component))},
        cwd="{root}",
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return (read_unsafe(outputs.read("stdout")),)


TOOL = Tool(
    id="geiger",
    title="unsafe code, as cargo-geiger counts it",
    languages=frozenset({Language.RUST}),
    kinds=(Kind.FINDINGS,),
    provision=RUSTSCAN,
    invoke=_invoke,
    read=_read,
    reproduce="cargo geiger  # cargo install cargo-geiger",
    applies=_applies,
    suffixes=(SUFFIX,),
)
