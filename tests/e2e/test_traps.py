"""Traps that real suites set, in small: what the machine does to a test is shown with the ruling, or done without."""

import os
from pathlib import Path

import pytest

from tests.e2e.program import speccursor
from tests.e2e.test_hostile import causes, project

pytestmark = [pytest.mark.e2e, pytest.mark.network]

MACHINE = {
    "an IPv6 address that it does not have": (
        """\
import socket

def test_it_listens():
    with socket.socket(socket.AF_INET6) as listening:
        listening.bind(("2001:db8::1", 0))
""",
        "Cannot assign requested address",
    ),
    "a speed that it does not reach": (
        """\
import time

def test_it_is_quick():
    began = time.monotonic()
    time.sleep(0.02)
    assert time.monotonic() - began < 0.001, "too slow by far"
""",
        "too slow by far",
    ),
    "another patch version of Python": (
        """\
import sys

def test_it_knows_this_python():
    assert sys.version_info[:3] == (2, 7, 18)
""",
        "== (2, 7, 18)",
    ),
}


@pytest.mark.parametrize(("test", "said"), MACHINE.values(), ids=MACHINE)
def test_a_test_that_asks_of_the_machine_what_it_has_not_fails_with_its_reason(
    test: str, said: str, tmp_path: Path
) -> None:
    ran = speccursor("qualify", "--stage", "unit-tests", "--json", str(project(tmp_path / "c", test)))

    (ruling,) = (one for one in ran.rulings("failed") if one["id"] == "tests-pass")
    (place,) = ruling["locations"]
    assert ran.code == 1
    assert place["path"] == "tests/test_victim.py"
    assert said in place["message"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can show that tests do not run as root")
def test_a_suite_that_fails_as_root_passes_when_root_qualifies_it(tmp_path: Path) -> None:
    test = """\
import os
import pathlib
import pytest
from victim import double

def test_permissions_hold():
    assert os.getuid() != 0
    place = pathlib.Path("closed")
    place.write_text("")
    place.chmod(0)
    with pytest.raises(PermissionError):
        place.read_text()
    assert double(2) == 4
"""
    ran = speccursor("qualify", "--stage", "unit-tests", "--json", str(project(tmp_path / "c", test)))

    assert causes(ran, "tests-pass") == {("passed", None)}, ran.err


def test_a_test_file_for_a_fuzzer_without_one_test_is_no_passed_test(tmp_path: Path) -> None:
    fuzzer = """\
from victim import double

def fuzz_double(data):
    double(len(data))

if __name__ == "__main__":
    import atheris
    atheris.Setup([], fuzz_double)
    atheris.Fuzz()
"""
    ran = speccursor("qualify", "--stage", "2-3", "--json", str(project(tmp_path / "c", fuzzer)))

    assert ran.code == 3
    assert causes(ran, "tests-pass") == {("inconclusive", "missing")}
    assert causes(ran, "property-holds") == {("inconclusive", "missing")}
