"""``report.html``: one self-contained page for people, which opens offline and asks nobody for anything."""

from speccursor.qualify.report.html.page import report_html

__all__ = ["report_html"]
