"""The process's edge: every exception that gets this far becomes a message and an exit code."""

import errno
import os
import sys
from collections.abc import Callable

from speccursor.cli.exits import Exit
from speccursor.qualify.model.misuse import Misuse


def guarded(body: Callable[[], int]) -> int:
    """Run a command's body; return its exit code, or that of what went wrong."""
    try:
        return body()
    except Misuse as error:
        return _told(str(error), error.hint, Exit.USAGE)
    except KeyboardInterrupt:
        hint = "what was observed is kept; `speccursor qualify --resume` goes on from there"
        return _told("interrupted", hint, Exit.INCONCLUSIVE)
    except OSError as error:
        return _of_the_machine(error)
    except Exception:  # noqa: BLE001  (the process's edge: whatever else escapes is a bug of ours)
        return _bug()


def _of_the_machine(error: OSError) -> int:
    """Tell what the machine refused: room, rights, or somebody to read what we print."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has gone
        return Exit.INCONCLUSIVE
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES}:
        hint = "nothing was judged; make room or give rights, then `speccursor qualify --resume`"
        return _told(f"{error.strerror}: {error.filename or 'a file'}", hint, Exit.INCONCLUSIVE)
    return _bug()


def _told(message: str, hint: str, code: Exit) -> int:
    print(f"speccursor: {message}", file=sys.stderr)
    if hint:
        print(f"  {hint}", file=sys.stderr)
    return code


def _bug() -> int:
    import traceback  # noqa: PLC0415  (only a bug needs it)

    traceback.print_exc()
    hint = "please report it with the lines above"
    return _told("this is a bug of SpecCursor, not of the candidate", hint, Exit.OUR_BUG)
