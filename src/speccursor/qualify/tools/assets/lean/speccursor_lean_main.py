"""Is the ``lean`` program, out of a shared library: ``speccursor_lean_main.py LIBRARY ARGUMENT...``.

``lean_main`` (``src/util/shell.cpp``) takes what ``lean`` takes and ends as it does, often the process with it.
"""

import ctypes
import os
import sys


def main(library: str, arguments: list[str]) -> int:
    """Call ``lean_main`` and return its exit code."""
    words = [b"lean", *map(os.fsencode, arguments)]
    lean = ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    return int(lean.lean_main(len(words), (ctypes.c_char_p * (len(words) + 1))(*words, None)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
