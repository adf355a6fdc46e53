import errno
import gc
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from speccursor import __version__
from speccursor.cli.commands import COMMANDS, parser_of
from speccursor.cli.edge import guarded
from speccursor.cli.entry import help_text, main
from speccursor.cli.exits import Exit, exit_of
from speccursor.qualify.model.misuse import Misuse
from speccursor.qualify.model.verdict import Status


def test_help_lists_every_command_with_its_summary() -> None:
    text = help_text()
    for command in COMMANDS.values():
        assert f"  {command.name}" in text
        assert command.summary in text


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_asking_for_help_is_no_mistake_and_saying_nothing_is(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == help_text()
    assert main([]) == 2


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"speccursor {__version__}\n"


def test_only_the_program_itself_lets_garbage_lie_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("gc.set_threshold", asked.append)
    monkeypatch.setattr(sys, "argv", ["speccursor", "--version"])
    assert main(["--version"]) == 0
    assert asked == []
    assert main() == 0
    assert asked[0] > gc.get_threshold()[0]


def test_an_unknown_command_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["qualfy"]) == 2
    assert "did you mean `speccursor qualify`?" in capsys.readouterr().err
    assert main(["zzzz"]) == 2
    assert "--help` lists the commands" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parser_of(COMMANDS[name]).parse_args(["--help"])
    text = capsys.readouterr().out
    assert left.value.code == 0
    assert "examples:" in text
    assert f"speccursor {name}" in text


def test_the_top_level_help_imports_no_parser_and_no_engine() -> None:
    probe = (
        "import sys; from speccursor.cli.entry import main; main(['--help']); "
        "print([name for name in ('argparse', 'msgspec', 'asyncio', 'rich') if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Status.PASSED, Exit.MAY_SHIP),
        (Status.WAIVED, Exit.MAY_SHIP),
        (Status.NOT_APPLICABLE, Exit.MAY_SHIP),
        (Status.INCONCLUSIVE, Exit.INCONCLUSIVE),
        (Status.FAILED, Exit.FAILED),
    ],
)
def test_the_exit_code_tells_the_verdict(status: Status, code: Exit) -> None:
    assert exit_of(status) is code
    assert [int(one) for one in Exit] == [0, 1, 2, 3, 70]


def raising(error: BaseException) -> Callable[[], int]:
    def body() -> int:
        raise error

    return body


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (Misuse("no such thing", hint="try that"), 2, "no such thing\n  try that"),
        (Misuse("no such thing"), 2, "no such thing"),
        (KeyboardInterrupt(), 3, "the same command with `--resume`"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 3, "No space left on device"),
        (OSError(errno.EACCES, "Permission denied"), 3, "Permission denied"),
        (OSError(errno.EIO, "Input/output error"), 70, "bug of SpecCursor"),
        (ValueError("oops"), 70, "bug of SpecCursor"),
    ],
)
def test_whatever_escapes_a_command_becomes_a_message_and_an_exit_code(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    assert told in capsys.readouterr().err


def full(name: str | None = None) -> OSError:
    return OSError(errno.ENOSPC, "No space left on device", name)


def test_what_several_measurements_met_at_once_is_told_once_with_the_disk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = [ExceptionGroup("a", [full(str(tmp_path / "gone" / "x")), full()]), full()]
    assert guarded(raising(ExceptionGroup("b", errors))) == 3
    told = capsys.readouterr().err
    assert f"No space left on device: {tmp_path}/gone/x (on the file system at /" in told
    assert told.count("No space left") == 1


def test_a_bug_is_not_hidden_by_what_the_machine_refused_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(ExceptionGroup("b", [full("x"), ValueError("oops")]))) == 70
    assert "oops" in capsys.readouterr().err


def test_an_error_that_names_no_file_tells_how_much_room_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(full())) == 3
    assert f"MiB are free in {tempfile.gettempdir()}" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_bug() -> None:
    probe = (
        "import sys; from speccursor.cli.edge import guarded\n"
        "def body():\n    raise BrokenPipeError(32, 'Broken pipe')\n"
        "sys.exit(guarded(body))"
    )
    ended = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (3, "")
