"""How long `survey` takes on a generated git repository, beside what is its lower bound.

Prints, for the same warm tree in one process run: `survey`, `git ls-files` piped to `sha256sum` (listing
and hashing alone, by compiled programs), and their ratio. Usage: ``python bench/survey.py [FILES]``.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from speccursor.qualify.survey.candidate import survey

_SUFFIXES = ("py", "ts", "js", "go", "rs", "md", "json", "txt")
_PER_FOLDER = 25
BOUND_S = 2.0


def generate(root: Path, files: int) -> None:
    """Write a tree of packages with sources, tests and documents, and commit it."""
    for folder in range(0, files, _PER_FOLDER):
        number = folder // _PER_FOLDER
        place = root / f"packages/p{number % 40}" / ("tests" if number % 5 == 0 else "src") / f"m{number}"
        place.mkdir(parents=True)
        for file in range(min(_PER_FOLDER, files - folder)):
            line = f"value_{number}_{file} = {number * file}  # a line of some code\n"
            (place / f"file_{file}.{_SUFFIXES[file % len(_SUFFIXES)]}").write_text(line * (10 + file * 3))
    for package in range(40):
        (root / f"packages/p{package}/package.json").write_text(f'{{"name": "p{package}"}}')
        (root / f"packages/p{package}/pyproject.toml").write_text(f'[project]\nname = "p{package}"\n')
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "-q", "-m", "tree"],
        ["tag", "v1.0.0"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True, timeout=300)


def lower_bound(root: Path) -> None:
    """List and hash with git and sha256sum."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        timeout=300,
    )
    subprocess.run(
        ["xargs", "-0", "-n", "4000", "sha256sum"],
        cwd=root,
        check=True,
        input=listed.stdout,
        stdout=subprocess.DEVNULL,
        timeout=300,
    )


def best_of(repeats: int, call: Callable[[], object]) -> float:
    """Return the least of some times, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Generate, measure, print."""
    files = 50_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generate(root, files)
        bound = best_of(3, lambda: lower_bound(root))
        ours = best_of(3, lambda: survey(root))
        found = survey(root)
    small = Path(__file__).resolve().parents[1] / "examples" / "polyglot"
    little = best_of(5, lambda: survey(small)) if small.is_dir() else float("nan")
    print(f"{len(found.files)} files, {len(found.components)} components")
    print(f"survey                    {ours:7.3f} s  (must be under 2 s at 50,000 files)")
    print(f"git ls-files + sha256sum  {bound:7.3f} s")
    print(f"ratio                     {ours / bound:7.2f}")
    print(f"survey examples/polyglot  {little * 1000:7.1f} ms")
    return 0 if ours < BOUND_S else 1


if __name__ == "__main__":
    main()
