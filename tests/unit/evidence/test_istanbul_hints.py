"""Istanbul's comments where c8 measured: what istanbul itself takes out of the same file, and nothing else."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.istanbul import read_istanbul
from speccursor.qualify.evidence.istanbul_hints import Hint, Region, left_out
from speccursor.qualify.evidence.istanbul_hints import Path as Way
from speccursor.qualify.model.evidence import Branches, FileCoverage

GOLDEN = Path(__file__).parents[2] / "golden" / "c8-10.1.3"
# What the driver tells of hints.js (src/a.js in the report).
HINTS = tuple(
    Hint(kind=kind, line=line, start=start, reach=reach)  # type: ignore[arg-type]  # literals in a table
    for kind, line, start, reach in (
        ("next", 2, (2, 26), (3, 14)),
        ("if", 10, (10, 26), (11, 5)),
        ("else", 14, (14, 28), (15, 5)),
        ("next", 20, (20, 25), (21, 10)),
        ("next", 23, (23, 45), (23, 46)),
        ("next", 24, (24, 52), (24, 58)),
        ("next", 26, (26, 28), (27, 3)),
        ("next", 36, (36, 28), (37, 8)),
    )
)


def read(*hints: Hint) -> FileCoverage:
    content = (GOLDEN / "hints-monocart-2.13.0.json").read_bytes()
    (file,) = read_istanbul(content, root="/candidate", hints={"src/a.js": hints} if hints else None).files
    return file


def test_what_istanbul_takes_out_is_taken_out_and_told() -> None:
    whole, file = read(), read(*HINTS)
    assert (whole.missing, whole.branches) == (
        (3, 4, 5, 7, 12, 18, 21, 27, 37),
        Branches(4, 16, (4, 11, 17, 18, 24, 27, 37, 38)),
    )
    # istanbul-lib-instrument 6 on hints.js: branches if 1, if 1, conditional 1, switch 2, and these lines taken out.
    assert (file.executed, file.missing, file.branches) == (whole.executed, (), Branches(4, 5, (38,)))
    assert set(whole.missing) <= set(file.excluded)
    assert set(file.excluded) - set(whole.missing) == {hint.line for hint in HINTS} | {23, 24}


def test_a_whole_file_is_taken_out_by_its_own_hint() -> None:
    file = read(Hint(kind="file", line=1, start=(1, 9), reach=(1, 9)))
    assert (file.executed, file.missing, file.branches) == ((), (), Branches(0, 0))
    assert set(file.excluded) >= {1, 3, 40}


def test_a_hint_behind_which_nothing_begins_takes_nothing_out() -> None:
    file = read(Hint(kind="next", line=39, start=(39, 1), reach=(39, 1)))
    assert (file.executed, file.missing, file.branches) == (read().executed, read().missing, read().branches)
    assert file.excluded == (39,)


def test_a_file_of_another_name_keeps_its_figures() -> None:
    content = (GOLDEN / "hints-monocart-2.13.0.json").read_bytes()
    (file,) = read_istanbul(content, root="/candidate", hints={"src/b.js": HINTS}).files
    assert file == read()


POSITIONS = st.tuples(st.integers(1, 45), st.integers(0, 80))
ANY_HINTS = st.lists(
    st.builds(
        lambda kind, line, ends: Hint(kind=kind, line=line, start=min(ends), reach=max(ends)),
        st.sampled_from(["file", "if", "else", "next"]),
        st.integers(1, 45),
        st.tuples(POSITIONS, POSITIONS),
    ),
    max_size=6,
)


@given(ANY_HINTS)
def test_whatever_the_hints_nothing_is_added_and_what_leaves_is_told(hints: list[Hint]) -> None:
    whole, file = read(), read(*hints)
    assert set(file.executed) <= set(whole.executed)
    assert set(file.missing) <= set(whole.missing) | set(whole.executed)
    assert file.branches is not None
    assert whole.branches is not None
    assert file.branches.covered <= whole.branches.covered
    assert file.branches.total - file.branches.covered <= whole.branches.total - whole.branches.covered
    gone = {*whole.executed, *whole.missing} - {*file.executed, *file.missing}
    assert gone <= set(file.excluded)
    assert {hint.line for hint in hints} <= set(file.excluded)


@given(st.lists(st.builds(lambda ends: Region(min(ends), max(ends)), st.tuples(POSITIONS, POSITIONS)), max_size=8))
def test_a_hint_takes_out_the_longest_of_what_begins_first_behind_it(regions: list[Region]) -> None:
    hint = Hint(kind="next", line=1, start=(10, 0), reach=(30, 0))
    out = left_out([hint], regions, ())
    within = [region for region in regions if hint.start <= region.start <= hint.reach]
    assert [one in out.regions for one in within].count(True) == (len(within) and within.count(max_of(within)))
    assert out.paths == frozenset()


def max_of(regions: list[Region]) -> Region:
    first = min(region.start for region in regions)
    return max(region for region in regions if region.start == first)


def test_a_path_that_is_not_written_leaves_with_what_it_stands_in() -> None:
    out = left_out([Hint(kind="next", line=1, start=(1, 0), reach=(2, 0))], [Region((2, 0), (9, 0))], ())
    assert out.takes(Way(origin=(3, 0), place=1, is_if=True, region=None))
    assert not out.takes(Way(origin=(9, 1), place=1, is_if=True, region=None))


def test_the_golden_source_holds_what_the_report_is_of() -> None:
    (path,) = json.loads((GOLDEN / "hints-monocart-2.13.0.json").read_text())
    assert path == "src/a.js"
    lines = (GOLDEN / "hints.js").read_text().splitlines()
    assert all("istanbul ignore" in lines[hint.line - 1] for hint in HINTS)
