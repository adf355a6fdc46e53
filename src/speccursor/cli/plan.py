"""``speccursor plan``: what evidence is owed. Nothing is run."""

from argparse import ArgumentParser, Namespace

from speccursor.cli.arguments import add_json, add_scope, add_state
from speccursor.cli.asking import asked_of
from speccursor.cli.target import placed
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.plan import Plan, Question

EXAMPLES = """\
  speccursor plan
  speccursor plan --stage 1-3 path/to/repository
  speccursor plan --json | jq '.owed[].tool'"""


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_scope(parser)
    add_state(parser)
    add_json(parser)


def run(arguments: Namespace) -> int:
    """Print the plan."""
    with placed(arguments.target, state=arguments.state) as place:
        plan = asked_of(place, arguments).plan
    print(canonical_json(plan).decode() if arguments.json else described(plan))
    return 0


def described(plan: Plan) -> str:
    """Return the plan as text: each stage with its questions, who brings the evidence, what is not asked."""
    lines = [
        f"{plan.candidate.name}: {len(plan.owed)} pieces of evidence owed, {len(plan.questions)} questions",
        f"profile {plan.profile}{', partial' if plan.partial else ''}, plan {plan.digest}",
    ]
    for stage in plan.stages:
        lines += ["", f"{stage.id.number:>2}  {stage.id}  ({stage.owner})"]
        lines += [_line(question) for question in plan.questions if question.stage is stage.id]
        lines += [f"      -  {item.what}: not asked, {item.proof}" for item in plan.not_asked if item.stage is stage.id]
    lines += ["", *(f"weaker: {text}" for text in plan.weakened)]
    return "\n".join(lines).rstrip()


def _line(question: Question) -> str:
    where = question.component if question.cell in {"*", "host"} else f"{question.component} [{question.cell}]"
    by = question.tool or question.proof or question.hint
    return f"      {'?' if question.owed else '!'}  {question.gate} {question.required} on {where}: {by}"
