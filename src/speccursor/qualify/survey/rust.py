"""Rust components: Cargo packages and the members of Cargo workspaces.

See https://doc.rust-lang.org/cargo/reference/manifest.html and ``workspaces.html`` beside it. Facts:
``name``, ``edition``, ``workspace`` (the root that the package belongs to), ``manifest_error``.
"""

from collections.abc import Mapping, Sequence

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.survey.ground import Ground, component, has_code, shared_out, ships
from speccursor.qualify.survey.manifest import Manifest, Table, read_toml

SUFFIXES = ("rs",)


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
            "workspace": "" if root is None else root.rstrip("/") or ".",
            "manifest_error": manifest.error,
        },
    )
