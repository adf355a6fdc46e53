"""yamllint: YAML, where the project brings a configuration of it.

Our driver (``assets/python/speccursor_yamllint.py``) calls its API and ends with 0 whatever was found, with 1 for a
configuration that yamllint refuses, which `read` tells in its words. What the configuration ignores, and comments that
disable rules, are obeyed; a file for which no rule is enabled is not examined.
"""

from posixpath import relpath

from speccursor.qualify.evidence.yamllint import read_yamllint
from speccursor.qualify.model.candidate import Component, Language
from speccursor.qualify.model.digests import canonical_json
from speccursor.qualify.model.evidence import Evidence, Kind
from speccursor.qualify.model.tool import Invocation, Options, Outputs, Pypi, Tool
from speccursor.qualify.tools.asset import read_asset
from speccursor.qualify.tools.linted import heard, judged

_DRIVER = "speccursor_yamllint.py"
_SETTINGS = "yamllint.json"


def _invoke(component: Component, options: Options) -> Invocation:
    files = [relpath(path, component.path) for path in judged(component, ".yml", ".yaml")]
    return Invocation(
        argv=("{tool}/bin/python", "{in}/" + _DRIVER, "{in}/" + _SETTINGS),
        inputs={
            _DRIVER: read_asset(f"python/{_DRIVER}"),
            _SETTINGS: canonical_json(
                {"configuration": relpath(component.manifest or ".yamllint", component.path), "files": files}
            ).decode(),
        },
        ok_exit_codes=frozenset({0, 1}),
        timeout_s=options.timeout_s,
    )


def _read(outputs: Outputs) -> tuple[Evidence, ...]:
    return (read_yamllint(heard(outputs, "yamllint"), root=outputs.root, cwd=outputs.component),)


TOOL = Tool(
    id="yamllint",
    title="yamllint",
    languages=frozenset({Language.YAML}),
    kinds=(Kind.FINDINGS,),
    provision=Pypi(name="yamllint", version="1.38.0"),
    invoke=_invoke,
    read=_read,
    reproduce="yamllint .",
    suffixes=(".yml", ".yaml", ".yamllint", ".gitignore", ".yamllintignore"),
)
