"""Names of files as they are published: always text, never ambiguous, and back again.

POSIX names are bytes (IEEE Std 1003.1, 3.170); Python reads those that are not UTF-8 with lone
surrogates (PEP 383), which JSON cannot carry. Here each such byte becomes ``\\xNN``. A name that
holds ``\\xNN`` itself has its backslashes written as ``\\x5c``, so that two names never become one.
"""

import re

_SEQUENCE = re.compile(r"\\x([0-9a-f]{2})")
_ESCAPED = re.compile("[\udc80-\udcff\\\\]")


def publish(name: str) -> str:
    """Return a path read from disk (surrogateescape) as text that JSON can carry."""
    if _is_text(name) and ("\\x" not in name or _SEQUENCE.search(name) is None):
        return name
    return _ESCAPED.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", name)


def on_disk(path: str) -> str:
    """Return the name on disk of a published path: the inverse of `publish`."""
    if "\\x" not in path:
        return path
    return _SEQUENCE.sub(_unescaped, path)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unescaped(found: re.Match[str]) -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)  # noqa: PLR2004  (the end of ASCII)
