"""Paths as tools print them, made relative to the folder that the candidate stood in.

Tools print absolute paths, paths relative to where they ran, and ``file:`` URIs (RFC 8089). All of
this is text: nothing is looked up on the disk, no link is followed, and a path outside the root stays
as it was given, so that it can never be taken for one of the candidate's files.
"""

import posixpath
import re

_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
_SCHEME = "file:"


def unescaped(uri: str) -> str:
    """Return a URI reference with its percent escapes decoded (RFC 3986, section 2.1)."""
    if "%" not in uri:
        return uri
    raw = _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), uri.encode("utf-8", "surrogatepass"))
    return raw.decode("utf-8", "backslashreplace")


class Root:
    """The candidate's folder: an absolute POSIX path. Remembers what it has made relative."""

    __slots__ = ("_known", "_prefix")

    def __init__(self, root: str) -> None:
        self._prefix = posixpath.normpath(root).rstrip("/") + "/"
        self._known: dict[tuple[str, str], str] = {}

    def relative(self, path: str, *, cwd: str = "") -> str:
        """Return `path` relative to the root, or as given where it lies outside.

        `cwd` is what a relative path is relative to: a folder, itself absolute or relative to the root.
        """
        key = (path, cwd)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._relative(path, cwd)
        return known

    def of_uri(self, uri: str) -> str:
        """Return the path of a URI reference relative to the root; other schemes stay as given."""
        if uri.startswith(_SCHEME):
            rest = uri[len(_SCHEME) :]
            if rest.startswith("//"):
                rest = rest[rest.find("/", 2) :] if "/" in rest[2:] else ""
            return self.relative(unescaped(rest)) if rest else uri
        return uri if "://" in uri else self.relative(unescaped(uri))

    def _relative(self, path: str, cwd: str) -> str:
        if not path:
            return path
        whole = posixpath.normpath(posixpath.join(self._prefix, cwd, path))
        if whole.startswith("//"):  # POSIX gives two slashes a meaning of their own; no tool means it
            whole = whole[1:]
        inside = whole.startswith(self._prefix) and len(whole) > len(self._prefix)
        return whole[len(self._prefix) :] if inside else path
