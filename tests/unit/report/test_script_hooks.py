"""What the page's script looks for is in the page: its own tests (tests/javascript) run it on markup like this."""

import re
from pathlib import Path

import speccursor.qualify.report.html as html_package
from speccursor.qualify.report.html import report_html
from tests.unit.report import sample

SCRIPT = (Path(html_package.__file__).parent / "assets" / "report.js").read_text(encoding="utf-8")
MARKUP = {
    "details.gate": r'<details [^>]*class="gate"',
    "pre.command": r'<pre class="command"[^>]*><code>',
    "table.tools": r'<table class="tools">',
    "thead th": r"<thead><tr><th [^>]*>",
    "[data-value]": r'<span class="figure" data-value="[-\d.e+]+">',
    "details": "<details",
    "code": "<code>",
}


def test_everything_that_the_script_selects_is_in_the_page() -> None:
    page = report_html(sample.material())
    selected = set(re.findall(r'(?:each|querySelector)\("([^"]+)"', SCRIPT))
    assert selected == set(MARKUP)
    for selector, pattern in MARKUP.items():
        assert re.search(pattern, page), selector
    assert set(re.findall(r'getElementById\("(\w+)"\)', SCRIPT)) == {"controls"}
    assert page.count('id="controls"') == 1
