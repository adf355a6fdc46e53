from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.report.text import brief, cut, visible, visible_lines
from tests.unit.report.strategies import texts

any_text = texts | st.text(st.characters())


@given(any_text)
def test_what_is_visible_is_printable_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown
    assert visible(text) == text or not text.isprintable()
    shown.encode()
    assert all(line.isprintable() for line in visible_lines(text).split("\n"))


def test_escapes_show_what_was_hidden() -> None:
    assert visible("a\x1b[31m\u202eb\udc80\U000e0041") == "a\\x1b[31m\\u202eb\\udc80\\U000e0041"
    assert visible("a\n\tb\u00a0c") == "a⏎ b c"


def test_lines_keep_their_ends_and_nothing_else() -> None:
    assert visible_lines("a\r\nb\rc\u2028d\x07") == "a\nb\nc\nd\\x07"


def test_what_is_brief_is_visible_and_cut() -> None:
    assert brief("ab\n", 3) == "ab⏎"
    assert brief("a\x00b", 3) == "a\\x… (3 more characters)"
    assert brief("\x00" * 10, 4) == "\\x00… (6 more characters)"


def test_cutting_says_how_much_is_gone() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcdef", 2) == "ab… (4 more characters)"
