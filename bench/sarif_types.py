"""SARIF 2.1.0 as types, for every member that a log of `write_sarif` holds: what a bare typed decode is."""

from msgspec import Struct, field


class _Wire(Struct, rename="camel", gc=False):
    pass


class Artifact(_Wire):
    """Section 3.4."""

    uri: str
    uri_base_id: str
    index: int


class Region(_Wire):
    """Section 3.30."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Physical(_Wire):
    """Section 3.29."""

    artifact_location: Artifact
    region: Region


class Place(_Wire):
    """Section 3.28."""

    physical_location: Physical
    id: int | None = None


class Message(_Wire):
    """Section 3.11."""

    text: str


class Reference(_Wire):
    """Section 3.52."""

    id: str
    index: int


class Result(_Wire):
    """Section 3.27."""

    rule_id: str
    rule_index: int
    rule: Reference
    message: Message
    locations: list[Place]
    partial_fingerprints: dict[str, str]
    related_locations: list[Place]


class Properties(Struct, gc=False):
    """What GitHub reads of a rule."""

    security_severity: str = field(name="security-severity")


class Rule(_Wire):
    """Section 3.49."""

    id: str
    properties: Properties


class Driver(_Wire):
    """Section 3.19."""

    name: str
    rules: list[Rule]


class Tool(_Wire):
    """Section 3.18."""

    driver: Driver


class Run(_Wire):
    """Section 3.14."""

    tool: Tool
    results: list[Result]


class Log(_Wire):
    """Section 3.13."""

    version: str
    runs: list[Run]
