"""What this machine is, told without starting anything: `platform.platform()` calls uname and reads the interpreter."""

import os
import sys

_LIBRARY = "CS_GNU_LIBC_VERSION"


def describe_machine() -> str:
    """Return the system, its release, the processor and the C library, as in ``Linux-6.1.0-x86_64-with-glibc2.36``."""
    system = os.uname()
    known = _LIBRARY in os.confstr_names  # only where the GNU C library is
    library = (os.confstr(_LIBRARY) or "") if known else ""
    text = f"{system.sysname}-{system.release}-{system.machine}"
    return f"{text}-with-{library.replace(' ', '')}" if library else text


def own_program() -> str:
    """Return the engine's own interpreter, outside any virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def python_version() -> str:
    """Return the version of the interpreter that runs this, as `platform.python_version()` does."""
    return sys.version.split()[0]
