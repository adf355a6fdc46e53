"""``speccursor explain``: a gate's question, reason and remedy; or what a stored run found at a place."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from speccursor.cli.arguments import add_json, add_state
from speccursor.cli.screen import width
from speccursor.cli.stored import run_folder
from speccursor.qualify.gates import GATES
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.misuse import Misuse, UnusableRun
from speccursor.qualify.model.verdict import Verdict
from speccursor.qualify.pipeline import judged
from speccursor.qualify.report.explain import explain

EXAMPLES = """\
  speccursor explain                      every gate, one line each
  speccursor explain branch-coverage
  speccursor explain src/pkg/module.py:41 what the newest run found there
  speccursor explain F401                 where it found what a checker calls so"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("name", nargs="?", metavar="GATE|PATH[:LINE]|RULE", help="default: list the gates")
    parser.add_argument("--run", default="latest", help="the stored run to look in (default: latest)")
    add_state(parser)
    add_json(parser)


def run(arguments: Namespace) -> int:
    """Print the explanation."""
    if arguments.json:
        gates = [GATES[arguments.name]] if arguments.name in GATES else list(GATES.values())
        if arguments.name is not None and arguments.name not in GATES:
            raise Misuse(f"there is no gate {arguments.name!r}", hint="with --json only gates are explained")
        fields = ("id", "question", "why", "remedy", "required", "waivable")
        print(canonical_json([{name: getattr(gate, name) for name in fields} for gate in gates]).decode())
    elif arguments.name is None:
        longest = max(map(len, GATES))
        print("\n".join(f"{gate.id:<{longest}}  {gate.question}" for gate in GATES.values()))
    else:
        print(explain(arguments.name, gates=GATES, verdict=_verdict(arguments), width=width()), end="")
    return 0


def _verdict(arguments: Namespace) -> Verdict | None:
    """Return the stored verdict to explain from; None where nothing was run yet."""
    try:
        folder = run_folder(arguments.run, Path.cwd(), arguments.state)
        return judged(folder, folder.plan(), folder.record()).verdict
    except UnusableRun:
        if arguments.run != "latest":
            raise
        return None
