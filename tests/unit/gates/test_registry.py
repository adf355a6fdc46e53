from speccursor.qualify.gates import GATES
from speccursor.qualify.model.requirement import parse_requirement
from speccursor.qualify.stages import STAGES


def test_every_gate_asked_by_a_stage_exists_and_every_gate_is_asked_by_one_stage() -> None:
    asked = [ask.gate for stage in STAGES.values() for ask in stage.asks]
    assert sorted(asked) == sorted(GATES)


def test_every_gate_has_its_words_and_a_threshold_in_its_own_unit() -> None:
    for gate in GATES.values():
        assert gate.question.endswith("?")
        assert gate.why
        assert gate.remedy
        assert str(parse_requirement(gate.required, unit=gate.unit)) == gate.required
        assert (gate.kind is None) == (gate.ask is None and gate.compare is None)
        assert bool(gate.reach) == (gate.compare is not None)


def test_security_vulnerability_and_signing_gates_cannot_be_waived() -> None:
    assert {gate.id for gate in GATES.values() if not gate.waivable} == {
        "security-findings",
        "vulnerabilities",
        "sbom-signed",
    }
