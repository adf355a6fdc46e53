"""The program texts that adapters hand to their tools: plugins and drivers that run in the candidate's place.

They are not imported here. An adapter names them as inputs of its invocation, so that they stand in the
envelope's inputs like everything else that the result depends on.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"


@cache
def read_asset(name: str) -> str:
    """Return one asset's text; `name` is its path below ``assets/``."""
    return (_FOLDER / name).read_text(encoding="utf-8")
