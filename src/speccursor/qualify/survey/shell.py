"""The shell component: every script for sh, bash, dash or ksh of the candidate, wherever it stands.

A script is a ``*.sh`` or ``*.bash`` file, unless its first line names another interpreter, and any executable file
whose first line names one of these shells (execve(2), "Interpreter scripts"). What Autoconf, Gradle and their like put
into a tree is others' code. Facts: ``configuration`` (ShellCheck's, where the only one stands at the root),
``switched_off``.
"""

import re
from collections.abc import Iterable

from speccursor.qualify.model.candidate import Component, Language, Role
from speccursor.qualify.survey.ground import Ground, component
from speccursor.qualify.survey.switched_off import switched_off
from speccursor.qualify.survey.vendored import SCRIPTS

SUFFIXES = ("sh", "bash")
SETTINGS = (".shellcheckrc", "shellcheckrc")
_SHELL = re.compile(
    r"#![ \t]*(?:\S*/)?(?:env[ \t]+(?:-\S+[ \t]+|\w+=\S*[ \t]+)*(?:\S*/)?)?"
    r"(?:busybox[ \t]+)?(?:sh|bash|dash|ksh(?:93|88)?)(?=\s|$)"
)


def is_shell(shebang: str) -> bool:
    """Whether a file's first line hands it to one of the shells."""
    return _SHELL.match(shebang) is not None


def find_shell(ground: Ground) -> list[Component]:
    """Return the one component that holds all scripts, or none."""
    named = set(ground.of_suffix(SUFFIXES))
    begun = {path for path, line in ground.shebangs.items() if is_shell(line) and ground.files[path].executable}
    foreign = {path for path in named if path in ground.shebangs and not is_shell(ground.shebangs[path])}
    scripts = sorted(named | begun)
    ground.data |= foreign | {path for path in scripts if path.rpartition("/")[2] in SCRIPTS}
    found = component(ground, Language.SHELL, "", None, scripts)
    judged = found.paths(Role.SOURCE, Role.TEST, Role.SUPPORT)
    if not judged:
        return []
    settings = _settings(ground, judged)
    facts = {
        "configuration": settings[0] if settings in ([name] for name in SETTINGS) else "",
        "switched_off": switched_off(ground, Language.SHELL, judged, settings),
    }
    return [component(ground, Language.SHELL, "", None, scripts, facts=facts)]


def _settings(ground: Ground, judged: Iterable[str]) -> list[str]:
    """Return ShellCheck's configuration in the folders of scripts and above them."""
    return [
        path
        for name in SETTINGS
        for path in ground.named.get(name, ())
        if any(script.startswith(path[: len(path) - len(name)]) for script in judged)
    ]
