"""What this machine is."""

import os
import platform

import pytest

from speccursor.qualify.model.machine import describe_machine, python_version

SYSTEM = f"{platform.system()}-{platform.release()}-{platform.machine()}"


def test_a_machine_is_told_in_pythons_own_words() -> None:
    library = "".join(platform.libc_ver()) if "CS_GNU_LIBC_VERSION" in os.confstr_names else ""
    assert describe_machine() == (f"{SYSTEM}-with-{library}" if library else SYSTEM)


def test_without_the_gnu_c_library_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "confstr_names", {})
    assert describe_machine() == SYSTEM


def test_the_version_is_the_running_interpreters() -> None:
    assert python_version() == platform.python_version()
