"""Every reader as bytes -> evidence, with real outputs to begin from: what the tests of bad input share."""

import io
from collections.abc import Callable
from pathlib import Path

from speccursor.qualify.evidence.actionlint import read_actionlint
from speccursor.qualify.evidence.cargo import read_examined, read_messages
from speccursor.qualify.evidence.cobertura import read_cobertura
from speccursor.qualify.evidence.coverage_py import read_coverage_py
from speccursor.qualify.evidence.eslint import read_eslint
from speccursor.qualify.evidence.go_cover import lines_run, read_profile
from speccursor.qualify.evidence.go_packages import read_packages
from speccursor.qualify.evidence.go_properties import read_go_properties
from speccursor.qualify.evidence.go_test import Declared, TestedPackage, read_go_test
from speccursor.qualify.evidence.go_vet import read_go_vet
from speccursor.qualify.evidence.gobco import read_gobco
from speccursor.qualify.evidence.gocyclo import read_gocyclo
from speccursor.qualify.evidence.gofmt import read_gofmt
from speccursor.qualify.evidence.goscan import read_goscan
from speccursor.qualify.evidence.hadolint import read_hadolint
from speccursor.qualify.evidence.hypothesis import read_hypothesis
from speccursor.qualify.evidence.istanbul import read_istanbul
from speccursor.qualify.evidence.junit import read_junit
from speccursor.qualify.evidence.lcov import read_lcov
from speccursor.qualify.evidence.lean import read_lean
from speccursor.qualify.evidence.lizard import read_lizard
from speccursor.qualify.evidence.llvm_cov import read_llvm_cov
from speccursor.qualify.evidence.markdownlint import read_markdownlint
from speccursor.qualify.evidence.mypy import read_mypy
from speccursor.qualify.evidence.ruff import read_ruff_check, read_ruff_format
from speccursor.qualify.evidence.rust_properties import read_rust_properties
from speccursor.qualify.evidence.rustfmt import read_rustfmt
from speccursor.qualify.evidence.rustscan import read_unsafe
from speccursor.qualify.evidence.sarif import read_sarif
from speccursor.qualify.evidence.shellcheck import read_shellcheck
from speccursor.qualify.evidence.speccursor_coverage import read_speccursor_coverage
from speccursor.qualify.evidence.speccursor_json import files_observed, read_properties, read_tests
from speccursor.qualify.evidence.speccursor_lines import read_lines
from speccursor.qualify.evidence.sqlfluff import read_sqlfluff
from speccursor.qualify.evidence.staticcheck import read_staticcheck
from speccursor.qualify.evidence.tap import read_tap
from speccursor.qualify.evidence.tombi import read_tombi
from speccursor.qualify.evidence.tsc import read_tsc
from speccursor.qualify.evidence.yamllint import read_yamllint
from speccursor.qualify.evidence.zizmor import read_zizmor
from speccursor.qualify.model.evidence import Coverage, Evidence, FileCoverage, Findings

ROOT = "/candidate"
GOLDEN = Path(__file__).parents[2] / "golden"

Reader = Callable[[bytes], Evidence]


# Of two outputs that are read together, the one that stays whole while the other is damaged.
LOGS: dict[str, bytes] = {
    "actionlint": (GOLDEN / "actionlint-1.7.12/findings.log").read_bytes(),
    "zizmor": (GOLDEN / "zizmor-1.32.0/findings.log").read_bytes(),
    "tombi": (GOLDEN / "tombi-1.9.6/findings.log").read_bytes(),
}

METADATA = (GOLDEN / "cargo-1.95.0/metadata.json").read_bytes()


def _messages(content: bytes, metadata: bytes = METADATA) -> Findings:
    return Findings(read_messages(content, root=ROOT, metadata=metadata).findings, None)


def _profile(content: bytes) -> Coverage:
    """Read a coverage profile, as if a statement stood at both ends of each block."""
    files = []
    for path, blocks in read_profile(content).items():
        executed, missing = lines_run(blocks, [end for block in blocks for end in block])
        files.append(FileCoverage(path=path, executed=executed, missing=missing))
    return Coverage(tuple(files))


GO_PACKAGES = {"example.com/interval": TestedPackage(folder=".", tests={"TestX": Declared("test", "x_test.go", 1)})}

