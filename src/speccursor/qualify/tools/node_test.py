"""Node's own test runner under c8: every test's outcome, and lines and branches as monocart counts them (see mocha).

Exit codes: 0 all passed, 1 some did not (https://nodejs.org/api/test.html). It counts a file without a test as one that
passed, and ``process.exit(0)`` in a test takes the rest of its file away without a word: our reporter tells both as
errors. The first is no error of a file that is not named like a test: with its default patterns the runner takes
everything in a folder ``test``, also what the tests there share.
"""

import re

from msgspec.structs import replace

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.evidence import CollectionError, Evidence, Kind, TestRun
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Tool
from speccursor.qualify.tools.javascript_layout import not_run_by
from speccursor.qualify.tools.javascript_run import C8, read_tests_and_coverage, run_of
from speccursor.qualify.tools.repeating import tests_apart

_NO_TEST = "the file holds no test"
_NAMED = re.compile(r"(?:.*[._-])?(?:test|spec)s?\.[cm]?[jt]sx?|test-.*")


def _invoke(component: Component, options: Options) -> Invocation:
    return run_of(component, options, "node")


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    run, *rest = read_tests_and_coverage(outputs)
    assert isinstance(run, TestRun)  # noqa: S101  (the first piece always is; this tells mypy)
    return replace(run, errors=tuple(error for error in run.errors if not _is_shared(error))), *rest


def _is_shared(error: CollectionError) -> bool:
    """Whether an error is only that a file without a test, which is not named like one, was run."""
    return error.message == _NO_TEST and not _NAMED.fullmatch(error.path.rpartition("/")[2])


TOOL = Tool(
    id="node-test",
    title="node:test under c8",
    languages=frozenset({Language.JAVASCRIPT}),
    kinds=(Kind.TESTS, Kind.COVERAGE),
    provision=C8,
    invoke=_invoke,
    read=_read,
    reproduce=tests_apart("node --test", "npx c8 --experimental-monocart --all node --test"),
    applies=not_run_by("node"),
    environment=True,
)
