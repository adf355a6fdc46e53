"""Has Lean's kernel check compiled files once more, in a process of its own in which nothing of the candidate runs.

What a file does while it is checked (macros, options such as ``debug.skipKernelTC``, code that is run) can bring
declarations into its ``.olean`` that the kernel never saw. Here each of them is given to the kernel of
``libleanshared.so`` again (``lean_add_decl``, ``src/kernel/environment.cpp``), in the order of their dependencies, as
``Lean.Environment.replay`` does (``src/Lean/Replay.lean``). Unsafe and partial declarations are left out: a theorem
that used one would be refused. Inductive types bring their constructors and recursors themselves.

Called with a JSON object on standard input: ``{"library": path, "modules": [[name, path of the .olean], ...]}``, a
module behind those that it imports. Writes ``{"version", "checked": N, "refused": [[module, constant], ...]}`` to
standard output. The calls hold for the one version of Lean that `VERSION` names, and no other is touched.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from speccursor_olean import Constant, Name, Olean, read_olean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "4.35.0"
"""The version of Lean whose functions and objects are called here."""

_STACK_BYTES = 512 << 20
_MODULE_READ_OK = 0
_DECLARED = 1
_DEEPEST = 1 << 20
_INDUCTIVE_DECLARATION = 6
_QUOTIENT_DECLARATION = (4 << 1) | 1
_NO_MORE = 1
_LEFT_TO_THE_INDUCTIVE = ("constructor", "recursor")
_WORD = ctypes.c_void_p


class Kernel:
    """The kernel in a shared library, with an environment that grows by what it accepts."""

    def __init__(self, library: str) -> None:
        self._library = ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
        self._library.lean_initialize()
        self._library.lean_io_mark_end_initialization()
        self._library.lean_init_task_manager()
        self._made: list[ctypes.Array[ctypes.c_uint64]] = []
        self._environment = self._empty()

    def _call(self, name: str, *arguments: object) -> int:
        function = getattr(self._library, name)
        function.restype = _WORD
        return int(function(*arguments))

    def _empty(self) -> int:
        made = self._call("l_Lean_mkEmptyEnvironment", ctypes.c_uint32(0), _WORD(1))
        return self._call("lean_elab_environment_to_kernel_env", _WORD(_field(made, 0)))

    def load(self, path: str, root: int) -> int:
        """Map a compiled file and return the address that its places count from."""
        text = self._call("lean_mk_string", ctypes.c_char_p(os.fsencode(path)))
        read = self._call("l_Lean_readModuleData", _WORD(text), _WORD(1))
        if _tag(read) != _MODULE_READ_OK:
            raise SystemExit(f"Lean cannot read {path}")
        return _field(_field(read, 0), 0) - root

    def forget(self) -> None:
        """Begin again with nothing declared."""
        self._environment = self._empty()

    def accepts(self, declaration: int) -> bool:
        """Give one declaration to the kernel; it stays declared where it is accepted."""
        _keep(self._environment)
        limits = (ctypes.c_size_t(0), ctypes.c_size_t(_DEEPEST))
        said = self._call("lean_add_decl", _WORD(self._environment), *limits, _WORD(declaration), _WORD(_NO_MORE))
        if _tag(said) != _DECLARED:
            return False
        self._environment = _field(said, 0)
        return True

    def knows(self, name: int) -> bool:
        """Whether a constant is declared."""
        _keep(self._environment)
        return self._call("lean_environment_find", _WORD(self._environment), _WORD(name)) != _NO_MORE

    def construct(self, tag: int, *fields: int, scalar: int | None = None) -> int:
        """Make an object that Lean neither counts nor frees."""
        size = 8 + 8 * len(fields) + (0 if scalar is None else 8)
        words = [struct.unpack("<Q", struct.pack("<iHBB", 0, size, len(fields), tag))[0], *fields]
        words += [] if scalar is None else [scalar]
        made = (ctypes.c_uint64 * len(words))(*words)
        self._made.append(made)
        return ctypes.addressof(made)

    def listed(self, members: list[int]) -> int:
        """Make a list."""
        made = _NO_MORE
        for member in reversed(members):
            made = self.construct(1, member, made)
        return made


def _word(address: int) -> int:
    return int(struct.unpack("<Q", ctypes.string_at(address, 8))[0])


def _field(address: int, number: int) -> int:
    return _word(address + 8 + 8 * number)


def _tag(address: int) -> int:
    return ctypes.string_at(address, 8)[7]


def _keep(address: int) -> None:
    """Count one more reference to an object, as ``lean_inc`` does: upwards for one thread, downwards for several."""
    count = ctypes.c_int32.from_address(address)
    if count.value:
        count.value += 1 if count.value > 0 else -1


class Replay:
    """Gives modules to a kernel, one after another, and gathers what it refuses."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._declared: set[Name] = set()
        self._before: list[tuple[str, Path]] = []
        self.checked = 0
        self.refused: list[tuple[str, str]] = []

    def module(self, name: str, path: Path, imports: list[tuple[str, Path]]) -> None:
        """Check one module; `imports` are all that it stands on, in order."""
        olean = read_olean(path)
        if not self._declared.isdisjoint(olean.constants):
            self._kernel.forget()
            self._declared.clear()
            for _, other in imports:
                list(self._refusals(read_olean(other), other))
        self.refused += [(name, shown(one)) for one in self._refusals(olean, path)]

    def _refusals(self, olean: Olean, path: Path) -> Iterator[Name]:
        base = self._kernel.load(str(path), olean.root)
        self._declared.update(olean.constants)
        late: list[Constant] = []
        for constant in in_order(olean):
            if constant.unsafe:
                continue
            if constant.kind in _LEFT_TO_THE_INDUCTIVE:
                late.append(constant)
                continue
            self.checked += 1
            if not self._declare(constant, olean, base):
                yield constant.name
        for constant in late:
            if not self._kernel.knows(_name_of(base + constant.place)):
                yield constant.name

    def _declare(self, constant: Constant, olean: Olean, base: int) -> bool:
        address = base + constant.place
        if constant.kind == "quotient":
            return self._kernel.knows(_name_of(address)) or self._kernel.accepts(_QUOTIENT_DECLARATION)
        if constant.kind != "inductive":
            return self._kernel.accepts(address)  # these declarations are built like what is known of the constant
        if self._kernel.knows(_name_of(address)):
            return True  # it came with another one of its block
        return self._kernel.accepts(self._inductive(address, olean, base))

    def _inductive(self, address: int, olean: Olean, base: int) -> int:
        """Make the declaration of a block of inductive types from what is known of one of them."""
        value = _field(address, 0)
        places = {constant.name: base + constant.place for constant in olean.constants.values()}
        names = {name: _name_of(place) for name, place in places.items()}
        by_address = {pointer: name for name, pointer in names.items()}
        types = []
        for pointer in _members(_field(value, 3)):
            one = _field(places[by_address[pointer]], 0)
            constructors = [
                self._kernel.construct(0, ctor, _field(_head(places[by_address[ctor]]), 2))
                for ctor in _members(_field(one, 4))
            ]
            head = _field(one, 0)
            types.append(self._kernel.construct(0, _field(head, 0), _field(head, 2), self._kernel.listed(constructors)))
        parameters, count = _field(_field(value, 0), 1), _field(value, 1)
        listed = self._kernel.listed(types)
        return self._kernel.construct(_INDUCTIVE_DECLARATION, parameters, count, listed, scalar=0)