READERS: dict[str, Reader] = {
    "go-cover": _profile,
    "go-packages": lambda content: Findings((), len(read_packages(content, root=ROOT))),
    "gobco": lambda content: Findings((), len(read_gobco(content, root=ROOT))),
    "goscan": lambda content: Findings((), len(read_goscan(content))),
    "go-vet": lambda content: read_go_vet(content, b"", units=1, examined=3, root=ROOT),
    "go-vet-log": lambda content: read_go_vet(b"", content, units=1, examined=3, root=ROOT),
    "go-test": lambda content: read_go_test(content, packages=GO_PACKAGES),
    "go-properties": read_go_properties,
    "staticcheck": lambda content: read_staticcheck(content, examined=3, root=ROOT),
    "gofmt": lambda content: read_gofmt(content, b"", examined=3, root=ROOT),
    "gocyclo": lambda content: read_gocyclo(content, b"", root=ROOT),
    "cargo": _messages,
    "cargo-metadata": lambda content: _messages(EXAMPLES["cargo"], content),
    "cargo-examined": lambda content: Findings((), len(read_examined(content, root=ROOT, metadata=METADATA))),
    "llvm-cov": lambda content: read_llvm_cov(content, root=ROOT),
    "rust-properties": read_rust_properties,
    "rustfmt": lambda content: read_rustfmt(content, b"", root=ROOT),
    "rustfmt-log": lambda content: read_rustfmt(EXAMPLES["rustfmt"], content, root=ROOT),
    "rustscan": read_unsafe,
    "sarif": lambda content: read_sarif(content, root=ROOT),
    "ruff-check": lambda content: read_ruff_check(content, root=ROOT),
    "ruff-log": lambda content: read_ruff_check(b"[]", root=ROOT, log=content),
    "ruff-format": lambda content: read_ruff_format(content, root=ROOT),
    "mypy": lambda content: read_mypy(content, root=ROOT),
    "mypy-report": lambda content: read_mypy(b"", root=ROOT, report=content),
    "eslint": lambda content: read_eslint(content, root=ROOT),
    "tsc": lambda content: read_tsc(content, root=ROOT, cwd=ROOT),
    "lizard": lambda content: read_lizard(content, root=ROOT),
    "lean": lambda content: read_lean(content, nonce="0123456789abcdef" * 2)[1],
    "junit": lambda content: read_junit(io.BytesIO(content), root=ROOT),
    "coverage-py": lambda content: read_coverage_py(content, root=ROOT),
    "cobertura": lambda content: read_cobertura(io.BytesIO(content), root=ROOT),
    "lcov": lambda content: read_lcov(content, root=ROOT),
    "istanbul": lambda content: read_istanbul(content, root=ROOT),
    "tap": lambda content: read_tap(content, root=ROOT),
    "hypothesis": lambda content: read_hypothesis(content, root=ROOT),
    "speccursor-coverage": lambda content: read_speccursor_coverage(content, root=ROOT)[0],
    "speccursor-tests": read_tests,
    "speccursor-properties": read_properties,
    "speccursor-observed": lambda content: Findings((), len(files_observed(content))),
    "speccursor-lines": read_lines,
    "hadolint": lambda content: read_hadolint(content, root=ROOT),
    "shellcheck": lambda content: read_shellcheck(content, root=ROOT),
    "actionlint": lambda content: read_actionlint(content, root=ROOT, log=LOGS["actionlint"]),
    "actionlint-log": lambda content: read_actionlint(EXAMPLES["actionlint"], root=ROOT, log=content),
    "zizmor": lambda content: read_zizmor(content, root=ROOT, log=LOGS["zizmor"]),
    "zizmor-log": lambda content: read_zizmor(EXAMPLES["zizmor"], root=ROOT, log=content),
    "sqlfluff": lambda content: read_sqlfluff(content, root=ROOT),
    "yamllint": lambda content: read_yamllint(content, root=ROOT),
    "tombi": lambda content: read_tombi(content, root=ROOT, log=LOGS["tombi"]),
    "tombi-log": lambda content: read_tombi(EXAMPLES["tombi"], root=ROOT, log=content),
    "markdownlint": lambda content: read_markdownlint(content, root=ROOT),
}

PROPERTIES = (
    b'{"schema":"speccursor.properties/1","nonce":"n","id":"t.py::test_a","path":"t.py","line":3,"outcome":"passed",'
    b'"statistics":null,"counterexample":"","message":"","asked":1000,"numRuns":null}\n'
    b'{"schema":"speccursor.properties/1","nonce":"n","finished":true,"collected":1}\n'
)

FAST_CHECK = (
    b'{"schema":"speccursor.properties/1","nonce":"n","event":"ready","fastCheck":"4.0.0","hook":"reporter"}\n'
    b'{"schema":"speccursor.properties/1","nonce":"n","event":"property","kind":"property","test":"a","file":"a.js",'
    b'"line":3,"numRuns":1000,"asked":1000,"skips":0,"failed":false,"interrupted":false,"endOnFailure":false,'
    b'"counterexample":null,"seed":1,"path":null,"error":null}\n'
)

