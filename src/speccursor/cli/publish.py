"""A verdict's reports, written to its run's folder and shown on the screen. All say the same."""

from argparse import Namespace
from collections.abc import Callable
from importlib import import_module

from speccursor.cli.screen import ROWS, colour, width
from speccursor.qualify.report.json import report_json
from speccursor.qualify.report.material import Material
from speccursor.qualify.store.runs import RunFolder


def _html(material: Material) -> bytes:
    from speccursor.qualify.report.html import report_html  # noqa: PLC0415  (each form is loaded when it is made)

    return report_html(material).encode()


def _markdown(material: Material) -> bytes:
    from speccursor.qualify.report.markdown import report_markdown  # noqa: PLC0415  (as above)

    return report_markdown(material).encode()


def _junit(material: Material) -> bytes:
    from speccursor.qualify.report.junit import report_junit  # noqa: PLC0415  (as above)

    return report_junit(material.verdict)


def _sarif(material: Material) -> bytes:
    from speccursor.qualify.report.sarif import report_sarif  # noqa: PLC0415  (as above)

    return report_sarif(material.verdict)


def _json(material: Material) -> bytes:
    return report_json(material.verdict)


FORMS: dict[str, tuple[str, Callable[[Material], bytes]]] = {
    "json": ("report.json", _json),
    "markdown": ("report.md", _markdown),
    "html": ("report.html", _html),
    "junit": ("junit.xml", _junit),
    "sarif": ("report.sarif", _sarif),
}


def load() -> None:
    """Load what makes the reports, so that none of it is waited for when there is a verdict."""
    for form in ("html", "markdown", "junit", "sarif", "terminal"):
        import_module(f"speccursor.qualify.report.{form}")


def publish(material: Material, folder: RunFolder) -> None:
    """Write every form of the report to the run's folder."""
    for name, make in FORMS.values():
        folder.write(name, make(material))


def show(material: Material, folder: RunFolder, arguments: Namespace) -> None:
    """Print the verdict: as JSON when asked to, else as one screen, of which `speccursor report` shows more."""
    if arguments.json:
        print(report_json(material.verdict).decode(), end="")
        return
    _print(material, folder, arguments, rows=ROWS)


def show_whole(material: Material, folder: RunFolder, arguments: Namespace) -> None:
    """Print the verdict with every blocker's details, however many rows that takes."""
    _print(material, folder, arguments, rows=None)


def _print(material: Material, folder: RunFolder, arguments: Namespace, *, rows: int | None) -> None:
    from speccursor.qualify.report.terminal import screen  # noqa: PLC0415  (JSON needs no screen)

    print(screen(material, width=width(), colour=colour(arguments), rows=rows), end="")
    print(f"\n{folder.path / 'report.html'}")
