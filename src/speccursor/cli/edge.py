"""The process's edge: every exception that gets this far becomes a message and an exit code."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from speccursor.cli.exits import Exit
from speccursor.qualify.model.misuse import Misuse

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHTS = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_KEPT = "what was observed is kept; the same command with `--resume` goes on from there"


def guarded(body: Callable[[], int]) -> int:
    """Run a command's body; return its exit code, or that of what went wrong."""
    try:
        code = body()
        sys.stdout.flush()  # what cannot be printed is told here, and not by the interpreter when it ends
    except (Exception, KeyboardInterrupt, BaseExceptionGroup) as error:  # noqa: BLE001  (the process's edge)
        return _told_as(_gravest(error))
    return code


def _gravest(error: BaseException) -> BaseException:
    """Return the one error to tell: of several at once, a bug of ours before what the machine refused."""
    several = list(_alone(error))
    return next((one for one in several if not _is_expected(one)), several[0])


def _alone(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _alone(one)
    else:
        yield error


def _is_expected(error: BaseException) -> bool:
    refused = isinstance(error, OSError) and error.errno in _NO_ROOM | _NO_RIGHTS
    return refused or isinstance(error, Misuse | KeyboardInterrupt | BrokenPipeError)


def _told_as(error: BaseException) -> int:
    if isinstance(error, OSError):
        _let_go_of_output()
    if not _is_expected(error):
        return _bug(error)
    if isinstance(error, BrokenPipeError):
        return Exit.INCONCLUSIVE
    if isinstance(error, Misuse):
        return _told(str(error), error.hint, Exit.USAGE)
    if isinstance(error, OSError):
        return _of_the_machine(error)
    return _told("interrupted", _KEPT, Exit.INCONCLUSIVE)


def _of_the_machine(error: OSError) -> int:
    """Tell what the machine refused, room or rights, and where."""
    where = f"{error.filename}{_disk_of(error.filename)}" if error.filename else _free()
    mend = "make room there" if error.errno in _NO_ROOM else "give rights there, or name another place with --state"
    return _told(f"{error.strerror}: {where}", f"{mend}; {_KEPT}", Exit.INCONCLUSIVE)


def _disk_of(name: str) -> str:
    """Return a few words on the file system that a file is or would be on."""
    place = Path(os.path.realpath(name))
    while not os.path.ismount(place):
        place = place.parent
    return f" (on the file system at {place})"


def _free() -> str:
    """Return how much room is left where the program writes, for an error that names no file."""
    import contextlib  # noqa: PLC0415  (only a full disk needs these)
    import shutil  # noqa: PLC0415  (as above)
    import tempfile  # noqa: PLC0415  (as above)

    told = "what is printed, or a file that is not named"
    with contextlib.suppress(OSError):
        for place in dict.fromkeys((tempfile.gettempdir(), str(Path.cwd()))):
            told += f"; {shutil.disk_usage(place).free >> 20} MiB are free in {place}"
    return told


def _let_go_of_output() -> None:
    """Drop what cannot be printed, so that the interpreter does not try it again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(message: str, hint: str, code: Exit) -> int:
    print(f"speccursor: {message}", file=sys.stderr)
    if hint:
        print(f"  {hint}", file=sys.stderr)
    return code


def _bug(error: BaseException) -> int:
    import traceback  # noqa: PLC0415  (only a bug needs it)

    traceback.print_exception(error)
    hint = "please report it with the lines above"
    return _told("this is a bug of SpecCursor, not of the candidate", hint, Exit.OUR_BUG)
