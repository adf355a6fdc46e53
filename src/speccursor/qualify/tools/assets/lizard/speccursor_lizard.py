"""Runs lizard with one extension more: comments in the candidate do not decide what lizard counts.

``#lizard forgives`` takes a function out of lizard's result and ``GENERATED CODE`` the rest of a file, both
silently. The extension stands right before lizard's comment counter and takes those words out of comments.
lizard loads extensions by name from its own package (``lizard_core/extensions.py``), so it is put there.
Interface: https://github.com/terryyin/lizard#lizard-extensions
"""

from __future__ import annotations

import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = "speccursor"
_WORDS = re.compile("lizard forgive|GENERATED CODE")


class Reader(Protocol):
    """The part of lizard's language readers that is needed."""

    def get_comment_from_token(self, token: str) -> str | None:
        """Return a comment's text, or None for any other token."""


class LizardExtension:
    """Rewrites comment tokens; `ordering_index` is its place in lizard's pipeline, after the whitespace filter."""

    ordering_index = 1

    def __call__(self, tokens: Iterable[str], reader: Reader) -> Iterator[str]:
        """Go over the tokens, each comment without the words that lizard obeys."""
        for token in tokens:
            yield token if reader.get_comment_from_token(token) is None else _WORDS.sub("", token)


def main(arguments: list[str]) -> int:
    """Run lizard's command line with the extension."""
    # type: ignore: where this is type-checked, lizard is not there; where it runs, it is.
    import lizard  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  (as late)

    module = ModuleType(f"lizard_ext.lizard{_NAME}")
    module.LizardExtension = LizardExtension  # type: ignore[attr-defined]  # a module made by hand
    sys.modules[module.__name__] = module
    return int(lizard.main(["lizard", f"-E{_NAME}", *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
