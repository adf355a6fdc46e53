"""Writes the shared vectors of examples/polyglot as theorems for Lean: ``python scripts/lean_vectors.py``.

What a range or a version *means* stands in Lean. Here they are only taken apart, by npm's grammar for ranges
(https://github.com/npm/node-semver#ranges) and SemVer's for versions (https://semver.org). Texts that are malformed,
and build metadata, have no form in Lean and are left out. `tests/repo/test_lean_vectors.py` keeps the file in step.
"""

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

_POLYGLOT = Path(__file__).resolve().parents[1] / "examples" / "polyglot"
TARGET = _POLYGLOT / "lean" / "Lockstep" / "Vectors.lean"
_HEAD = """\
prelude
import Lockstep.Lock

/-! The vectors that every language of the library shares, each a theorem: the kernel computes it.

Made from ../vectors by scripts/lean_vectors.py; not edited by hand. -/

set_option autoImplicit false
set_option genCtorIdx false

namespace Lockstep.Vectors

noncomputable section
"""
_TAIL = """
end

end Lockstep.Vectors
"""
_OPERATORS = {
    "": "same",
    "=": "same",
    "^": "caret",
    "~": "tilde",
    ">=": "atLeast",
    "<=": "atMost",
    ">": "above",
    "<": "below",
}
_OPERAND = re.compile(r"(?P<operator>[<>=~^]*)(?P<numbers>[0-9xX*.]+)(?:-(?P<prerelease>[0-9A-Za-z.-]+))?(?:\+.*)?")
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_SPACE = re.compile(r"(?<=[<>=~^])\s+(?=[0-9xX*])")
_ANY = frozenset("xX*")


def listed(members: Iterable[str]) -> str:
    """Write a list."""
    text = "List.nil"
    for member in reversed(list(members)):
        text = f"(List.cons {member} {text})"
    return text


def codes(text: str) -> str:
    """Write a name or a word: the codes of its characters."""
    return listed(str(ord(one)) for one in text)


def identifiers(text: str | None) -> str:
    """Write the identifiers of a prerelease."""
    parts = text.split(".") if text else []
    return listed(
        f"(Identifier.number {part})" if part.isdigit() else f"(Identifier.word {codes(part)})" for part in parts
    )


def version(text: str) -> str:
    """Write a version."""
    core, _, prerelease = text.partition("+")[0].partition("-")
    return f"(Version.mk (Core.mk {' '.join(core.split('.'))}) {identifiers(prerelease)})"


def comparator(text: str, operator: str | None = None) -> str:
    """Write a comparator; `operator` stands for one that a hyphen says."""
    found = _OPERAND.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no comparator")
    numbers = [part for part in found["numbers"].split(".") if part not in _ANY]
    named = operator or _OPERATORS[found["operator"]]
    return f"(Comparator.mk Operator.{named} {listed(numbers)} {identifiers(found['prerelease'])})"


def alternative(text: str) -> str:
    """Write comparators that must all hold, or a hyphen."""
    found = _HYPHEN.fullmatch(text.strip())
    if found is not None:
        return listed([comparator(found[1], "atLeast"), comparator(found[2], "atMost")])
    return listed(comparator(part) for part in _SPACE.sub("", text).split())


def range_of(text: str) -> str:
    """Write a range: alternatives that are joined by bars."""
    return listed(alternative(part) for part in text.split("||"))


def package(one: dict[str, Any]) -> str:
    """Write a package of a lock."""
    required = [f"(Requirement.mk {codes(name)} {range_of(text)})" for name, text in one.get("requires", {}).items()]
    return f"(Package.mk {codes(one['name'])} {version(one['version'])} {listed(required)})"


