"""What the project's own arguments for cargo test say: which features, which targets.

See https://doc.rust-lang.org/cargo/commands/cargo-test.html. What stands behind ``--`` is for the test binaries.
"""

from collections.abc import Iterator, Sequence

_OURS = frozenset({"--offline", "--no-fail-fast", "--no-run"})
_TARGETS = frozenset(
    "--lib --bin --bins --test --tests --example --examples --bench --benches --all-targets --doc".split()  # noqa: SIM905  (words read best as words)
)
_FEATURES = frozenset({"--all-features", "--no-default-features"})
_WITH_VALUE = ("--features", "-F")


def of_tests(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the arguments without those that every run of ours has, which cargo refuses to be told twice."""
    before, after = _parted(arguments)
    return (*(word for word in before if word not in _OURS), *after)


def chooses_targets(arguments: Sequence[str]) -> bool:
    """Whether they choose among the package's targets, so that not all is run."""
    before, _ = _parted(arguments)
    return any(word.partition("=")[0] in _TARGETS for word in before)


def of_features(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return those that choose features."""
    before, _ = _parted(arguments)
    return tuple(_features(before))


def _features(words: Sequence[str]) -> Iterator[str]:
    rest = iter(words)
    for word in rest:
        if word in _FEATURES or word.startswith("--features=") or (word.startswith("-F") and word != "-F"):
            yield word
        elif word in _WITH_VALUE:
            yield word
            yield from (value for value, _ in zip(rest, (None,), strict=False))


def _parted(arguments: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part them at the first ``--``."""
    words = tuple(arguments)
    end = words.index("--") if "--" in words else len(words)
    return words[:end], words[end:]
