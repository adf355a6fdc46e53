"""The exceptions that a user can cause, and mend. Anything else that escapes is a bug of ours.

::

    Misuse                     what is wrong, and a hint that says what to do
    ├── UnusableCandidate      the thing to be qualified cannot be read
    ├── InvalidConfiguration   qualification.toml: file, line, key
    ├── InvalidRequirement     a threshold that is not OPERATOR NUMBER UNIT
    └── UnusableRun            a stored run that is not there, or not one of ours
"""


class Misuse(Exception):  # noqa: N818  (named for what it is: the caller's mistake, not ours)
    """Something that the user asked for cannot be done. `hint` says what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnusableCandidate(Misuse):
    """The path, URL or archive holds nothing that can be qualified."""


class InvalidConfiguration(Misuse):
    """`qualification.toml` says something that cannot be meant. `line` counts from 1."""

    def __init__(self, message: str, *, path: str, line: int | None = None, key: str = "", hint: str = "") -> None:
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {f'{key}: ' if key else ''}{message}", hint=hint)
        self.path = path
        self.line = line
        self.key = key


class InvalidRequirement(Misuse):
    """A requirement that is not ``OPERATOR NUMBER [UNIT]``, or whose unit is not its gate's."""


class UnusableRun(Misuse):
    """A stored run that is not there, is not finished, or was written by something else."""
