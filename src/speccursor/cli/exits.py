"""Exit codes: what a script can rely on."""

from enum import IntEnum

from speccursor.qualify.model.verdict import Status


class Exit(IntEnum):
    """0 may ship, 1 failed, 2 usage, 3 inconclusive, 70 our bug (EX_SOFTWARE of sysexits.h)."""

    MAY_SHIP = 0
    FAILED = 1
    USAGE = 2
    INCONCLUSIVE = 3
    OUR_BUG = 70


def exit_of(status: Status) -> Exit:
    """Return the exit code of a verdict."""
    if status.may_ship:
        return Exit.MAY_SHIP
    return Exit.FAILED if status is Status.FAILED else Exit.INCONCLUSIVE
