"""Coverage-guided fuzzing of every reader (atheris, https://github.com/google/atheris).

``python tests/fuzz/fuzz_readers.py [READER] [libFuzzer options]``; without a reader, the first byte chooses one.
Only UnreadableEvidence may escape. ``python tests/fuzz/fuzz_readers.py --write-corpus FOLDER`` writes the real
outputs to begin from.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from speccursor.qualify.model.evidence import UnreadableEvidence
from tests.unit.evidence.readers import EXAMPLES, READERS

NAMES = sorted(READERS)


def read(name: str, content: bytes) -> None:
    """Read bytes as one format; a refusal is an answer."""
    try:
        READERS[name](content)
    except UnreadableEvidence:
        return


def choose(content: bytes) -> None:
    """Read bytes as the format that the first of them names."""
    if content:
        read(NAMES[content[0] % len(NAMES)], content[1:])


def write_corpus(folder: Path) -> None:
    """Write each example behind the byte that chooses its reader."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        (folder / name).write_bytes(bytes((number,)) + EXAMPLES[name])


def main(arguments: list[str]) -> None:
    """Fuzz until stopped, or write the corpus."""
    if arguments[1:2] == ["--write-corpus"]:
        write_corpus(Path(arguments[2]))
        return
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  (not a dependency of the tests)

    target = choose
    if arguments[1:] and arguments[1] in READERS:
        name = arguments.pop(1)

        def target(content: bytes) -> None:
            read(name, content)

    atheris.instrument_all()
    atheris.Setup(arguments, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
