"""Lints YAML files by yamllint's API, and tells of each of them, on standard output, in one JSON document.

``speccursor_yamllint.py SETTINGS``, by the interpreter that yamllint is installed for, in the folder that paths are
relative to; SETTINGS is a JSON object with the ``configuration`` and the ``files``. What it does is what yamllint's own
program does (https://yamllint.readthedocs.io/en/stable/development.html). Exit codes: 0, whatever was found; 1, a
configuration that yamllint refuses, in its own words on standard error.
"""

from __future__ import annotations

import json
import locale
import sys
from pathlib import Path
from typing import Any

from yamllint import APP_VERSION, linter  # type: ignore[import-not-found,import-untyped,unused-ignore]  # (where it runs)
from yamllint.config import (  # type: ignore[import-not-found,import-untyped,unused-ignore]  # (as above)
    YamlLintConfig,
    YamlLintConfigError,
)


def main(settings: str) -> int:
    """Lint the files that the settings name by the configuration that they name."""
    asked = json.loads(Path(settings).read_text(encoding="utf-8"))
    try:
        rules = YamlLintConfig(file=asked["configuration"])
    except YamlLintConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if rules.locale is not None:
        locale.setlocale(locale.LC_ALL, rules.locale)
    files = [_told(path, rules) for path in asked["files"]]
    sys.stdout.write(json.dumps({"schema": "speccursor.yamllint/1", "version": APP_VERSION, "files": files}))
    return 0


def _told(path: str, rules: Any) -> dict[str, object]:
    told: dict[str, object] = {"path": path, "ignored": False, "rules": 0, "problems": [], "failed": ""}
    try:
        with Path(path).open("rb") as file:
            problems = list(linter.run(file, rules, path))
    except (OSError, UnicodeError) as error:
        return {**told, "failed": f"{type(error).__name__}: {error}"}
    found = [
        {"line": one.line, "column": one.column, "level": one.level, "rule": one.rule, "description": one.desc}
        for one in problems
    ]
    ignored = bool(rules.is_file_ignored(path))
    return {**told, "ignored": ignored, "rules": len(rules.enabled_rules(path)), "problems": found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