# One real output for each reader, small enough to be cut at every byte.
EXAMPLES: dict[str, bytes] = {
    "go-cover": (GOLDEN / "go-1.26.8/profile.txt").read_bytes(),
    "go-packages": (GOLDEN / "go-1.26.8/packages.json").read_bytes(),
    "gobco": (GOLDEN / "gobco-1.3.4/conditions.json").read_bytes(),
    "goscan": (GOLDEN / "gobco-1.3.4/goscan.jsonl").read_bytes(),
    "go-vet-log": (GOLDEN / "go-1.26.8/vet-broken.log").read_bytes(),
    "go-vet": (GOLDEN / "go-1.26.8/vet-findings.json").read_bytes(),
    "go-test": (GOLDEN / "go-1.26.8/never-run.jsonl").read_bytes(),
    "go-properties": (GOLDEN / "gobco-1.3.4/properties.jsonl").read_bytes(),
    "staticcheck": (GOLDEN / "staticcheck-0.8.2/findings.jsonl").read_bytes(),
    "gofmt": (GOLDEN / "go-1.26.8/gofmt.txt").read_bytes(),
    "gocyclo": (GOLDEN / "gocyclo-0.6.0/functions.txt").read_bytes(),
    "cargo": (GOLDEN / "cargo-1.95.0/clippy.jsonl").read_bytes(),
    "cargo-metadata": METADATA,
    "cargo-examined": (GOLDEN / "cargo-1.95.0/examined.txt").read_bytes(),
    "llvm-cov": (GOLDEN / "llvm-cov-19.1.7/coverage.json").read_bytes(),
    "rust-properties": (GOLDEN / "proptest-1.12.0/properties.jsonl").read_bytes(),
    "rustfmt": (GOLDEN / "rustfmt-1.9.0/differing.txt").read_bytes(),
    "rustfmt-log": b"Warning: can't set `wrap_comments = true`, unstable features are only available in nightly.\n",
    "rustscan": (GOLDEN / "rustscan-1.0.0/shipped.jsonl").read_bytes(),
    "sarif": (GOLDEN / "eslint-formatter-sarif-3/findings.sarif").read_bytes(),
    "ruff-check": (GOLDEN / "ruff-0.17.6/check.json").read_bytes(),
    "ruff-log": (GOLDEN / "ruff-0.17.6/check.log").read_bytes(),
    "ruff-format": (GOLDEN / "ruff-0.17.6/format.json").read_bytes(),
    "mypy": (GOLDEN / "mypy-2.4.1/errors.jsonl").read_bytes(),
    "mypy-report": (GOLDEN / "mypy-2.4.1/errors-linecount.txt").read_bytes(),
    "eslint": (GOLDEN / "eslint-9.39.5/findings.json").read_bytes(),
    "tsc": (GOLDEN / "typescript-5.9.3/errors.txt").read_bytes(),
    "lizard": (GOLDEN / "lizard-1.24.3/functions.csv").read_bytes(),
    "lean": (GOLDEN / "lean-4.35.0/report.json").read_bytes(),
    "junit": (GOLDEN / "pytest-9.2.0/xunit1.xml").read_bytes(),
    "coverage-py": (GOLDEN / "coverage-7.17.3/branches.json").read_bytes(),
    "cobertura": (GOLDEN / "nyc-18.0.0/cobertura.xml").read_bytes(),
    "lcov": (GOLDEN / "nyc-18.0.0/lcov.info").read_bytes(),
    "istanbul": (GOLDEN / "nyc-18.0.0/coverage-final.json").read_bytes(),
    "tap": (GOLDEN / "node-20.20.2/tests.tap").read_bytes(),
    "hypothesis": PROPERTIES,
    "speccursor-coverage": (
        b'{"schema":"speccursor.coverage/1","nonce":"n","version":"7.17.3","files":{"src/a.py":{"executed":[1,2],'
        b'"missing":[4],"excluded":[],"branches":[[2,2,1]]}}}'
    ),
    "speccursor-tests": (
        b'{"schema":"speccursor.tests/1","nonce":"n","runner":"jest","runnerVersion":"30.0.0","tests":[\n'
        b'{"file":"a.test.js","line":1,"name":"s > a","outcome":"passed","seconds":0.1,"message":null,"retries":0}\n'
        b'],"errors":[{"file":null,"message":"boom"}],"finished":true}\n'
    ),
    "speccursor-observed": FAST_CHECK,
    "speccursor-lines": (
        b'{"path":"src/a.py","whole":"0123456789abcdef","lines":["fedcba9876543210",""]}\n{"end":true}\n'
    ),
    "speccursor-properties": FAST_CHECK,
    "hadolint": (GOLDEN / "hadolint-2.15.1/findings.xml").read_bytes(),
    "shellcheck": (GOLDEN / "shellcheck-0.11.0/findings.xml").read_bytes(),
    "actionlint": (GOLDEN / "actionlint-1.7.12/findings.json").read_bytes(),
    "actionlint-log": LOGS["actionlint"],
    "zizmor": (GOLDEN / "zizmor-1.32.0/findings.sarif").read_bytes(),
    "zizmor-log": LOGS["zizmor"],
    "sqlfluff": (GOLDEN / "sqlfluff-4.5.0/findings.json").read_bytes(),
    "yamllint": (GOLDEN / "yamllint-1.38.0/findings.json").read_bytes(),
    "tombi": (GOLDEN / "tombi-1.9.6/findings.json").read_bytes(),
    "tombi-log": LOGS["tombi"],
    "markdownlint": (GOLDEN / "markdownlint-cli2-0.22.1/findings.json").read_bytes(),
}
