"""A language's toolchain as it was found on this machine, and LLVM's tools beside Rust's."""

from msgspec import Struct


class Toolchain(Struct, frozen=True, kw_only=True):
    """A language's toolchain: its full version, its folder (which a sandbox must show) and that of its programs.

    `identity` changes when its main program does: real path, size and time of change. `host` is the platform
    that it builds for, as it names it itself.
    """

    language: str
    version: str
    home: str
    programs: str
    identity: str
    host: str

    def program(self, name: str) -> str:
        """Return the path of one of its programs; whether it is there is not asked."""
        return f"{self.programs}/{name}"

    @property
    def reads(self) -> tuple[str, ...]:
        """The folders that a sandbox must show beside the system's own."""
        return () if self.home == "/usr" or self.home.startswith("/usr/") else (self.home,)


class Llvm(Struct, frozen=True, kw_only=True):
    """LLVM's coverage tools: their paths, the folders that they need to be seen, and those for the loader."""

    profdata: str
    cov: str
    identity: str
    reads: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()

    @property
    def variables(self) -> dict[str, str]:
        """What a command's environment tells of them."""
        return {
            "LLVM_PROFDATA": self.profdata,
            "LLVM_COV": self.cov,
            "LLVM_LIBRARIES": ":".join(self.libraries),
        }
