"""Counts in words: ``1 file``, ``2 files``, ``1 property``, ``2 properties``."""


def counted(count: int, noun: str, several: str = "") -> str:
    """Return a count with its noun; `several` is the noun's plural where it takes more than an s."""
    return f"{count} {noun if count == 1 else several or f'{noun}s'}"


def verb(count: int, one: str, several: str) -> str:
    """Return the verb that goes with a count: ``is`` or ``are``."""
    return one if count == 1 else several
