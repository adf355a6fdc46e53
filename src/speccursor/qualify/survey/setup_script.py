"""What a setup.py says in plain words, read from its syntax tree. It is never run.

Only literals count: a name or a package list that is computed is not there. See
https://setuptools.pypa.io/en/latest/references/keywords.html for the keywords.
"""

import ast
import warnings

from msgspec import Struct, field

_LIMIT_BYTES = 1 << 20


class SetupScript(Struct, frozen=True):
    """The literal keywords of a script's call of ``setup()``.

    `where` is the folder that ``find_packages`` is given; None where it is not called.
    """

    text: str = ""
    error: str = ""
    calls_setup: bool = False
    name: str = ""
    requires_python: str = ""
    packages: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    where: str | None = None
    package_dir: dict[str, str] = field(default_factory=dict)
    extras: tuple[str, ...] = ()


def read_setup_script(path: str, text: str) -> SetupScript:
    """Read a setup.py; an empty text is a script that is not there."""
    if not text or len(text) > _LIMIT_BYTES:
        return SetupScript(error=f"{path}: larger than {_LIMIT_BYTES} bytes, not read" if text else "")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as wrong:
        line = getattr(wrong, "lineno", None) or 1
        return SetupScript(text=text, error=f"{path}:{line}: cannot be parsed ({type(wrong).__name__}: {wrong})")
    call = next((node for node in ast.walk(tree) if _is_call(node, "setup")), None)
    if not isinstance(call, ast.Call):
        return SetupScript(text=text)
    return _from_call(text, {word.arg: word.value for word in call.keywords if word.arg})


def _from_call(text: str, words: dict[str, ast.expr]) -> SetupScript:
    package_dir = _literal(words.get("package_dir"))
    extras = words.get("extras_require")
    names = [_literal(key) for key in extras.keys] if isinstance(extras, ast.Dict) else []
    return SetupScript(
        text=text,
        calls_setup=True,
        name=_text(words.get("name")),
        requires_python=_text(words.get("python_requires")),
        packages=_texts(words.get("packages")),
        modules=_texts(words.get("py_modules")),
        where=_where(words.get("packages")),
        package_dir={key: one for key, one in package_dir.items() if isinstance(key, str) and isinstance(one, str)}
        if isinstance(package_dir, dict)
        else {},
        extras=tuple(one for one in names if isinstance(one, str)),
    )


def _is_call(node: ast.AST | None, *names: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called in names


def _where(node: ast.expr | None) -> str | None:
    if not isinstance(node, ast.Call) or not _is_call(node, "find_packages", "find_namespace_packages", "find"):
        return None
    words = {word.arg: word.value for word in node.keywords if word.arg}
    first = node.args[0] if node.args else words.get("where")
    return _text(first) or "."


def _literal(node: ast.expr | None) -> object:
    if node is None:
        return None
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _text(node: ast.expr | None) -> str:
    value = _literal(node)
    return value if isinstance(value, str) else ""


def _texts(node: ast.expr | None) -> tuple[str, ...]:
    value = _literal(node)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()
