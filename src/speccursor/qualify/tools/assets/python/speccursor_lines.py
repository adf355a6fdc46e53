"""Marks every line of some files: ``speccursor_lines.py LIST OUT``, where LIST holds paths, each ended by a NUL.

A mark is the first 64 bits of the SHA-256 of a line without what spaces do, in hexadecimal; an empty line has none. OUT
is JSON lines, one object a file: ``{"path", "whole", "lines": [...]}``, closed by ``{"end": true}``. Bytes are hashed
as they are, whatever encoding they mean; a file that cannot be read ends the program.
"""

import hashlib
import json
import sys
from pathlib import Path

_DIGITS = 16


def mark(line: bytes) -> str:
    """Return the mark of one line."""
    text = b" ".join(line.split())
    return hashlib.sha256(text).hexdigest()[:_DIGITS] if text else ""


def main() -> int:
    """Mark the files that the list names."""
    listed, out = map(Path, sys.argv[1:])
    with out.open("w", encoding="utf-8") as file:
        for path in listed.read_text(encoding="utf-8").split("\0"):
            if path:
                content = Path(path).read_bytes()
                whole = hashlib.sha256(content).hexdigest()[:_DIGITS]
                told = {"path": path, "whole": whole, "lines": [mark(line) for line in content.split(b"\n")]}
                file.write(json.dumps(told) + "\n")
        file.write('{"end": true}\n')
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
