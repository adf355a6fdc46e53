"""Released source distributions that nobody here wrote, as their registries serve them by name.

The Go module proxy serves zip files; they are packed anew, as an archive of one folder, after their digest was checked.
cargo brings a crate's archive as a dependency of a package that is made for it.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import uv

PIP = "pip==25.3"
TABLE = Path(__file__).with_name("real_repositories.toml")


@dataclass(frozen=True, kw_only=True)
class Real:
    """One release: where it comes from, its digest (SHA-256), and what each gate is known to say of it.

    `gates` maps "gate tool" to "status cause: measured"; where components differ in it, "gate tool component".
    `code` is the exit code. `disagrees` says why the engine does not say this yet, `flaky` the tool that
    runs a test of it which fails by chance: where that tool's gates alone differ, a second answer is asked for.
    """

    registry: str
    name: str
    version: str
    sha256: str
    code: int
    gates: dict[str, str]
    slow: bool = False
    disagrees: str = ""
    flaky: str = ""

    def __str__(self) -> str:
        """Return the name and version as a person writes them."""
        return f"{self.name}-{self.version}"


def read_table() -> list[Real]:
    """Read the table of releases."""
    return [Real(**row) for row in tomllib.loads(TABLE.read_text())["release"]]


def fetch(real: Real, cache: Path) -> Path:
    """Fetch a release with its registry's own client, unless `cache` has it; whatever comes must be the known bytes."""
    folder = cache / str(real).replace("/", "-")
    if real.registry == "go":
        return _module(real, folder)
    if real.registry == "crates":
        return _crate(real, folder)
    kept = next(folder.glob("*.t*gz"), None) if folder.is_dir() else None
    if kept is not None and _digest(kept) == real.sha256:
        return kept
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    argv = _download(real, folder)
    ended = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, f"{real} was not served: {ended.stderr[-2000:]}"
    (fetched,) = folder.glob("*.t*gz")
    assert _digest(fetched) == real.sha256
    return fetched


def _download(real: Real, folder: Path) -> list[str]:
    if real.registry == "npm":
        return [shutil.which("npm") or "npm", "pack", "--silent", f"{real.name}@{real.version}"]
    # pip checks the digest before it builds the metadata that it insists on.
    pinned = folder / "pinned.txt"
    pinned.write_text(f"{real.name}=={real.version} --hash=sha256:{real.sha256}\n")
    pip = [uv.find_uv_bin(), "tool", "run", "--quiet", "--from", PIP, "pip"]
    return [*pip, "download", "--quiet", "--no-deps", "--no-binary", real.name, "--requirement", str(pinned)]


def _crate(real: Real, folder: Path) -> Path:
    """Fetch a crate's archive as a dependency, and keep it alone."""
    kept = folder / f"{real}.crate"
    if not kept.is_file() or _digest(kept) != real.sha256:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "asks" / "src").mkdir(parents=True)
        (folder / "asks" / "src" / "lib.rs").touch()
        manifest = f'[package]\nname = "asks"\nedition = "2021"\n[dependencies]\n{real.name} = "={real.version}"\n'
        (folder / "asks" / "Cargo.toml").write_text(manifest)
        environment = {**os.environ, "CARGO_HOME": str(folder / "home")}
        argv = [shutil.which("cargo") or "cargo", "fetch", "--quiet"]
        ended = subprocess.run(
            argv, cwd=folder / "asks", env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert ended.returncode == 0, f"{real} was not served: {ended.stderr}"
        (fetched,) = (folder / "home" / "registry" / "cache").glob(f"*/{kept.name}")
        shutil.copy(fetched, kept)
        shutil.rmtree(folder / "home")
        shutil.rmtree(folder / "asks")
    assert _digest(kept) == real.sha256
    return kept


def _module(real: Real, folder: Path) -> Path:
    """Fetch a module as the proxy serves it, and pack its files as an archive of one folder."""
    kept = folder / "module.zip"
    if not kept.is_file() or _digest(kept) != real.sha256:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        argv = [shutil.which("go") or "go", "mod", "download", "-json", f"{real.name}@v{real.version}"]
        environment = {**os.environ, "GOMODCACHE": str(folder / "modules"), "GOFLAGS": "-modcacherw"}
        ended = subprocess.run(
            argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert ended.returncode == 0, f"{real} was not served: {ended.stdout}{ended.stderr}"
        shutil.copy(json.loads(ended.stdout)["Zip"], kept)
        shutil.rmtree(folder / "modules")
    assert _digest(kept) == real.sha256
    last = real.name.rpartition("/")[2]
    packed = folder / f"{last}-{real.version}.tar.gz"
    prefix = f"{real.name}@v{real.version}/"
    with zipfile.ZipFile(kept) as module, tarfile.open(packed, "w:gz") as archive:
        for name in sorted(module.namelist()):
            content = module.read(name)
            entry = tarfile.TarInfo(f"{last}-{real.version}/{name.removeprefix(prefix)}")
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return packed


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
