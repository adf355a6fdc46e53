import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

import speccursor.qualify.report.html as html_package
from speccursor.qualify.model.evidence import Coverage, FileCoverage, Finding, Findings, Functions
from speccursor.qualify.model.outcome import Finished
from speccursor.qualify.model.plan import Cell
from speccursor.qualify.model.record import Envelope, Output
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Location, Ruling, Status, Verdict
from speccursor.qualify.report.html import report_html
from speccursor.qualify.report.html.bullet import bullet
from speccursor.qualify.report.html.coverage import by_language, covered_files
from speccursor.qualify.report.html.drawing import shortened, ticks
from speccursor.qualify.report.html.markup import Fit, Html, element, escape, join, trusted
from speccursor.qualify.report.html.page import LIMIT_BYTES
from speccursor.qualify.report.html.timeline import spans_of
from speccursor.qualify.report.material import Material
from speccursor.qualify.report.text import visible_lines
from tests.unit.report import sample
from tests.unit.report.sample import HOSTILE
from tests.unit.report.strategies import bare, texts, verdicts

ASSETS = Path(html_package.__file__).parent / "assets"
TAGS = set(
    re.findall(
        r"\S+",
        """html head meta title style body a header span nav ul ol li div main p b strong h1 h2 h3 section table caption
        thead tbody tr th td details summary code pre dl dt dd figure figcaption svg desc rect line text script""",
    )
)
ATTRIBUTES = set(
    re.findall(
        r"\S+",
        """lang charset http-equiv content name id class href role tabindex scope open aria-label aria-hidden
        aria-labelledby aria-describedby data-status data-partial data-value data-stage x y x1 x2 y1 y2 width height
        viewbox text-anchor preserveaspectratio""",
    )
)


