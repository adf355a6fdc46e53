"""Whether a file whose bytes are not its blob's is nevertheless unchanged.

Git may store other bytes than it checks out: line ends (``text``, ``eol``; gitattributes(5)) and large
files (git-lfs, whose pointer names the content's SHA-256). Both are decided here from the digests and
the attributes; a filter is never run, so a file under any other filter counts as changed, and is noted.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from speccursor.qualify.model.candidate import File
from speccursor.qualify.model.pathnames import on_disk
from speccursor.qualify.survey.git import Repository, ask

_READ_LIMIT_BYTES = 64 << 20
_PLAIN = frozenset({"unspecified", "unset"})


def changed(repository: Repository, folder: Path, differing: Mapping[str, tuple[str, File]], notes: list[str]) -> bool:
    """Whether any of these files really differs from what the index says of it (``mode blob``)."""
    if not differing:
        return False
    asked = b"".join(on_disk(path).encode("utf-8", "surrogateescape") + b"\0" for path in differing)
    question = ("check-attr", "-z", "--stdin", "text", "eol", "filter", "working-tree-encoding", "ident")
    answer = ask(repository, *question, cwd=folder, stdin=asked).answer()
    fields = answer.text.split("\0")
    attributes: dict[str, dict[str, str]] = {}
    for path, name, value in zip(fields[0::3], fields[1::3], fields[2::3], strict=False):
        attributes.setdefault(path, {})[name] = value
    return any(
        _is_changed(folder, file, entry, attributes.get(on_disk(path), {}), notes)
        for path, (entry, file) in differing.items()
    )


def _is_changed(folder: Path, file: File, entry: str, attributes: Mapping[str, str], notes: list[str]) -> bool:
    mode, _, blob = entry.partition(" ")
    if file.link is not None or (mode == "100755") != file.executable:
        return True
    if attributes.get("filter") == "lfs":
        return _blob_of(_lfs_pointer(file), blob) != blob
    if any(attributes.get(name, "unset") not in _PLAIN for name in ("filter", "working-tree-encoding", "ident")):
        notes.append(f"{file.path}: under a git filter, which is not run; counted as changed")
        return True
    if all(attributes.get(name, "unset") in _PLAIN for name in ("text", "eol")) or file.size > _READ_LIMIT_BYTES:
        return True
    content = (folder / on_disk(file.path)).read_bytes()
    return _blob_of(re.sub(rb"\r\n", b"\n", content), blob) != blob


def _lfs_pointer(file: File) -> bytes:
    oid = file.digest.removeprefix("sha256:")
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {file.size}\n".encode()


def _blob_of(content: bytes, like: str) -> str:
    whole = b"blob %d\0" % len(content) + content
    if len(like) == len(hashlib.sha256().hexdigest()):
        return hashlib.sha256(whole).hexdigest()
    return hashlib.sha1(whole, usedforsecurity=False).hexdigest()
