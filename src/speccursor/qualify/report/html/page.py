"""The whole page, put together. Below 2,000,000 bytes for any input: every section has its own limit.

A Content-Security-Policy (CSP Level 3) allows the page's own style and script by their hashes and
nothing else, so that markup which escaped the escaping could still load and run nothing.
"""

from base64 import b64encode
from hashlib import sha256

from speccursor.qualify.report.html.cells import cells
from speccursor.qualify.report.html.complexity import complexity_figure
from speccursor.qualify.report.html.coverage import coverage_figure
from speccursor.qualify.report.html.evidence import evidence
from speccursor.qualify.report.html.findings import findings_figure
from speccursor.qualify.report.html.gates import gates
from speccursor.qualify.report.html.markup import Html, element, join, trusted
from speccursor.qualify.report.html.parts import section
from speccursor.qualify.report.html.run import limits, run_facts
from speccursor.qualify.report.html.stages import stages
from speccursor.qualify.report.html.summary import summary
from speccursor.qualify.report.html.timeline import timeline_figure
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import cut
from speccursor.qualify.report.words import WORD

LIMIT_BYTES = 2_000_000

_SECTIONS = (
    ("verdict", "Verdict"),
    ("stages", "Stages"),
    ("plots", "Plots"),
    ("gates", "Gates"),
    ("evidence", "Evidence"),
    ("limits", "Limits"),
    ("run", "Run"),
)


def report_html(material: Material) -> str:
    """Return the report as one HTML document (UTF-8 when written) that needs no other file."""
    style, script = _asset("report.css"), _asset("report.js")
    verdict = material.verdict
    title = f"{WORD[verdict.status].capitalize()}: {cut(verdict.candidate.name, 100)}"
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content="SpecCursor"),
        element("title", title),
        element("style", trusted(style)),
    )
    main = element(
        "main",
        summary(material),
        stages(verdict),
        cells(verdict),
        _plots(material),
        gates(material),
        evidence(material),
        limits(material),
        run_facts(material),
        id="main",
        tabindex="-1",
    )
    skip = element("a", "Skip to the verdict", href="#main", class_="skip")
    body = element("body", skip, _bar(), main, element("script", trusted(script)))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _plots(material: Material) -> Html:
    figures = join(
        (
            coverage_figure(material),
            complexity_figure(material),
            findings_figure(material),
            timeline_figure(material),
        )
    )
    nothing = element("p", "No evidence was read that could be drawn.", class_="quiet")
    return section("plots", "Plots", element("div", figures, class_="plots") if figures else nothing)


def _bar() -> Html:
    links = join(element("li", element("a", title, href=f"#{name}")) for name, title in _SECTIONS)
    nav = element("nav", element("ul", links), aria_label="Sections")
    brand = element("span", "SpecCursor qualification", class_="brand")
    return element("header", brand, nav, element("div", id="controls"), class_="bar")


def _asset(name: str) -> str:
    from importlib.resources import files  # noqa: PLC0415  (only the page needs it)

    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
