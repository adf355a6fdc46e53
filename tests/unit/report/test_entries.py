from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.report.entries import Detail, Entry, fitted, spread
from speccursor.qualify.report.layout import Line, Span, height

WIDTH = 40

details = st.builds(
    lambda words, turn: Detail(lines=(Line((Span(words),)),), turn=turn), st.text("ab ", max_size=90), st.integers(0, 3)
)
entries = st.builds(
    lambda gate, found: Entry(head=(Line((Span(gate),)),), details=tuple(found), gate=gate),
    st.sampled_from("xyz"),
    st.lists(details, max_size=4),
)


def entry(gate: str, *turns: int) -> Entry:
    told = tuple(Detail(lines=(Line((Span(f"{gate}{turn}"),)),), turn=turn) for turn in turns)
    return Entry(head=(Line((Span(gate),)),), details=told, gate=gate)


def words(*groups: Entry, room: int) -> list[list[str]]:
    (found,) = fitted([groups], room=room, width=WIDTH)
    return [[span.text for line in one.lines for span in line.spans] for one in found]


@given(st.lists(st.lists(entries, max_size=4), max_size=3), st.integers(-3, 12))
def test_heads_always_stand_and_details_take_no_more_than_the_room(groups: list[list[Entry]], room: int) -> None:
    found = fitted(groups, room=room, width=WIDTH)
    assert [[one.head for one in group] for group in found] == [[one.head for one in group] for group in groups]
    kept = [detail for group in found for one in group for detail in one.details]
    assert sum(height(detail.lines, width=WIDTH) for detail in kept) <= max(room, 0)
    for group, before in zip(found, groups, strict=True):
        for one, whole in zip(group, before, strict=True):
            left = iter(whole.details)
            assert all(detail in left for detail in one.details)  # in their order


@given(st.lists(st.lists(entries, max_size=4), max_size=3))
def test_with_room_for_everything_nothing_is_left_out(groups: list[list[Entry]]) -> None:
    assert fitted(groups, room=1000, width=WIDTH) == groups


def test_every_entry_gets_its_worthiest_detail_before_any_gets_a_second() -> None:
    assert words(entry("x", 0, 1, 2), entry("y", 0, 1), entry("z", 0), room=4) == [
        ["x", "x0", "x1"],
        ["y", "y0"],
        ["z", "z0"],
    ]


def test_what_is_less_worthy_never_stands_where_something_worthier_found_no_room() -> None:
    long = Detail(lines=(Line((Span("why " * 20),)),), turn=0)
    one = Entry(head=(Line((Span("x"),)),), details=(long, *entry("x", 1).details), gate="x")
    assert words(one, room=1) == [["x"]]
    assert words(one, entry("y", 0), room=1) == [["x"], ["y", "y0"]]


def test_one_gate_that_fails_everywhere_hides_no_other() -> None:
    assert words(*[entry("x", 0)] * 9, entry("y", 0), room=2) == [["x", "x0"], *[["x"]] * 8, ["y", "y0"]]


def test_a_group_gets_what_the_group_before_it_left() -> None:
    first, second = fitted([[entry("x", 0, 1)], [entry("y", 0, 1)]], room=3, width=WIDTH)
    assert (len(first[0].details), len(second[0].details)) == (2, 1)


def test_the_entries_that_are_told_are_spread_over_the_gates() -> None:
    found = spread([entry("x", 0), entry("x", 1), entry("x", 2), entry("y", 0)], 3, gate=lambda one: one.gate)
    assert [(one.gate, one.details[0].turn) for one in found] == [("x", 0), ("x", 1), ("y", 0)]
    assert spread(found, -1, gate=lambda one: one.gate) == []
