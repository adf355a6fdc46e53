import tomllib

from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration.shape import dotted, printable, quoted

NAMES = st.text(max_size=8) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_a_path_is_written_as_toml_reads_it(names: list[str]) -> None:
    tree: object = tomllib.loads(f"{dotted(tuple(names))} = 1")
    for name in names:
        assert isinstance(tree, dict)
        tree = tree[name]
    assert tree == 1


@given(NAMES)
def test_a_string_is_written_as_toml_reads_it_on_one_printable_line(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}")["x"] == text
    assert quoted(text).isprintable()


def test_indices_stand_in_brackets_and_surrogates_are_escaped() -> None:
    assert dotted(("a", 0, "b c", 1)) == 'a[0]."b c"[1]'
    assert printable("\udc80\U000e0001") == "\\udc80\\U000e0001"
