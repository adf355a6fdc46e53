"""The keys of ``[components."language:path"]``: how one component is prepared and measured."""

from collections.abc import Collection, Mapping, Sequence

from speccursor.qualify.configuration.names import (
    ARGUMENT,
    AXIOM,
    LANGUAGES,
    LITERAL,
    NAME,
    PLACE,
    VARIABLE,
    repeated,
)
from speccursor.qualify.configuration.shape import Flag, Key, Many, Map, Mistake, Shape, Span, Table, Text, Values, Word
from speccursor.qualify.model.candidate import Language

RUNNERS: Mapping[str, tuple[str, ...]] = {
    Language.PYTHON: ("pytest", "unittest", "django"),
    Language.JAVASCRIPT: ("jest", "vitest", "mocha", "node:test", "tape"),
}
"""What can run the tests of a component, by its language."""

_PYTHON = frozenset({str(Language.PYTHON)})
_JAVASCRIPT = frozenset({str(Language.JAVASCRIPT)})


_MEANT_FOR: Mapping[str, frozenset[str]] = {
    "extras": _PYTHON,
    "groups": _PYTHON,
    "requirements": _PYTHON,
    "scripts": _JAVASCRIPT,
    "runner": frozenset(map(str, RUNNERS)),
    "axioms": frozenset({str(Language.LEAN)}),
}


def recipe_shape(tools: Collection[str]) -> Table:
    """Return the shape of a component's table; `tools` are the ids that a skip may name, none: any."""
    tool: Shape = Word(thing="tool", choices=tuple(sorted(tools))) if tools else NAME
    example_tool = min(tools, default="mypy")
    skip = Table(
        keys=(
            Key(name="tool", shape=tool, says="The tool's id.", example=example_tool, required=True),
            Key(
                name="reason",
                shape=Text(says="the reason"),
                says="Why it is left out.",
                example="the team takes it up with the next major version",
                required=True,
            ),
        )
    )
    return Table(
        keys=(
            Key(
                name="extras",
                shape=Many(of=NAME, empty=True),
                says="Extras of the package that its tests need; `[]` is none.",
                default="what the survey finds",
                example=["test"],
                languages=_MEANT_FOR["extras"],
            ),
            Key(
                name="groups",
                shape=Many(of=NAME, empty=True),
                says="Dependency groups (PEP 735) that its tests need; `[]` is none.",
                default="what the survey finds",
                example=["test"],
                languages=_MEANT_FOR["groups"],
            ),
            Key(
                name="requirements",
                shape=Many(of=PLACE, empty=True),
                says="Requirements files that its tests need; `[]` is none.",
                default="what the survey finds",
                example=["requirements-test.txt"],
                languages=_MEANT_FOR["requirements"],
            ),
            Key(
                name="install",
                shape=Flag(),
                says="Whether the component itself is installed into its environment.",
                default="true",
                example=True,
            ),
            Key(
                name="prepare",
                shape=Many(of=Many(of=ARGUMENT, unique=False), unique=False, objections=_commands_objections),
                says="Commands to run before measuring, each a list of arguments; there is no shell.",
                default="none",
                example=[["make", "build"]],
            ),
            Key(
                name="scripts",
                shape=Flag(),
                says="Whether the install scripts of npm packages may run.",
                default="false",
                example=False,
                languages=_MEANT_FOR["scripts"],
            ),
            Key(
                name="network",
                shape=Flag(),
                says="Whether the tests may reach the network. The report tells it.",
                default="false",
                example=False,
            ),
            Key(
                name="environment",
                shape=Map(thing="variable", names=VARIABLE, of=LITERAL),
                says="Environment variables of the tests, literally; nothing is expanded.",
                default="none",
                example={"TZ": "UTC"},
            ),
            Key(
                name="sources",
                shape=Many(of=PLACE),
                says="What is shipped, and so owes coverage. The report tells it.",
                default="what the survey finds",
                example=["src"],
            ),
            Key(
                name="tests",
                shape=Many(of=PLACE),
                says="Where the tests are. The report tells it.",
                default="what the survey finds",
                example=["tests"],
            ),
            Key(
                name="test_arguments",
                shape=Many(of=ARGUMENT, unique=False),
                says="Further arguments of the test runner. The report tells them.",
                default="none",
                example=["-x"],
            ),
            Key(
                name="timeout",
                shape=Span(),
                says="How long each tool may take, with its unit: s, min or h.",
                default="each tool's own limit",
                example="10 min",
                field="timeout_s",
            ),
            Key(
                name="runner",
                shape=Word(thing="test runner", choices=sum(RUNNERS.values(), ())),
                says="What runs the tests.",
                default="what the survey finds",
                example="vitest",
                languages=_MEANT_FOR["runner"],
            ),
            Key(
                name="inputs",
                shape=Many(of=PLACE),
                says="Files outside the component that its tests read; they decide what can be reused.",
                default="none",
                example=["vectors/**"],
            ),
            Key(
                name="axioms",
                shape=Many(of=AXIOM, empty=True),
                says="The axioms that its theorems may rest on; `[]` is none. The report tells others than Lean's.",
                default="propext, Classical.choice, Quot.sound",
                example=["propext"],
                languages=_MEANT_FOR["axioms"],
            ),
            Key(
                name="skip",
                shape=Many(of=skip, unique=False, objections=_skip_objections),
                says="Tools that do not measure the component. Their gates are then inconclusive.",
                default="none",
                example=[{"tool": example_tool, "reason": "the team takes it up with the next major version"}],
            ),
        )
    )


def recipe_objections(component: str, values: Values) -> Sequence[Mistake]:
    """Object to settings that mean nothing for the component's language, or lead out of the candidate."""
    language, _, path = component.partition(":")
    found = [
        Mistake((name,), f"means nothing for {language}", f"it is for {', '.join(sorted(languages))}")
        for name, languages in _MEANT_FOR.items()
        if name in values and language in LANGUAGES and language not in languages
    ]
    runner = values.get("runner")
    known = RUNNERS.get(language)
    if runner and known and runner not in known:
        found.append(Mistake(("runner",), f"{runner} runs no {language} tests", f"known: {', '.join(known)}"))
    return found + _climbing(values, path)


def _climbing(values: Values, path: str) -> list[Mistake]:
    found = []
    depth = 0 if path == "." else path.count("/") + 1
    for name in ("requirements", "sources", "tests", "inputs"):
        places = values.get(name)
        for index, place in enumerate(places if isinstance(places, list) else ()):
            if _climbs(str(place), depth):
                found.append(
                    Mistake((name, index), f"{place!r} leads out of the candidate", "name a path inside of it")
                )
    return found


def _climbs(place: str, depth: int) -> bool:
    """Whether a path from a folder `depth` below the root ever stands above the root."""
    for part in place.split("/"):
        if part not in ("", "."):
            depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def _commands_objections(commands: Sequence[object]) -> Sequence[Mistake]:
    return [
        Mistake((place, 0), "a command needs a program to start", "write it as ['make', 'build']")
        for place, command in enumerate(commands)
        if isinstance(command, list) and command and command[0] == ""
    ]


def _skip_objections(skips: Sequence[object]) -> Sequence[Mistake]:
    return repeated(skips, ("tool",), "is skipped already")
