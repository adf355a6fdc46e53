import pytest

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.tools.python_layout import import_roots, namespaces, packages, python_files


def component(files: str, path: str = ".", **facts: str) -> Component:
    return Component(
        language=Language.PYTHON,
        path=path,
        manifest=None,
        files=dict.fromkeys(files.split("|"), Role.SOURCE),
        facts=facts,
    )


@pytest.mark.parametrize(
    ("files", "facts", "roots", "bare"),
    [
        ("src/a/__init__.py|src/a/b/__init__.py|src/a/b/c.py", {}, ("src",), ()),
        ("src/a/__init__.py", {"packages": "src/a", "imports": "a"}, ("src",), ()),
        ("one.py", {"packages": "one.py", "imports": "one"}, (".",), ()),
        ("ns/a/__init__.py", {"packages": "ns/a", "imports": "ns.a"}, (".", "ns"), (".",)),
        ("src/bare/x.py", {"packages": "src/bare", "imports": "bare"}, ("src", "src/bare"), ("src",)),
        ("a/__init__.py|b.py", {"packages": "a b.py", "imports": "a"}, (".",), ()),
    ],
)
def test_import_roots_come_from_the_facts_and_from_the_packages(
    files: str, facts: dict[str, str], roots: tuple[str, ...], bare: tuple[str, ...]
) -> None:
    found = component(files, **facts)
    assert (import_roots(found), namespaces(found)) == (roots, bare)


def test_packages_are_relative_to_the_root_and_may_hold_spaces() -> None:
    found = component("api/my code/a.py", "api", packages="'my code' .")
    assert packages(found) == ("api/my code", "api")
    assert python_files(found, Role.SOURCE) == ("api/my code/a.py",)
