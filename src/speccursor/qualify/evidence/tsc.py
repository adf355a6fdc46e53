"""The TypeScript compiler's text -> Findings (``tsc --noEmit --pretty false --listFiles``).

The compiler has no machine-readable output. Without ``--pretty`` a diagnostic is one line, ``file(line,column):
error TSnnnn: message``, with continuation lines indented below it; one without a file is about the
configuration or the command line, and then nothing was shown. ``--listFiles`` ends the output with the
absolute path of each file of the program (https://www.typescriptlang.org/tsconfig/#listFiles), libraries too.
"""

import re

from speccursor.qualify.evidence.documents import LARGEST, excerpt, lines_of
from speccursor.qualify.evidence.paths import Root
from speccursor.qualify.model.evidence import Finding, Findings, Severity, UnreadableEvidence

_LOCATED = re.compile(r"(.+?)\((\d{1,10}),(\d{1,10})\): (error|warning|message) (TS\d{1,6}): (.*)")
_GLOBAL = re.compile(r"(error|warning|message) (TS\d{1,6}): (.*)")
# The compiler's syntax errors are TS1000 to TS1999.
_SYNTAX = re.compile(r"TS1\d{3}")
_DEPENDENCY = "node_modules"


def read_tsc(content: bytes, *, root: str, cwd: str) -> Findings:
    """Read the compiler's diagnostics. `cwd` is the absolute folder that it ran in, which its paths are relative to.

    `examined` counts the files below `root` outside ``node_modules``. Raises UnreadableEvidence for
    anything else than diagnostics and files, for a diagnostic without a file, and for no file at all.
    """
    place = Root(root)
    diagnostics: list[list[str]] = []
    heads: list[re.Match[str]] = []
    listed: set[str] = set()
    told = False  # whether the last line was a diagnostic's; with ``--build`` each project has its own list of files
    for line in lines_of(content, "tsc's output"):
        if located := _LOCATED.fullmatch(line):
            heads.append(located)
            diagnostics.append([located[6]])
            told = True
        elif stray := _GLOBAL.fullmatch(line):
            raise UnreadableEvidence(f"tsc could not check the project: {stray[2]}: {excerpt(stray[3])}")
        elif line.startswith("/"):
            listed.add(line)
            told = False
        elif line.startswith("  ") and told:
            diagnostics[-1].append(line)
        elif line.strip():
            raise UnreadableEvidence(f"not a line of tsc's output: {line[:200]!r}")
    if not listed:
        raise UnreadableEvidence("tsc did not list the files that it checked")
    own = {place.relative(path) for path in listed}
    examined = sum(not path.startswith("/") and _DEPENDENCY not in path.split("/") for path in own)
    findings = (
        _finding(place, cwd, head, text) for head, text in zip(heads, diagnostics, strict=True) if head[4] == "error"
    )
    return Findings(tuple(findings), examined)


def _finding(place: Root, cwd: str, head: re.Match[str], text: list[str]) -> Finding:
    line, column = (min(max(int(number), 1), LARGEST) for number in (head[2], head[3]))
    refused = _SYNTAX.fullmatch(head[5]) is not None
    severity = Severity.HIGH if refused else Severity.MEDIUM
    path, said = place.relative(head[1], cwd=cwd), excerpt("\n".join(text))
    return Finding(path, line, column, head[5], said, severity, refused=refused)
