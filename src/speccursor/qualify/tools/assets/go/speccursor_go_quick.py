"""testing/quick of this very toolchain, with a line more at each of its returns: how many inputs it tried.

https://pkg.go.dev/testing/quick says nothing of what it executed. The lines are put where its source is the one that is
known here, and nowhere else.
"""

import functools
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RETURNS = (
    ("\n\t}\n\n\treturn nil\n}\n", "\n\t}\n\n\treturn speccursorTold(maxCount, nil)\n}\n", 2),
    (
        "return &CheckError{i + 1, toInterfaces(arguments)}",
        "return speccursorTold(i+1, &CheckError{i + 1, toInterfaces(arguments)})",
        1,
    ),
    (
        "return &CheckEqualError{CheckError{i + 1, toInterfaces(arguments)}, xOut, yOut}",
        "return speccursorTold(i+1, &CheckEqualError{CheckError{i + 1, toInterfaces(arguments)}, xOut, yOut})",
        1,
    ),
    ("maxCount := config.getMaxCount()", "maxCount := config.getMaxCount()", 2),
)
_TELLS = """\
package quick

import (
	"encoding/json"
	"os"
	"runtime"
)

func speccursorTold(count int, told error) error {
	_, file, line, _ := runtime.Caller(2)
	text := ""
	if told != nil {
		text = told.Error()
	}
	out, err := os.OpenFile(%s, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0666)
	if err == nil {
		json.NewEncoder(out).Encode([]interface{}{file, line, count, told != nil, text})
		out.Close()
	}
	return told
}
"""


def better(text: str) -> str | None:
    """Return quick.go with the lines that tell; None where it is not the source that is known here."""
    if any(text.count(known) != count for known, _, count in RETURNS):
        return None
    for known, telling, _ in RETURNS:
        text = text.replace(known, telling)
    return text


@functools.cache
def replaced(work: Path, notes: Path) -> tuple[str, ...]:
    """Return the option of go that replaces testing/quick; none where its source is not the known one."""
    told = subprocess.run(("go", "env", "GOROOT"), capture_output=True, text=True, check=True)  # noqa: S607  (the toolchain's, first on PATH)
    original = Path(told.stdout.strip()) / "src" / "testing" / "quick" / "quick.go"
    text = better(original.read_text() if original.is_file() else "")
    if text is None:
        return ()
    work.mkdir()
    (work / "quick.go").write_text(text)
    (work / "told.go").write_text(_TELLS % json.dumps(str(notes)))
    overlay = {
        str(original): str(work / "quick.go"),
        str(original.with_name("speccursor_told.go")): str(work / "told.go"),
    }
    (work / "overlay.json").write_text(json.dumps({"Replace": overlay}))
    return (f"-overlay={work / 'overlay.json'}",)


def told_by_quick(notes: Path, root: Path) -> Iterator[dict[str, Any]]:
    """Yield what was told of each property, by the place that it was tried from."""
    for line in notes.read_text().splitlines():
        file, number, count, failed, text = json.loads(line)
        yield {
            "outcome": "falsified" if failed else "held",
            "executed": count,
            "file": file.removeprefix(f"{root}/"),
            "line": number,
            "counterexample": text.partition("failed on input ")[2] or text,
            "message": text,
        }
