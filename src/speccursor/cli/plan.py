"""``speccursor plan``: what evidence is owed. Nothing is run."""

from argparse import ArgumentParser, Namespace

from speccursor.cli.arguments import add_json, add_scope, add_state
from speccursor.cli.asking import asked_of, tell_notes
from speccursor.cli.target import placed
from speccursor.qualify.model.counted import counted
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.plan import Plan, Question, release_of
from speccursor.qualify.report.words import not_asked_in

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
        asked = asked_of(place, arguments)
    tell_notes(asked.candidate)
    plan = asked.plan
    print(canonical_json(plan).decode() if arguments.json else described(plan))
    return 0


def described(plan: Plan) -> str:
    """Return the plan as text: each stage with its questions, who brings the evidence, what is not asked."""
    owed, questions = counted(len(plan.owed), "piece"), counted(len(plan.questions), "question")
    lines = [
        f"{plan.candidate.name}: {owed} of evidence owed, {questions}",
        f"profile {plan.profile}{', partial' if plan.partial else ''}, plan {plan.digest}",
    ]
    for stage in plan.stages:
        lines += ["", f"{stage.id.number:>2}  {stage.id}  ({stage.owner})"]
        lines += [_line(question) for question in plan.questions if question.stage is stage.id]
        lines += [f"      -  not asked: {told}" for told in not_asked_in(plan, stage.id)]
    if plan.baseline is not None:
        theirs = plan.part(plan.baseline.release).owed
        lines += ["", f"beside it, {plan.baseline.release} (commit {plan.baseline.candidate.revision}) owes:"]
        lines += [f"      ?  {item.tool} on {item.component} [{item.cell.name}]" for item in theirs]
    lines += ["", *(f"weaker: {text}" for text in plan.weakened)]
    return "\n".join(lines).rstrip()


def _line(question: Question) -> str:
    where = question.component if question.cell in {"*", "host"} else f"{question.component} [{question.cell}]"
    by = question.tool or question.proof or question.hint
    if question.against:
        by += f", against {', '.join(dict.fromkeys(f'@{release_of(owed)}' for owed in question.against))}"
    return f"      {'?' if question.owed else '!'}  {question.gate} {question.required} on {where}: {by}"
