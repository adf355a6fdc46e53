"""Lean components: Lake packages (lakefile.toml, lakefile.lean), or Lean files alone.

See https://lean-lang.org/doc/reference/latest/Build-Tools-and-Distribution/Lake/. Facts: ``toolchain``
(the lean-toolchain file), ``name`` (of a lakefile.toml), ``manifest_error``.
"""

from collections.abc import Sequence

from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.survey.ground import Ground, component, has_code, shared_out, ships
from speccursor.qualify.survey.manifest import read_text, read_toml

SUFFIXES = ("lean",)


def find_lean(ground: Ground) -> list[Component]:
    """Return the candidate's Lake packages, and Lean code that stands in none."""
    manifests = ground.hosting("lakefile.toml", "lakefile.lean")
    shares = shared_out(ground.of_suffix(SUFFIXES), manifests)
    left_over = shares.pop("/", [])
    found = [_package(ground, folder, manifests[folder], paths) for folder, paths in shares.items()]
    found = [one for one in found if has_code(one) or "manifest_error" in one.facts]
    alone = [_package(ground, "", None, left_over)] if left_over else []
    return [*found, *filter(ships, alone)]


def _package(ground: Ground, folder: str, path: str | None, paths: Sequence[str]) -> Component:
    toml = path if path and path.endswith(".toml") else ""
    manifest = ground.read(toml, read_toml)
    if manifest.error:
        ground.notes.append(manifest.error)
    return component(
        ground,
        Language.LEAN,
        folder,
        path,
        paths,
        support=[f"{folder}{name}" for name in ("lakefile.toml", "lake-manifest.json", "lean-toolchain")],
        facts={
            "toolchain": ground.read(f"{folder}lean-toolchain", read_text).text.strip(),
            "name": manifest.table.text("name") or "",
            "manifest_error": manifest.error,
        },
    )
