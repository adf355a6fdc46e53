import os

from hypothesis import example, given
from hypothesis import strategies as st

from speccursor.qualify.model.pathnames import on_disk, publish

_NAMES = st.one_of(
    st.binary(max_size=12),
    st.lists(st.sampled_from([b"\\", b"x", b"5c", b"ff", b"a", b"\xff", b"\xc3\xa4", b"/"]), max_size=8).map(b"".join),
)


@given(_NAMES, _NAMES)
@example(b"bad\xff", b"bad\\xff")
@example(b"\\x5cxff", b"\\xff")
def test_published_names_are_text_that_leads_back_and_two_names_never_become_one(first: bytes, second: bytes) -> None:
    names = [name.decode("utf-8", "surrogateescape") for name in (first, second)]
    published = [publish(name) for name in names]
    for name, text in zip(names, published, strict=True):
        assert on_disk(text) == name
        text.encode()
    assert (published[0] == published[1]) == (first == second)


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("a b.py", "käse", "back\\slash", "a\nb", "\\xyz"):
        assert publish(name) == name
    assert publish(os.fsdecode(b"\xff")) == "\\xff"
