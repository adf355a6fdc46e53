import re
from html.parser import HTMLParser

from hypothesis import given
from markdown_it import MarkdownIt
from msgspec.structs import replace

from speccursor.qualify.model.candidate import ComponentId
from speccursor.qualify.model.plan import NotAsked
from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import Cause, Location, Status, Verdict
from speccursor.qualify.report.markdown import LIMIT, MARKER, code, is_ours, prose, report_markdown
from speccursor.qualify.report.text import visible
from tests.unit.report import sample
from tests.unit.report.strategies import bare, texts, verdicts

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

OURS = {"details", "summary", "code", "sub"}
TAGS = OURS | {"h2", "h3", "p", "ul", "li", "strong", "em", "pre", "table", "thead", "tbody", "tr", "th", "td", "br"}


class _Tags(HTMLParser):
    """Collects the tags of a rendered comment, and refuses every attribute but our own."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.comments: list[str] = []
        self.attributes: set[tuple[str, str | None]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def rendered(comment: str) -> _Tags:
    found = _Tags()
    found.feed(MARKDOWN.render(comment))
    found.close()
    return found


@given(verdicts)
def test_no_text_builds_anything_in_the_comment(verdict: Verdict) -> None:
    comment = report_markdown(bare(verdict))
    page = rendered(comment)
    assert page.tags <= TAGS
    assert page.comments == [" speccursor.verdict/1 "]
    assert page.attributes <= {("open", None), ("class", "language-sh"), ("style", "text-align:right")}
    assert is_ours(comment)


@given(texts)
def test_code_and_prose_show_exactly_the_text(text: str) -> None:
    (paragraph,) = [token for token in MARKDOWN.parse(f"x {code(text)}") if token.type == "inline"]
    spans = [child.content for child in paragraph.children or () if child.type == "code_inline"]
    assert spans == ([visible(text)] if visible(text).strip() else [])
    block = MARKDOWN.parse(f"- {prose(text)}")
    kinds = {child.type for token in block for child in token.children or ()}
    assert kinds <= {"text", "text_special"}
    words = "".join(child.content for token in block for child in token.children or ())
    assert words.replace("\u200b", "").split() == visible(text).split()


def test_nobody_is_called_and_nothing_is_linked() -> None:
    told = prose("@octocat fixes #12, GH-7, a/b#3, https://example.org www.example.org")
    assert not re.search(r"@\w|#\w|GH-\d|://|www\.\w", told)


@given(verdicts, texts)
def test_it_fits_into_a_comment_for_any_text(verdict: Verdict, text: str) -> None:
    long = (text or "x") * 400
    material = bare(replace(verdict, weakened=(long, "\U0001f600" * 9000, long) * 9, run=long, judged_at=long))
    comment = report_markdown(material)
    assert len(comment.encode("utf-16-le")) // 2 < LIMIT


def test_the_sample_stands_whole_and_its_first_screen_has_the_blockers() -> None:
    comment = report_markdown(sample.material())
    first = "\n".join(comment.splitlines()[:30])
    assert comment.startswith(f"{MARKER}\n## ❌ Failed: `lockstep`")
    assert "**May not ship: 3 gates failed and 22 are inconclusive.**" in first
    assert (
        "| ❌ `complexity` | `python:services/api` by `lizard`, `services/api/src/resolver/solve_0.py:12` | `25` |"
        in first
    )
    assert "| `<= 15` | 10 over |" in first
    assert "4. Integration and end-to-end: `scenarios-pass`: the tool is not available" in first
    assert "Cut here" not in comment
    for part in (
        "### Stages",
        "### What failed",
        "### What is inconclusive",
        "### Weakened",
        "### Waived",
        "### Not asked",
    ):
        assert part in comment
    assert "```sh\ncd services/api && lizard .\n```" in comment
    assert "Is no function's cyclomatic complexity above the limit?" in comment
    assert (
        "| 1 | Static analysis | ❌ failed | 2 failed, 1 inconclusive, 1 not applicable, 1 waived, 2 passed | 41.7 s |"
        in comment
    )
    assert "| 3 | Property-based tests | ❔ inconclusive | 2 inconclusive | cached |" in comment


def test_the_first_screen_names_every_failure_however_many() -> None:
    failed = [
        sample.ruling("lint-errors", Status.FAILED, tool=f"linter-{n}", measured=f"{n + 1} in 20 files")
        for n in range(40)
    ]
    coverage = sample.ruling("line-coverage", Status.FAILED, tool="pytest", measured="61.00 % (61 of 100)")
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *failed), sample.stage(StageId.UNIT_TESTS, coverage))
    comment = report_markdown(bare(verdict))
    first = comment[: comment.index("### Stages")]
    for number in range(40):
        assert f"by `linter-{number}`" in first
    assert "| ❌ `line-coverage` | `python:services/api` by `pytest` | `61.00 % (61 of 100)` |" in first
    assert first.count("| ❌ ") == 10
    assert len(first.splitlines()) < 30
    assert "\n- ❌ `lint-errors` on `python:services/api` by `linter-9`, " in first


def test_every_open_gate_is_named_on_the_first_screen_with_its_component() -> None:
    first = report_markdown(sample.material())
    first = first[: first.index("### Stages")]
    assert "`type-errors` on `javascript:web`: the tool broke off" in first


def test_stages_that_were_not_asked_stand_in_the_table() -> None:
    comment = report_markdown(bare(sample.passing()))
    assert "| 12 | Deployment drill | not asked | | |" in comment
    assert "| 1 | Static analysis | ✅ passed | 1 passed |  |" in comment


def test_a_long_report_is_cut_and_says_where() -> None:
    failed = sample.ruling(
        "lint-errors", Status.FAILED, reason="r" * 1000, locations=(Location("a.py", 1, "m" * 900),) * 9
    )
    open_ = sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.STALE, reason="s" * 1000)
    other = replace(open_, reason="t" * 1000)
    verdict = sample.verdict(
        sample.stage(StageId.STATIC_ANALYSIS, *[failed] * 120, *[open_, other] * 30), sample.stage(StageId.UNIT_TESTS)
    )
    material = bare(verdict)
    not_asked = tuple(NotAsked(stage=StageId.UNIT_TESTS, what="go", proof="none") for _ in range(9))
    comment = report_markdown(replace(material, plan=replace(material.plan, not_asked=not_asked)))
    assert len(comment) < LIMIT
    assert comment.count("`python:services/api` by `ruff-check`") == 110
    assert "by `ruff-check` and 10 more\n" in comment
    assert re.search(r"\*\*Cut here\*\* for length, paragraphs left out: \d+ of what failed, ", comment)
    assert "- and 4 more places" in comment


def test_a_long_stage_is_cut_within() -> None:
    one = sample.ruling("complexity", Status.INCONCLUSIVE, cause=Cause.STALE, reason="s" * 1000)
    two = replace(one, reason="t" * 1000, cause=None, reproduce="")
    verdict = sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *[one, two] * 30))
    comment = report_markdown(bare(verdict))
    assert "  - and more, in the HTML report" in comment
    assert "`complexity` on `python:services/api`: evidence is stale" in comment
    various = [replace(one, id=f"gate-{number}") for number in range(12)]
    comment = report_markdown(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *various))))
    assert "`gate-9` and 2 more: evidence is stale" in comment


def test_only_a_comment_that_begins_with_the_marker_is_ours() -> None:
    assert not is_ours(f"> {MARKER}\nquoted")


def test_a_pipe_does_not_end_a_cell() -> None:
    ruling = replace(
        sample.ruling("complexity", Status.FAILED, measured="1|2", component=ComponentId("a|b\\|c")), id="x|y"
    )
    tokens = MARKDOWN.parse(report_markdown(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, ruling)))))
    cells = [
        tokens[number + 1].content
        for number, token in enumerate(tokens)
        if token.type == "td_open" and token.level == 3
    ]
    assert cells[:5] == ["❌ `x¦y`", "`a¦b\\¦c` by `ruff-check`", "`1¦2`", "`<= 15`", ""]


def test_two_linters_of_one_component_can_be_told_apart() -> None:
    rulings = [sample.ruling("lint-errors", Status.FAILED, tool=tool) for tool in ("go-vet", "staticcheck")]
    comment = report_markdown(bare(sample.verdict(sample.stage(StageId.STATIC_ANALYSIS, *rulings))))
    for tool in ("go-vet", "staticcheck"):
        assert f"by `{tool}` |" in comment
        assert f"by <code>{tool}</code></summary>" in comment
