import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.model.evidence import (
    Coverage,
    Evidence,
    Findings,
    Functions,
    Lines,
    Properties,
    TestRun,
    UnreadableEvidence,
)
from tests.unit.evidence.readers import EXAMPLES, READERS

KINDS = (Findings, Functions, TestRun, Coverage, Properties, Lines)
NAMES = sorted(READERS)
# Formats that have no end of their own: a cut between two lines leaves a shorter output that is whole. What
# tells is the exit code, or a second output.
OPEN_ENDED = {
    *("mypy", "tsc", "lizard", "lcov", "tap", "ruff-log", "speccursor-properties", "zizmor-log"),
    *("cargo-examined", "rustfmt", "rustfmt-log", "rustscan"),
    *("go-test", "staticcheck", "gofmt", "gocyclo", "go-cover", "go-packages", "goscan", "go-vet-log"),
    *("speccursor-observed",),
}
# A list of files may be empty, which the gate sees as no file; a log in which nothing is amiss is.
MAY_BE_EMPTY = {"lizard", "cargo-examined", "rustfmt-log", "go-packages", "goscan", "speccursor-observed"}


def size(evidence: Evidence) -> int:
    match evidence:
        case Findings():
            return len(evidence.findings)
        case Functions():
            return len(evidence.functions)
        case TestRun():
            return len(evidence.cases) + len(evidence.errors)
        case Coverage():
            return len(evidence.files)
        case Properties():
            return len(evidence.properties)
        case Lines():
            return len(evidence.files)


def outcome_of(name: str, content: bytes) -> Evidence | None:
    """Return evidence, or None where the reader refused; anything else that is raised fails the test."""
    try:
        evidence: Evidence = READERS[name](content)
    except UnreadableEvidence:
        return None
    assert isinstance(evidence, KINDS)
    return evidence


@pytest.mark.parametrize("name", NAMES)
def test_each_example_is_read(name: str) -> None:
    assert outcome_of(name, EXAMPLES[name]) is not None


@pytest.mark.parametrize("name", [name for name in NAMES if name not in MAY_BE_EMPTY])
def test_nothing_at_all_is_no_evidence(name: str) -> None:
    assert outcome_of(name, b"") is None


@pytest.mark.parametrize("name", NAMES)
def test_an_output_cut_anywhere_is_refused_or_holds_no_more_than_the_whole(name: str) -> None:
    content = EXAMPLES[name]
    whole = outcome_of(name, content)
    assert whole is not None
    step = 1 if len(content) < 4000 else 7
    for end in range(0, len(content.rstrip()), step):
        cut = outcome_of(name, content[:end])
        if name in OPEN_ENDED:
            assert cut is None or size(cut) <= size(whole)
        else:
            assert cut is None


def test_a_tap_stream_cut_anywhere_is_never_complete() -> None:
    content = EXAMPLES["tap"]
    end_of_plan = content.rindex(b"1..6") + len(b"1..6")
    for end in range(end_of_plan):
        cut = outcome_of("tap", content[:end])
        assert cut is None or (isinstance(cut, TestRun) and not cut.complete)


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
def test_only_unreadable_evidence_escapes_from_damaged_outputs(name: str, data: st.DataObject) -> None:
    content = EXAMPLES[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 64)))
    hostile = st.sampled_from(
        [
            b"\0",
            b"\xff\xfe",
            b"NaN",
            b"1e999",
            b"-1",
            b"9" * 400,
            b'"',
            b"<",
            b"&x;",
            b"]]>",
            b"[" * 2000,
            b"null",
            b"{}",
        ]
    )
    outcome_of(name, content[:start] + data.draw(st.binary(max_size=40) | hostile) + content[end:])


@pytest.mark.parametrize("name", NAMES)
@given(st.binary(max_size=400))
def test_only_unreadable_evidence_escapes_from_random_bytes(name: str, content: bytes) -> None:
    outcome_of(name, content)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_gives_the_same_or_is_refused(name: str, encoding: str) -> None:
    read = outcome_of(name, EXAMPLES[name].decode().encode(encoding))
    assert read is None or read == outcome_of(name, EXAMPLES[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_changes_nothing(name: str) -> None:
    assert outcome_of(name, b"\xef\xbb\xbf" + EXAMPLES[name]) == outcome_of(name, EXAMPLES[name])


@pytest.mark.parametrize("name", NAMES)
def test_latin_1_in_an_output_never_escapes_as_another_error(name: str) -> None:
    outcome_of(name, EXAMPLES[name].replace(b"a", b"\xe9"))
    outcome_of(name, EXAMPLES[name].replace(b"a", b"\xc3"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hostile", [b"[", b'{"a":', b"<a>", b"<testsuite>", b"    "])
def test_deep_nesting_is_survived(name: str, hostile: bytes) -> None:
    assert outcome_of(name, hostile * 20_000) is None or name in MAY_BE_EMPTY


LONG = 5_000_000


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "line",
    [
        b"x" * LONG,
        b"1" * LONG,
        b'",1,1' * (LONG // 5),
        b"ok 1 - " + b"(/:1" * (LONG // 4),
        b"(1,1): error TS1" * (LONG // 16),
    ],
)
def test_a_line_of_five_megabytes_is_survived(name: str, line: bytes) -> None:
    outcome_of(name, line)


@pytest.mark.parametrize("name", NAMES)
def test_a_text_of_five_megabytes_within_an_output_is_survived(name: str) -> None:
    middle = len(EXAMPLES[name]) // 2
    outcome_of(name, EXAMPLES[name][:middle] + b"a" * LONG + EXAMPLES[name][middle:])
