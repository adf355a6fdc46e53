"""A package of our own with defects that staticcheck must find: where it finds none, nothing shows that it looked."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

NAME = "speccursorcanary"
_DEFECTS = """\
package speccursorcanary

import (
	"errors"
	"fmt"
	"io/ioutil"
	"strings"
)

var broken = errors.New("Broken.")

func unused(x int, words []string) bool {
	if x == x {
	}
	for true {
		break
	}
	copied := []string{}
	for _, word := range words {
		copied = append(copied, word)
	}
	_ = fmt.Sprintf("plain")
	_, _ = ioutil.ReadAll(strings.NewReader(""))
	return strings.Index("a", "b") != -1 == true
}
"""


@contextlib.contextmanager
def canary(module: Path) -> Iterator[None]:
    """Put the package into a module while something is done. Raises FileExistsError where its folder is taken."""
    folder = module / NAME
    folder.mkdir()
    try:
        (folder / "canary.go").write_text(_DEFECTS)
        yield
    finally:
        shutil.rmtree(folder)
