"""Hypothesis, run by pytest: every property, with the number of examples that it really executed.

Exit codes are pytest's (https://docs.pytest.org/en/stable/reference/exit-codes.html). The record is written by our
plugin, ``assets/python/speccursor_properties.py``, from Hypothesis's own statistics; without its last line
nothing of it is believed. The seed is the observation's nonce, so that a run can be repeated. Where nothing names
Hypothesis (``assets/python/speccursor_search.py``) no test is imported: nothing would be collected.
"""

from speccursor.qualify.evidence.hypothesis import read_hypothesis
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import FromEnvironment, Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.pytest import VERSION
from speccursor.qualify.tools.python_run import COMMAND, ENDED, inputs_of


def _invoke(component: Component, options: Options) -> Invocation:
    return Invocation(
        argv=(*COMMAND, f"--properties={options.examples}", "--", *options.test_arguments),
        outputs={"properties": "properties.jsonl"},
        inputs=inputs_of(component, "speccursor_pytest.py", "speccursor_properties.py", "speccursor_search.py"),
        ok_exit_codes=ENDED,
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return (read_hypothesis(outputs.read("properties"), root=outputs.root),)


TOOL = Tool(
    id="hypothesis",
    title="Hypothesis properties",
    languages=frozenset({Language.PYTHON}),
    kinds=(Kind.PROPERTIES,),
    provision=FromEnvironment(package="hypothesis", version="6.170.15", beside={"pytest": VERSION}),
    invoke=_invoke,
    read=_read,
    reproduce="python -m pytest -m hypothesis --hypothesis-show-statistics",
    environment=True,
)
