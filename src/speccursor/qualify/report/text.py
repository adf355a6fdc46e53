"""Text of a candidate, made safe to show: one rule for every form, before the form's own escaping.

A file name, a test's name or a tool's message may hold terminal escapes, bidirectional overrides that
make code read otherwise than it runs (CVE-2021-42574), or characters that XML cannot carry. What
cannot be seen is written as its escape. What is printable is Unicode's judgement (`str.isprintable`:
no control, format, surrogate, private or unassigned character, no separator but the space).
"""

from collections.abc import Callable

_NEWLINES = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n"}


def visible(text: str) -> str:
    """Return the text on one line, every unprintable character as an escape that can be seen."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def visible_lines(text: str) -> str:
    """Return the text with its line ends kept (as newlines) and everything else unprintable escaped."""
    if text.isprintable():
        return text
    for found, newline in _NEWLINES.items():
        text = text.replace(found, newline)
    return "\n".join(visible(line) for line in text.split("\n"))


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters and, where more were there, how many were left out."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text) - limit} more characters)"


def brief(text: str, limit: int, *, show: Callable[[str], str] = visible) -> str:
    """Return the text made visible and cut; what is beyond the limit costs no time."""
    shown = show(text[:limit])
    if len(text) <= limit:
        return cut(shown, limit)
    return f"{shown[:limit]}… ({len(text) - limit} more characters)"


def _escape(char: str) -> str:
    match char:
        case "\n":
            return "⏎"
        case "\t" | "\u00a0":
            return " "
    return char.encode("unicode_escape").decode("ascii")
