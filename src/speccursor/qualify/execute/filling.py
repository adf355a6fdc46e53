"""From an invocation with placeholders to the command line of this machine."""

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{(root|component|in|out|tool|toolchain|python|node|nonce)\}")


class UnknownPlace(KeyError):  # noqa: N818  (named for the thing)
    """A placeholder that this command has no value for; an adapter asks for what it does not provide."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of placeholders; any other brace stays as it is. Raises UnknownPlace."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise UnknownPlace(f"{found[0]} has no value for this tool")
        return values[found[1]]

    return _PLACEHOLDER.sub(value, text)