def demands(lock: list[dict[str, Any]], told: list[str]) -> str:
    """Write demands in the order in which the lock makes them; the vectors tell them in the order of their texts."""
    found = []
    for one in lock:
        for name, text in one.get("requires", {}).items():
            if f"{one['name']} {one['version']} requires {name} {text}" in told:
                found.append(f"(Demand.mk {package(one)} (Requirement.mk {codes(name)} {range_of(text)}))")
    if len(found) != len(told):
        raise ValueError(f"{told} are not demands of the lock")
    return listed(found)


def truth(*, yes: bool) -> str:
    """Write a truth value."""
    return "Bool.true" if yes else "Bool.false"


def theorem(name: str, left: str, right: str, says: str) -> str:
    """Write a theorem that the kernel proves by computing both sides."""
    return f"\n/-- {says} -/\ntheorem {name} : Eq\n    {left}\n    {right} :=\n  Eq.refl _\n"


def of_versions(vectors: dict[str, Any]) -> Iterable[str]:
    """Yield the theorems of versions.json: each neighbour, the ends, what is equal, what follows what."""
    ascending = vectors["ascending"]
    for number, (low, high) in enumerate(pairwise(ascending)):
        first, second = version(low), version(high)
        compared = f"(and (Version.lt {first} {second}) (not (Version.le {second} {first})))"
        yield theorem(f"ascending_{number}", compared, "Bool.true", f"{low} comes before {high}")
    for number, (one, other) in enumerate(vectors["equal"]):
        yield theorem(f"equal_{number}", version(one), version(other), f"{one} is not told from {other}")
    for number, (one, follower) in enumerate(vectors["successors"]):
        left = f"(Version.successor {version(one)})"
        yield theorem(f"successor_{number}", left, version(follower), f"{one} is followed by {follower}")


def of_ranges(vectors: dict[str, Any]) -> Iterable[str]:
    """Yield one theorem for each range and version of ranges.json."""
    for number, vector in enumerate(vectors["valid"]):
        for word, yes in (("allows", True), ("forbids", False)):
            for place, text in enumerate(vector[word]):
                left = f"(allows {range_of(vector['range'])} {version(text)})"
                says = f"{vector['range'].strip()} {word} {text}"
                yield theorem(f"range_{number}_{word}_{place}", left, truth(yes=yes), says)


def of_upgrades(vectors: list[dict[str, Any]]) -> Iterable[str]:
    """Yield the theorems of upgrades.json: what each lock leaves unmet, what is objected to, and both verdicts."""
    for number, vector in enumerate(vectors):
        before, after = (f"upgrade_{number}_{name}" for name in ("before", "after"))
        for name, packages in ((before, vector["before"]), (after, vector["after"])):
            yield f"\ndef {name} : Lock :=\n  {listed(map(package, packages))}\n"
        title = vector["title"]
        for name, lock in (("before", before), ("after", after)):
            told = vector[f"unmet_{name}"]
            right = demands(vector[name], told)
            yield theorem(f"upgrade_{number}_unmet_{name}", f"(unmet {lock})", right, f"{title}: unmet {name}")
            left = f"(isCompatible {lock})"
            yield theorem(
                f"upgrade_{number}_compatible_{name}", left, truth(yes=not told), f"{title}: compatible {name}"
            )
        objections = vector["objections"]
        right = demands(vector["after"], objections)
        yield theorem(f"upgrade_{number}_objections", f"(objections {before} {after})", right, f"{title}: objections")
        left = f"(isUpgrade {before} {after})"
        yield theorem(f"upgrade_{number}", left, truth(yes=not objections), f"{title}: an upgrade or not")


def read() -> dict[str, Any]:
    """Read the vectors, by the names of their files."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (_POLYGLOT / "vectors").glob("*.json")}


def generated() -> str:
    """Return the whole file."""
    vectors = read()
    parts = [*of_versions(vectors["versions"]), *of_ranges(vectors["ranges"]), *of_upgrades(vectors["upgrades"])]
    return _HEAD + "".join(parts) + _TAIL


if __name__ == "__main__":
    TARGET.write_text(generated(), encoding="utf-8")
