"""Where the user's own cargo finds packages: mirrors and registries of its ``config.toml``, and tokens for fetching.

See https://doc.rust-lang.org/cargo/reference/config.html (``[source]``, ``[registries]``), and beside it
``source-replacement.html`` and ``registry-authentication.html``. Nothing else of a user's configuration is taken: a
linker or flags of one machine would make the result that machine's own. Addresses stay in the environment, since cargo
must resolve to the same ones later; tokens are for fetching alone, and an address that holds a password is left out.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

_ADDRESSES = ("registry", "index", "git")
_FOLDERS = ("directory", "local-registry")
_OTHER = ("replace-with", "branch", "tag", "rev", "protocol")
_INDEX = re.compile(r"CARGO_REGISTRIES_(\w+)_INDEX")

_Table = dict[str, str]


class CargoHome(Struct, frozen=True, kw_only=True):
    """What preparing is given of a user's cargo.

    `config` is the text of a config.toml, "" where there is nothing to say; `variables` name registries as the
    environment does. Both stay. `tokens` are variables that hold secrets, for fetching alone; `reads` are folders of
    packages; `notes` are for the report.
    """

    config: str = ""
    variables: dict[str, str] = {}
    tokens: dict[str, str] = {}
    reads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_cargo_home(environment: Mapping[str, str]) -> CargoHome:
    """Read the configuration in CARGO_HOME, and cargo's variables. What cannot be read is noted and not there."""
    home = Path(environment.get("CARGO_HOME") or Path(environment.get("HOME", "/nonexistent")) / ".cargo")
    notes: list[str] = []
    config = _read(home, "config", notes)
    tables = _places(config, home.parent, notes)
    variables = {
        name: value
        for name, value in sorted(environment.items())
        if _INDEX.fullmatch(name) and not _holds_password(value)
    }
    if tables or variables:
        named = ", ".join([*(f"{kind} {name}" for kind, name in tables), *variables])
        notes.append(f"packages come from where the user's own cargo finds them: {named}")
    known = _known(tables, variables)
    return CargoHome(
        config="".join(_written(kind, name, table) for (kind, name), table in tables.items()),
        variables=variables,
        tokens=dict(_tokens(_read(home, "credentials", notes), environment, known)),
        reads=tuple(dict.fromkeys(table[key] for table in tables.values() for key in _FOLDERS if key in table)),
        notes=tuple(notes),
    )


def _places(config: Mapping[str, object], base: Path, notes: list[str]) -> dict[tuple[str, str], _Table]:
    """Return what the configuration says of sources and registries, by kind and name."""
    return {
        (kind, name): told
        for kind in ("source", "registries")
        for name, table in _tables(config, kind)
        if (told := _told(table, base, f"{kind} {name}", notes))
    }


def _known(tables: Mapping[tuple[str, str], _Table], variables: Mapping[str, str]) -> set[str]:
    """Return the registries that are named, as cargo's variables have them."""
    named = {_variable(name) for kind, name in tables if kind == "registries"}
    return named | {found[1] for name in variables if (found := _INDEX.fullmatch(name))}


def _read(home: Path, name: str, notes: list[str]) -> dict[str, object]:
    """Read ``NAME``, or ``NAME.toml`` where only that is there: cargo's own order."""
    path = next((path for path in (home / name, home / f"{name}.toml") if path.is_file()), None)
    try:
        return tomllib.loads(path.read_text()) if path else {}
    except (OSError, ValueError) as error:
        notes.append(f"{name}.toml of the user's cargo is not followed: {type(error).__name__}")
        return {}


def _tables(config: Mapping[str, object], kind: str) -> Iterator[tuple[str, dict[str, object]]]:
    named = config.get(kind)
    for name, table in named.items() if isinstance(named, dict) else ():
        if isinstance(table, dict):
            yield name, table


def _told(table: Mapping[str, object], base: Path, what: str, notes: list[str]) -> _Table:
    """Return what a table says of a place, folders as they are on this machine; nothing where it holds a password."""
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    if any(_holds_password(texts.get(key, "")) for key in _ADDRESSES):
        notes.append(f"{what} of the user's cargo is left out: its address holds a password; cargo takes a token")
        return {}
    folders = {key: str(base / texts[key]) for key in _FOLDERS if key in texts}
    return {**{key: texts[key] for key in (*_ADDRESSES, *_OTHER) if key in texts}, **folders}


def _holds_password(address: str) -> bool:
    try:
        parts = urlsplit(address.removeprefix("sparse+"))
    except ValueError:
        return True
    return parts.password is not None or (parts.username is not None and parts.scheme.startswith("http"))


def _tokens(
    credentials: Mapping[str, object], environment: Mapping[str, str], known: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the variables that hold the tokens of known registries; the environment's own go before the file's."""
    for name, table in _tables(credentials, "registries"):
        token = table.get("token")
        if _variable(name) in known and isinstance(token, str):
            yield f"CARGO_REGISTRIES_{_variable(name)}_TOKEN", token
    for name in known:
        variable = f"CARGO_REGISTRIES_{name}_TOKEN"
        if environment.get(variable):
            yield variable, environment[variable]


def _variable(name: str) -> str:
    """Return a registry's name as cargo's variables have it."""
    return name.upper().replace("-", "_").replace(".", "_")


def _written(kind: str, name: str, table: _Table) -> str:
    """Write one table as TOML."""
    lines = (f"{key} = {_quoted(value)}\n" for key, value in table.items())
    return f"[{kind}.{_quoted(name)}]\n{''.join(lines)}\n"


def _quoted(text: str) -> str:
    """Return a basic string of TOML: JSON's, which may hold U+007F as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
