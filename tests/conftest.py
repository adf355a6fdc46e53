"""What every test stands on: no network, no deadline, and a reason where the machine cannot run it.

The network is off by pytest-socket's options in pyproject.toml but for what is marked ``network``; that is
skipped where this machine has no way out, or where ``TESTS_WITH_NETWORK`` is 0. Nothing is tried to find
that out: the kernel's table of routes tells it (https://man7.org/linux/man-pages/man5/proc.5.html, /proc/net/route).

Properties run 100 examples here and at least 1000 when the candidate is qualified. They have no deadline, and no
health check of speed: a busy machine is no counterexample.

Tests marked ``slow`` take minutes each: they run with ``--slow``, alone (``make test-slow``), else they are deselected.
"""

import locale
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


_LOCALE = locale.setlocale(locale.LC_ALL)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Let no test leave another locale behind: in "C" every later test of the process reads files as ASCII."""
    left = locale.setlocale(locale.LC_ALL)
    if left != _LOCALE:
        locale.setlocale(locale.LC_ALL, _LOCALE)
        pytest.fail(f"{item.nodeid} left the locale {left} behind", pytrace=False)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Heed SIGINT, here and in what is started: tests that a shell started in the background would ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def why_no_network() -> str:
    """Return why tests must not expect the network, or ""."""
    if os.environ.get("TESTS_WITH_NETWORK") == "0":
        return "TESTS_WITH_NETWORK is 0"
    routes = Path("/proc/net/route")
    lines = routes.read_text().splitlines()[1:] if routes.exists() else []
    is_default = [line.split()[1] == "00000000" for line in lines if line.strip()]
    return "" if any(is_default) else "this machine has no default route"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--slow``."""
    parser.addoption("--slow", action="store_true", help="run the tests marked slow, and no other")


def keep_slow(items: list[pytest.Item], config: pytest.Config) -> None:
    """Keep the slow tests alone where they are asked for, and all others where they are not."""
    asked = config.getoption("--slow")
    kept = [item for item in items if (item.get_closest_marker("slow") is not None) is asked]
    left = set(items).difference(kept)
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = kept


def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> None:
    """Let marked tests out, or skip them with the reason; leave the slow ones for their own run."""
    keep_slow(items, config)
    reason = why_no_network()
    for item in items:
        if item.get_closest_marker("network"):
            item.add_marker(pytest.mark.skip(reason=reason) if reason else pytest.mark.enable_socket)
