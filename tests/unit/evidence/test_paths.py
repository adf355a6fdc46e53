import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.evidence.paths import Root, unescaped

ROOT = Root("/candidate")


@pytest.mark.parametrize(
    ("given_path", "expected"),
    [
        ("/candidate/src/a.py", "src/a.py"),
        ("src/a.py", "src/a.py"),
        ("./src/../src/a.py", "src/a.py"),
        ("/candidate/../other/a.py", "/candidate/../other/a.py"),
        ("/candidate-of-another/a.py", "/candidate-of-another/a.py"),
        ("../a.py", "../a.py"),
        ("/candidate", "/candidate"),
        ("//candidate/a.py", "a.py"),
        ("a b\n\u00e9.py", "a b\n\u00e9.py"),
        ("", ""),
    ],
)
def test_a_path_is_made_relative_or_stays_as_given(given_path: str, expected: str) -> None:
    assert ROOT.relative(given_path) == expected


def test_a_relative_path_is_relative_to_where_the_tool_ran() -> None:
    assert ROOT.relative("a.py", cwd="services/api") == "services/api/a.py"
    assert ROOT.relative("../a.py", cwd="/candidate/services") == "a.py"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("file:///candidate/a%20b.py", "a b.py"),
        ("file:/candidate/a.py", "a.py"),
        ("file://host/candidate/a.py", "a.py"),
        ("file://host", "file://host"),
        ("src/%C3%A9.py", "src/\u00e9.py"),
        ("https://example.org/a.py", "https://example.org/a.py"),
        ("a%FFb%zz.py", "a\\xffb%zz.py"),
    ],
)
def test_a_uri_is_decoded(uri: str, expected: str) -> None:
    assert ROOT.of_uri(uri) == expected


def test_a_text_without_escapes_is_its_own_decoding() -> None:
    assert unescaped("a.py") == "a.py"


@given(st.lists(st.sampled_from(["..", ".", "a", "b", "candidate", ""]), max_size=8).map("/".join))
def test_no_path_is_taken_for_one_inside_unless_it_is(path: str) -> None:
    relative = ROOT.relative(path)
    whole = "/" + posixpath.normpath(posixpath.join("/candidate", path)).lstrip("/")
    assert relative == path or whole == f"/candidate/{relative}"
    assert relative == path or not relative.startswith(("/", ".."))
