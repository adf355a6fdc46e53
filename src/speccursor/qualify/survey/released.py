"""The newest released version in a repository's history, to compare a candidate with.

A release is a tag that is a final version (``v1.2.3`` or ``1.2.3``: PEP 440 without pre, dev or local
parts, or semver without a pre-release), reachable from HEAD and not at HEAD.
"""

import re
from collections.abc import Iterator

from speccursor.qualify.survey.git import Repository, ask

_VERSION = re.compile(
    r"[vV]?(?:(?P<epoch>\d{1,9})!)?(?P<numbers>\d{1,9}(?:\.\d{1,9}){1,7})(?:\.?post(?P<post>\d{1,9}))?(?:\+[\w.-]+)?"
)
_TRIES = 3
_MERGED = ("for-each-ref", "--merged=HEAD", "--format=%(refname:strip=2)", "refs/tags")

_Order = tuple[int, tuple[int, ...], int]


def newest_release(repository: Repository, revision: str, tags: str) -> tuple[str, str] | None:
    """Return (tag, commit) of the newest release before `revision`, or None. `tags`: the answer to TAGS.

    The newest few tags are each asked after, which ends at once where history is linear; only then is
    the list of all that HEAD reaches made.
    """
    releases = [one for one in sorted(_releases(tags), reverse=True) if one[2] != revision]
    for _, tag, commit in releases[:_TRIES]:
        if ask(repository, "merge-base", "--is-ancestor", commit, revision).answer().code == 0:
            return tag, commit
    if len(releases) <= _TRIES:
        return None
    reachable = set(ask(repository, *_MERGED).answer().text.splitlines())
    return next(((tag, commit) for _, tag, commit in releases[_TRIES:] if tag in reachable), None)


def version_order(tag: str) -> _Order | None:
    """Return what orders a release's tag among others, or None for a tag that is no final version."""
    found = _VERSION.fullmatch(tag)
    if found is None:
        return None
    numbers = [int(one) for one in found["numbers"].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return int(found["epoch"] or 0), tuple(numbers), int(found["post"] or -1)


def _releases(tags: str) -> Iterator[tuple[_Order, str, str]]:
    for line in tags.splitlines():
        tag, mark, objects = line.partition("\0")
        order = version_order(tag)
        if mark and order is not None:
            direct, _, peeled = objects.partition("\0")
            yield order, tag, peeled or direct