def _head(address: int) -> int:
    """Return a constant's name, universe parameters and type."""
    return _field(_field(address, 0), 0)


def _name_of(address: int) -> int:
    return _field(_head(address), 0)


def _members(pointer: int) -> list[int]:
    found = []
    while not pointer & 1:
        found.append(_field(pointer, 0))
        pointer = _field(pointer, 1)
    return found


def in_order(olean: Olean) -> Iterator[Constant]:
    """Yield each constant behind those of the same file that its declaration needs.

    An inductive type needs what its constructors and its whole block need, for they are one declaration; these only
    need the type.
    """
    entered: set[Name] = set()
    for start in olean.constants:
        if start in entered:
            continue
        entered.add(start)
        waiting = [(start, iter(_needed(olean, start)))]
        while waiting:
            name, needed = waiting[-1]
            first = next((one for one in needed if one not in entered), None)
            if first is not None:
                entered.add(first)
                waiting.append((first, iter(_needed(olean, first))))
                continue
            waiting.pop()
            yield olean.constants[name]


def _needed(olean: Olean, name: Name) -> set[Name]:
    """Return what must be declared before a constant, of the same file."""
    constant = olean.constants[name]
    if constant.kind in _LEFT_TO_THE_INDUCTIVE:
        return {one for one in constant.block if one in olean.constants}
    if constant.kind != "inductive":
        return {one for one in constant.uses if one in olean.constants}
    block = {name}
    waiting = [name]
    while waiting:
        for one in olean.constants[waiting.pop()].block:
            if one in olean.constants and one not in block:
                block.add(one)
                waiting.append(one)
    return {one for member in block for one in olean.constants[member].uses if one in olean.constants} - block


def main() -> int:
    """Replay what standard input names."""
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if "--again" not in sys.argv and 0 <= soft < _STACK_BYTES:
        resource.setrlimit(resource.RLIMIT_STACK, (_STACK_BYTES if hard < 0 else min(hard, _STACK_BYTES), hard))
        os.execv(sys.executable, [sys.executable, __file__, "--again"])  # noqa: S606  (itself, with a larger stack)
    asked = json.load(sys.stdin)
    replay = Replay(Kernel(asked["library"]))
    for name, path, imports in asked["modules"]:
        replay.module(name, Path(path), [(one, Path(other)) for one, other in imports])
    told = {"version": VERSION, "checked": replay.checked, "refused": replay.refused}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
