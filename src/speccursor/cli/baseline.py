"""``speccursor baseline``: the debt of old code that stands in a candidate, shown or freed of what is paid."""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from speccursor.cli.arguments import add_json, add_state
from speccursor.cli.exits import Exit
from speccursor.cli.indebted import measured, write
from speccursor.qualify.configuration.debt import read_debt, written
from speccursor.qualify.judge.recording import pruned
from speccursor.qualify.model.debt import FILE, Debt
from speccursor.qualify.model.misuse import Misuse

EXAMPLES = """\
  speccursor init --baseline     record what fails today, so that only what is new fails
  speccursor baseline            what is recorded, by gate
  speccursor baseline prune      measure again, and take out what is paid; nothing is ever added"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", nargs="?", choices=["show", "prune"], default="show")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: .")
    add_state(parser)
    add_json(parser)


def run(arguments: Namespace) -> int:
    """Show the baseline, or prune it."""
    folder = arguments.folder.resolve()
    debt = read_debt(folder)
    if debt is None:
        raise Misuse(f"there is no {folder / FILE}", hint="`speccursor init --baseline` records one")
    if arguments.action == "prune":
        now = measured(folder, arguments, day=datetime.now(UTC).date().isoformat())
        if now.unanswered:
            raise Misuse(
                f"{len(now.unanswered)} gates are inconclusive, so that nobody knows what is paid: {now.unanswered[0]}",
                hint="`speccursor qualify --stage 1-2` shows why",
            )
        before, debt = debt, pruned(debt, now.debt)
        write(folder, debt)
        print(f"{before.size - debt.size} of {before.size} known findings are gone", file=sys.stderr)
    print(written(debt).decode() if arguments.json else "\n".join(_told(debt)))
    return Exit.MAY_SHIP


def _told(debt: Debt) -> Iterator[str]:
    """Tell a baseline by gate, tool and rule, most first."""
    yield f"recorded on {debt.recorded} of {(debt.revision or 'no commit')[:12]}: {debt.size} findings are known"
    by_gate: Counter[tuple[str, str]] = Counter()
    for known in debt.findings:
        by_gate[known.gate, f"{known.language} {known.tool} {known.rule}"] += known.count
    for function in debt.functions:
        by_gate[function.gate, f"{function.language} {function.tool}"] += 1
    for (gate, what), count in by_gate.most_common():
        yield f"  {count:>6}  {gate:<16}{what}"
    for reached in debt.coverage:
        share = 100 * reached.covered / reached.total
        yield f"  {share:>5.1f}%  {reached.gate:<16}{reached.component} ({reached.covered} of {reached.total})"
