import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from msgspec import Struct

from speccursor.qualify.model.stage import StageId
from speccursor.qualify.model.verdict import CandidateId, Location, Ruling, StageVerdict, Status, Verdict
from speccursor.qualify.report.json import report_json
from tests.unit.report import sample
from tests.unit.report.strategies import verdicts

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schema/verdict-1.schema.json").read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)

Json = dict[str, Any]  # a decoded report, to be broken in one place


def decoded() -> Json:
    found: Json = json.loads(report_json(sample.failing()))
    for gate in found["stages"][0]["gates"]:
        del gate["locations"][9:]
    return found


def test_the_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@given(verdicts)
def test_every_verdict_is_valid_against_the_schema_and_can_be_read_again(verdict: Verdict) -> None:
    written = report_json(verdict)
    assert written.endswith(b"}\n")
    assert written == report_json(verdict)
    VALIDATOR.validate(json.loads(written))
    again = msgspec.json.decode(written, type=Verdict)
    assert again.status is verdict.status
    if "\\udcff" not in written.decode():
        assert again == verdict or "\\ud83d" in written.decode()


def test_the_sample_is_valid_and_comes_back_as_it_was() -> None:
    verdict = sample.passing()
    assert msgspec.json.decode(report_json(verdict), type=Verdict) == verdict
    VALIDATOR.validate(decoded())


@pytest.mark.parametrize(
    ("struct", "described"),
    [
        (Verdict, SCHEMA),
        (CandidateId, SCHEMA["$defs"]["candidate"]),
        (StageVerdict, SCHEMA["$defs"]["stage"]),
        (Ruling, SCHEMA["$defs"]["gate"]),
        (Location, SCHEMA["$defs"]["location"]),
    ],
)
def test_the_schema_names_exactly_the_keys_of_the_model(struct: type[Struct], described: Json) -> None:
    assert list(described["properties"]) == list(struct.__struct_fields__)
    assert described["required"] == list(struct.__struct_fields__)


def _gate(report: Json) -> Json:
    found: Json = report["stages"][0]["gates"][3]
    return found


MUTANTS: dict[str, Callable[[Json], object]] = {
    "another schema": lambda report: report.update(schema="speccursor.verdict/2"),
    "a status that is none": lambda report: report.update(status="ok"),
    "a better status than its stages": lambda report: report.update(status="passed"),
    "inconclusive although a stage failed": lambda report: report.update(status="inconclusive"),
    "failed although nothing failed": lambda report: report.update(stages=report["stages"][3:]),
    "passed without stages": lambda report: report.update(stages=[], status="passed"),
    "no key partial": lambda report: report.pop("partial"),
    "partial as text": lambda report: report.update(partial="false"),
    "a profile that is none": lambda report: report.update(profile="nightly"),
    "a digest without its algorithm": lambda report: report.update(plan_digest="b71e" * 16),
    "a short tree": lambda report: report["candidate"].update(tree="sha256:ab"),
    "no tree": lambda report: report["candidate"].pop("tree"),
    "a revision that is a number": lambda report: report["candidate"].update(revision=7),
    "weakened as text": lambda report: report.update(weakened="no sandbox"),
    "a stage with another's number": lambda report: report["stages"][0].update(number=2),
    "a thirteenth stage": lambda report: report["stages"][0].update(number=13),
    "a stage that is none": lambda report: report["stages"][0].update(id="smoke-tests"),
    "a stage better than its gates": lambda report: report["stages"][1].update(status="passed"),
    "a stage without gates that passed": lambda report: report["stages"][11].update(gates=[], status="passed"),
    "negative seconds": lambda report: report["stages"][0].update(seconds=-1),
    "a gate without an id": lambda report: _gate(report).update(id=""),
    "a gate without a remedy": lambda report: _gate(report).pop("remedy"),
    "a cause on a failure": lambda report: _gate(report).update(cause="missing"),
    "inconclusive without a cause": lambda report: report["stages"][0]["gates"][5].update(cause=None),
    "a cause that is none": lambda report: report["stages"][0]["gates"][5].update(cause="flaky"),
    "measured as a number": lambda report: _gate(report).update(measured=17),
    "line 0": lambda report: _gate(report)["locations"][0].update(line=0),
    "a place without a path": lambda report: _gate(report)["locations"][0].pop("path"),
    "places as text": lambda report: _gate(report).update(locations="a.py:1"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_schema_rejects(name: str) -> None:
    report = decoded()
    VALIDATOR.validate(report)
    MUTANTS[name](report)
    assert not VALIDATOR.is_valid(report)


def test_a_file_name_that_is_not_utf_8_loses_no_report() -> None:
    place = Location("src/\udcff.py", 1, "x")
    verdict = sample.verdict(
        sample.stage(StageId.STATIC_ANALYSIS, sample.ruling("lint-errors", Status.FAILED, locations=(place,)))
    )
    report = json.loads(report_json(verdict))
    assert report["stages"][0]["gates"][0]["locations"][0]["path"] == "src/\\udcff.py"
    assert report["status"] == "failed"


def test_it_can_be_imported_alone() -> None:
    script = (
        "import sys, speccursor.qualify.report.json;"
        "print(sorted(m for m in sys.modules if m.startswith(('rich', 'speccursor.qualify.report.'))))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "['speccursor.qualify.report.json']"
