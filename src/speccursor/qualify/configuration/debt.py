"""The candidate's ``qualification.baseline.json``: read as the hostile input that it may be, and written.

One line an entry, sorted, so that a change of it is read like any other.
"""

import os
import stat
from pathlib import Path

import msgspec

from speccursor.qualify.model.debt import FILE, Debt
from speccursor.qualify.model.misuse import InvalidConfiguration

_LARGEST = 64 * 1024 * 1024


def read_debt(folder: Path) -> Debt | None:
    """Read the baseline in a candidate's folder, or return None where there is none.

    Raises InvalidConfiguration, with what to do, for anything else than a plain file of that form.
    """
    path = folder / FILE
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InvalidConfiguration(f"cannot be read: {error.strerror}", path=str(path), hint=_HINT) from error
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
        os.close(handle)
        raise InvalidConfiguration(f"is no plain file of at most {_LARGEST} bytes", path=str(path), hint=_HINT)
    with os.fdopen(handle, "rb") as file:
        content = file.read(_LARGEST)
    try:
        return msgspec.json.decode(content, type=Debt)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidConfiguration(f"is not a baseline: {error}", path=str(path), hint=_HINT) from error


_HINT = "record it anew with `speccursor init --baseline --force`, or take the file away"


def written(debt: Debt) -> bytes:
    """Return the file's content: JSON, an entry a line."""
    parts = [f'"schema": "{debt.schema}"', f'"recorded": {_json(debt.recorded)}', f'"revision": {_json(debt.revision)}']
    for name in ("findings", "functions", "coverage"):
        entries = ",\n".join(f"    {_json(entry)}" for entry in getattr(debt, name))
        parts.append(f'"{name}": [\n{entries}\n  ]' if entries else f'"{name}": []')
    return ("{\n  " + ",\n  ".join(parts) + "\n}\n").encode()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
