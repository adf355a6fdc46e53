"""Lists of files for gofmt and gocyclo, and comments by which functions take themselves out of gocyclo's count."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

LAID_OUT_WRONG = "package   canary\n"
"""A file that gofmt must name."""

_PART = 500
_IGNORES = re.compile(rb"//gocyclo:(?=ignore)")


def in_parts(files: Sequence[str]) -> Iterator[list[str]]:
    """Yield the files in parts that fit a command line; a dash at the beginning of one makes no option."""
    for start in range(0, max(len(files), 1), _PART):
        yield [f"./{path}" for path in files[start : start + _PART]]


def counted_after_all(root: Path, files: Sequence[str]) -> None:
    """Spoil every comment ``gocyclo:ignore`` in this copy, so that each function is counted where it stands."""
    for path in files:
        file = root / path
        content = file.read_bytes()
        if _IGNORES.search(content):
            file.write_bytes(_IGNORES.sub(b"//gocyclo_", content))
