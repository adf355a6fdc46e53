"""What this machine is."""

import platform
import sys

import pytest

from speccursor.qualify.model.machine import describe_machine, python_version


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Python's own words are others")
def test_a_machine_is_told_in_pythons_own_words() -> None:
    assert describe_machine() == platform.platform()


def test_the_version_is_the_running_interpreters() -> None:
    assert python_version() == platform.python_version()
