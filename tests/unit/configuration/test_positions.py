import random
import tomllib
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from speccursor.qualify.configuration.positions import longest_key, positions
from speccursor.qualify.configuration.shape import Path, dotted, quoted

NAMES = st.text(st.sampled_from("ab.#=[]{}\"'\\,\n é\t-"), max_size=4)
NOISE = st.sampled_from(
    [
        '"a]"',
        "'#\\'",
        '"""x\n] = [ "" \\""" y\n"""',
        "'''\n'' } [[a]]\n'''",
        '"""a""\\\\"""',
        "'''a''''",
        "1.5",
        "2027-01-31 10:00:00",
        '"\\\\"',
        "''",
        '""',
    ]
)
COMMENTS = ("", ' # ] } [x] = "', "\t# '''")
HALF = 0.5
TREES = st.recursive(
    st.just(0) | NOISE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


class Writer:
    """Writes a tree in many of TOML's ways; each 0 becomes the number of the line that it stands on."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (no secret: the ways of writing)
        self.text = ""

    def add(self, text: str) -> None:
        self.text += text

    def key(self, name: str) -> str:
        literal = name.isprintable() and "'" not in name and self.chance.random() < HALF
        return f"'{name}'" if literal else quoted(name) if self.chance.random() < HALF else dotted((name,))

    def value(self, value: object) -> None:
        """Write a value inline; only arrays may break lines."""
        match value:
            case 0:
                self.add(str(self.text.count("\n") + 1))
            case str():
                self.add(value)
            case list():
                self.add("[")
                for item in value:
                    self.add(self.chance.choice(["", " ", "\n", " # ]\n  "]))
                    self.value(item)
                    self.add(self.chance.choice([",", " ,", "\n,"]))
                self.add("]")
            case dict():
                self.add("{")
                for place, (name, inner) in enumerate(value.items()):
                    self.add((", " if place else " ") + self.key(name) + " = ")
                    self.value(inner)
                self.add("}")

    def table(self, at: tuple[str, ...], table: Mapping[str, object]) -> None:
        """Write a table's settings, then its tables and lists of tables under headers of their own."""
        later = []
        for name, value in table.items():
            if _headed(value) and self.chance.random() < HALF:
                later.append((name, value))
            else:
                self.setting(name, value)
        for name, value in later:
            place = (*at, name)
            header = " . ".join(map(self.key, place))
            if isinstance(value, dict):
                self.add(f"[{header}]{self.chance.choice(COMMENTS)}\n")
                self.table(place, value)
            elif isinstance(value, list):
                for item in value:
                    self.add(f"[[ {header} ]]{self.chance.choice(COMMENTS)}\n")
                    self.table(place, item)

    def setting(self, name: str, value: object) -> None:
        self.add(self.key(name))
        while isinstance(value, dict) and len(value) == 1 and self.chance.random() < HALF:
            name, value = next(iter(value.items()))
            self.add(f" . {self.key(name)}")
        self.add(" = ")
        self.value(value)
        self.add(f"{self.chance.choice(COMMENTS)}\n" + self.chance.choice(["", "\n", "# = [\n", "\t\n"]))


def _headed(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    )


def _document(tree: Mapping[str, object], seed: int) -> str:
    writer = Writer(seed)
    writer.table((), tree)
    return writer.text


DOCUMENTS = st.builds(_document, st.dictionaries(NAMES, TREES, max_size=4), st.integers(0, 2**32))


def _walk(value: object, at: Path = ()) -> list[tuple[Path, object]]:
    match value:
        case dict():
            return [(at, value), *(found for name, inner in value.items() for found in _walk(inner, (*at, name)))]
        case list():
            return [(at, value), *(found for place, inner in enumerate(value) for found in _walk(inner, (*at, place)))]
        case _:
            return [(at, value)]


@given(DOCUMENTS)
def test_every_value_is_found_on_the_line_that_it_stands_on(text: str) -> None:
    found = positions(text)
    for at, value in _walk(tomllib.loads(text))[1:]:
        assert at in found
        if isinstance(value, int):
            assert found[at] == value


def test_an_empty_text_holds_nothing() -> None:
    assert positions("") == {}
    assert positions("# only a comment") == {}


def test_a_table_stands_where_it_is_first_named() -> None:
    assert positions("[a.b]\nx = 1\n[a]\ny = 2")[("a",)] == 1


def test_the_longest_key_is_told_with_its_line() -> None:
    assert longest_key("a = 1.5\nb.'c.d'.e = 1\nf = 'a.b.c.d.e.f'\n# a.b.c.d.e") == (3, 2)
    assert longest_key("") == (1, 1)
    assert longest_key('"""' + '\\"""' * 1000) == (1, 1)
