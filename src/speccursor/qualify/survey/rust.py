"""Rust components: Cargo packages and the members of Cargo workspaces.

See https://doc.rust-lang.org/cargo/reference/manifest.html and ``workspaces.html`` beside it. Facts:
``name``, ``edition``, ``rust`` (the oldest version that its rust-version admits), ``workspace`` (the root that the
package belongs to), ``toolchain`` (the channel that the nearest rust-toolchain file names), ``properties`` (the
frameworks that it depends on), ``manifest_error``.
"""

import re
from collections.abc import Mapping, Sequence

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.survey.ground import Ground, component, has_code, shared_out, ships
from speccursor.qualify.survey.manifest import Manifest, Table, read_text, read_toml

SUFFIXES = ("rs",)
_FRAMEWORKS = frozenset({"proptest", "quickcheck"})
_CHANNEL = re.compile(r"^\s*channel\s*=\s*[\"']([\w.-]+)[\"']", re.MULTILINE)
_ALONE = re.compile(r"\s*[\w.-]+\s*")


def find_rust(ground: Ground) -> list[Component]:
    """Return the candidate's Rust components; a workspace root without a package owns only what is left."""
    manifests = {folder: ground.read(path, read_toml) for folder, path in ground.hosting("Cargo.toml").items()}
    shares = shared_out(ground.of_suffix(SUFFIXES), manifests)
    left_over = shares.pop("/", [])
    found = [_component(ground, folder, manifests, paths) for folder, paths in shares.items()]
    found = [one for one in found if has_code(one) or "name" in one.facts or "manifest_error" in one.facts]
    alone = [component(ground, Language.RUST, "", None, left_over)] if left_over else []
    return [*found, *filter(ships, alone)]


def _component(ground: Ground, folder: str, manifests: Mapping[str, Manifest], paths: Sequence[str]) -> Component:
    manifest = manifests[folder]
    package = manifest.table.table("package")
    if manifest.error:
        ground.notes.append(manifest.error)
    roots = [outer for outer, one in manifests.items() if folder.startswith(outer) and "workspace" in one.table]
    root = max(roots, key=len, default=None)
    inherited = manifests[root].table.table("workspace", "package") if root is not None else Table({})
    return component(
        ground,
        Language.RUST,
        folder,
        manifest.path,
        paths,
        support=[manifest.path, f"{folder}Cargo.lock"],
        facts={
            "name": package.text("name") or "",
            "edition": package.text("edition") or inherited.text("edition") or "",
            "rust": (inherited if package.table("rust-version") else package).text("rust-version") or "",
            "workspace": "" if root is None else root.rstrip("/") or ".",
            "toolchain": _toolchain(ground, folder),
            "properties": " ".join(_frameworks(manifest.table)),
            "manifest_error": manifest.error,
        },
    )


def _toolchain(ground: Ground, folder: str) -> str:
    """Return the channel that the nearest rust-toolchain file names, at the package or above it.

    See https://rust-lang.github.io/rustup/overrides.html#the-toolchain-file.
    """
    while True:
        for name in ("rust-toolchain.toml", "rust-toolchain"):
            if ground.holds(folder + name):
                text = ground.read(folder + name, read_text).text
                found = _CHANNEL.search(text)
                return found[1] if found else text.strip() if _ALONE.fullmatch(text) else ""
        if not folder:
            return ""
        folder = folder[: folder.rfind("/", 0, -1) + 1]


def _frameworks(manifest: Table) -> list[str]:
    """Return the frameworks for properties that a package depends on, on any platform and under whatever name."""
    targets = manifest.table("target")
    places = (manifest, *(targets.table(target) for target in targets))
    tables = (place.table(name) for place in places for name in ("dependencies", "dev-dependencies"))
    names = {table.table(name).text("package") or name for table in tables for name in table}
    return sorted(names & _FRAMEWORKS)