class Page(HTMLParser):
    """What a browser would build: every tag with its attributes, and the text outside style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        assert len(attrs) == len(dict(attrs))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def check(page: str) -> Page:
    """Assert everything that must hold for any page."""
    body = re.sub(
        r"(?s)(<style>).*?(</style>)", r"\1\2", re.sub(r"(?s)(<script>)[^\n]*\n.*?(</script>)", r"\1\2", page)
    )
    found = Page(body)
    assert found.open == []
    assert {name for name, _ in found.elements} <= TAGS
    assert {name for _, attributes in found.elements for name in attributes} <= ATTRIBUTES
    assert found.comments == []
    assert len(found.all("script")) == 1
    assert all((link["href"] or "").startswith("#") for link in found.all("a"))
    identifiers = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert {(link["href"] or "")[1:] for link in found.all("a")} <= set(identifiers)
    for attributes in found.all("svg"):
        assert attributes["aria-labelledby"] in identifiers
        assert attributes["aria-describedby"] in identifiers
    return found


@given(verdicts)
def test_no_planted_tag_attribute_or_script_survives(verdict: Verdict) -> None:
    check(report_html(bare(verdict)))


@given(texts)
def test_an_element_shows_exactly_its_text(text: str) -> None:
    page = Page(element("p", text, class_=text))
    shown = visible_lines(text)
    assert page.elements == [("p", {"class": shown})]
    assert page.text == shown


def test_the_sample_is_sound_with_every_hostile_text_in_it() -> None:
    page = check(report_html(sample.material()))
    for text in HOSTILE:
        assert visible_lines(text)[:30] in page.text.replace("⏎", "\n")
    assert len(page.all("svg")) >= 4
    tables = page.all("table")
    assert len(tables) == [name for name, _ in page.elements].count("caption")
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))
    assert "Is no function's cyclomatic complexity above the limit?" in page.text
    for words in ("10 over", "1.59 % short", "reused; took 1 min 01 s when it ran", "the tool ran out of time"):
        assert words in page.text


def test_it_asks_nobody_for_anything() -> None:
    page = report_html(sample.material())
    policy = check(page).all("meta")[1]["content"] or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (found,) = re.findall(rf"(?s)<{tag}>(.*?)</{tag}>", page)
        assert f"'sha256-{b64encode(sha256(found.encode()).digest()).decode()}'" in policy
    for asset in ASSETS.iterdir():
        text = asset.read_text(encoding="utf-8")
        assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch\(|XMLHttp|eval\(|innerHTML|</", text)


def huge() -> Material:
    """Everything too much: gates, places, texts, files, functions, observations."""
    text = "<&'\"\u0000\u202e" * 4000
    ruling = sample.ruling(
        "lint-errors", Status.FAILED, reason=text, locations=(Location(text, 1, text),) * 500, measured=text
    )
    open_ = sample.ruling("complexity", Status.INCONCLUSIVE, reason=text, cause=Cause.STALE)
    stages = [sample.stage(stage, *[ruling, open_] * 40) for stage in StageId]
    base = sample.material(sample.verdict(*stages, name=text))
    owed = tuple(replace(base.plan.owed[n % 11], cell=Cell(os=f"os-{n}")) for n in range(3000))
    observations = tuple(
        replace(observation, owed=item.id, envelope=observation.envelope and _long(observation.envelope, text))
        for item, observation in zip(owed, base.record.observations * 300, strict=False)
    )
    evidence = {
        item.id: base.evidence.get(old.id, ()) for item, old in zip(owed[:22], base.plan.owed * 2, strict=False)
    }
    record = replace(base.record, observations=observations, preparations=base.record.preparations * 500)
    return Material(
        base.verdict,
        replace(base.plan, owed=owed, weakened=tuple(f"{n} {text}" for n in range(900))),
        record,
        evidence,
        base.gates,
    )


def _long(envelope: Envelope, text: str) -> Envelope:
    return replace(envelope, argv=(text,), isolation=text, outputs=(Output(text, sample.TREE, 1),) * 90)


def test_it_stays_below_two_megabytes_and_says_where_it_was_cut() -> None:
    page = report_html(huge())
    assert len(page.encode()) < LIMIT_BYTES
    found = check(page)
    for what in ("more gates, left out for size", "more gates of this stage", "more failed gates", "more observations"):
        assert what in found.text
    for what in ("more environments", "more stages", "more lines"):
        assert what in found.text


def test_the_gates_that_block_are_kept_when_not_all_fit() -> None:
    fine = sample.ruling("complexity", Status.PASSED, reason="fine " * 300)
    bad = sample.ruling("lint-errors", Status.FAILED, reason="the one that blocks")
    page = report_html(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *[fine] * 900, bad))))
    (kept,) = [one for one in check(page).all("details") if one.get("data-status") == "failed"]
    assert kept["id"] == "gate-1-900"
    assert "open" in kept


def test_without_evidence_the_page_says_so_and_draws_nothing() -> None:
    page = check(report_html(bare(sample.verdict())))
    for words in (
        "No evidence was read that could be drawn.",
        "Nothing weakened",
        "No gate was waived.",
        "Nothing was left",
    ):
        assert words in page.text or words == "Nothing weakened"
    assert page.all("svg") == []
    assert page.text.count("not asked") == 12


def test_an_empty_stage_says_that_no_gate_was_asked() -> None:
    assert "No gate was asked." in check(report_html(bare(sample.verdict(sample.stage(StageId.LOAD_TESTS))))).text


def test_many_open_gates_of_a_stage_are_summed_up() -> None:
    rulings = [
        sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.STALE if n % 2 else None, reason=f"r{n}")
        for n in range(20)
    ]
    assert "and 8 more" in check(report_html(bare(sample.verdict(sample.stage(StageId.LOAD_TESTS, *rulings))))).text


def test_a_clean_candidate_outside_version_control_in_one_cell() -> None:
    verdict = sample.passing(partial=False)
    verdict = replace(verdict, candidate=replace(verdict.candidate, revision=None, dirty=False), weakened=())
    material = sample.material(verdict)
    cell = Cell(os="debian-12")
    owed = tuple(replace(item, cell=cell) for item in material.plan.owed)
    observations = tuple(
        replace(observation, owed=item.id)
        for item, observation in zip(owed[:3], material.record.observations, strict=False)
    )
    record = replace(material.record, observations=observations)
    page = check(report_html(replace(material, plan=replace(material.plan, owed=owed), record=record)))
    for words in ("no commit", "as committed", "(debian-12)", "never observed", "Nothing weakened this run."):
        assert words in page.text


def test_coverage_counts_what_is_shipped_once() -> None:
    material = sample.material()
    pytest_owed = next(owed for owed in material.plan.owed if owed.tool == "pytest")
    path, other = sorted(material.plan.components[0].files)[:2]
    one = FileCoverage(path=path, executed=(1, 2), missing=(3, 4))
    two = FileCoverage(path=path, executed=(3,), missing=(1, 2, 4))
    test = FileCoverage(path="tests/test_x.py", executed=(1,), missing=())
    empty = FileCoverage(path=other, executed=(), missing=())
    evidence = {pytest_owed.id: (Coverage((one, test, empty)), Coverage((two,)))}
    (file,) = covered_files(replace(material, evidence=evidence))
    assert (file.name, file.covered, file.lines, file.percent) == (path, 3, 4, 75.0)
    assert [language.name for language in by_language([file])] == ["python"]
    page = report_html(replace(material, evidence=evidence, plan=replace(material.plan, questions=())))
    assert "in 1 shipped files; required: not asked for." in check(page).text


def test_functions_without_a_limit_are_drawn_without_one() -> None:
    material = sample.material()
    lizard = next(owed for owed in material.plan.owed if owed.tool == "lizard")
    functions = tuple(
        f for piece in material.evidence[lizard.id] if isinstance(piece, Functions) for f in piece.functions
    )
    many = Functions(tuple(replace(f, line=n, complexity=400 if n == 7 else 1) for n, f in enumerate(functions)))
    plan = replace(material.plan, questions=())
    page = check(report_html(replace(material, plan=plan, evidence={lizard.id: (many,)})))
    assert "1894 functions by cyclomatic complexity. " in page.text
    assert "1.9k" in page.text


def test_a_finding_of_a_whole_file_has_no_line() -> None:
    material = sample.material()
    finding = Finding("a.py", None, None, "format", "not formatted")
    page = check(report_html(replace(material, evidence={material.plan.owed[0].id: (Findings((finding,), 1),)})))
    assert "1 findings: 1 medium." in page.text


def test_times_that_cannot_be_read_are_not_drawn() -> None:
    material = sample.material()
    record = replace(material.record, started="2026-11-22T22:57:33")
    assert spans_of(replace(material, record=record)) == []
    assert spans_of(replace(material, record=replace(record, started="yesterday"))) == []
    assert len(spans_of(material)) == 10
    assert [span.begin_s for span in spans_of(material) if span.reused] == [0.0, 0.0]


def test_many_observations_show_the_longest() -> None:
    material = sample.material()
    owed = tuple(replace(material.plan.owed[0], cell=Cell(os=f"os-{n}")) for n in range(90))
    one = material.record.observations[0]
    observations = tuple(replace(one, owed=item.id, outcome=Finished(0, float(n))) for n, item in enumerate(owed))
    record = replace(material.record, observations=observations)
    page = check(report_html(replace(material, plan=replace(material.plan, owed=owed), record=record)))
    assert "Shown are the 60 longest." in page.text


@pytest.mark.parametrize(
    ("measured", "required", "drawn"),
    [
        ("17", "<= 15", True),
        ("0", ">= 1", True),
        ("120 %", "<= 100 %", True),
        ("3", "== 0", True),
        ("-3", ">= 0", False),
        ("none", "<= 15", False),
    ],
)
def test_a_bullet_is_drawn_where_there_is_a_gap(measured: str, required: str, drawn: bool) -> None:
    ruling: Ruling = replace(sample.ruling("complexity", Status.FAILED, measured=measured), required=required)
    assert ("<svg" in bullet(ruling, "b")) is drawn


def test_a_bullet_of_nothing_against_nothing() -> None:
    ruling = replace(sample.ruling("complexity", Status.PASSED, measured="0"), required="== 0")
    assert "at the limit" in bullet(ruling, "b")


def test_markup_is_escaped_once_and_only_if_it_must_be() -> None:
    assert escape("<") == "&lt;"
    assert escape(escape("<")) == "&lt;"
    assert join(["<", element("br")], " & ") == "&lt; &amp; <br>"
    assert (
        element("p", trusted("<i>"), open=True, hidden=False, title=None, tabindex=-1)
        == '<p open tabindex="-1"><i></p>'
    )


def test_what_does_not_fit_is_counted_and_leaves_room_for_what_does() -> None:
    fit = Fit(5)
    assert [*fit.take(["abc", "äää", "de"], Html)] == ["abc", "de"]
    assert fit.cut == 1
    assert fit.note("things").startswith('<p class="cut">Cut here: 1 more things')
    assert Fit(1).note("things") == ""


def test_what_cannot_fit_is_soon_not_rendered_any_more() -> None:
    rendered: list[int] = []

    def render(number: int) -> Html:
        rendered.append(number)
        return Html("x")

    none = Fit(0)
    assert [*none.take(range(1000), render)] == []
    assert (none.cut, len(rendered)) == (1000, 20)


def test_labels_keep_their_ends_and_scales_are_round() -> None:
    assert shortened("abcdef", 4) == "…def"
    assert shortened("abc", 4) == "abc"
    assert shortened("a\x00", 4) == "…x00"
    assert ticks(0) == [0.0, 1.0]
    assert ticks(float("inf")) == [0.0, 1.0]
    assert ticks(100) == [0, 20, 40, 60, 80, 100]
    assert ticks(7, 4) == [0, 2, 4, 6, 8]


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_aa_in_both_themes() -> None:
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root[^{]*\{([^}]*--page: #[0-9a-f]{6}[^}]*)\}", style)
    light, dark, preferred = map(_colours, blocks[:3])
    assert dark == preferred
    assert set(light) == set(dark)
    for theme in (light, dark):
        for ground in ("page", "paper", "sunk"):
            for text in ("text", "quiet", "link", "failed", "inconclusive", "passed", "waived", "not_applicable"):
                assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground)
        for status in Status:
            for text in (status.value, "text", "quiet", "failed", "passed", "inconclusive", "waived"):
                assert contrast(theme[text], theme[f"{status}-soft"]) >= 4.5, (text, status)
        for shape in ("good", "bad", "neutral", "odd"):
            assert contrast(theme[shape], theme["paper"]) >= 3, shape


def test_every_class_in_the_page_that_means_a_status_has_its_style() -> None:
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    for status in Status:
        assert f".s-{status}" in style
