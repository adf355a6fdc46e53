"""What staticcheck knows of Go's standard library, found out once for a toolchain.

staticcheck looks at everything that a module imports, which takes it longer than most modules do. What it finds out it
keeps in a folder that STATICCHECK_CACHE names, by the digest of all that went into it, as go does; so a folder that
holds the standard library changes no result, only the time that it takes. No candidate's code is looked at here.
"""

import shutil
from pathlib import Path

from speccursor.qualify.model.digests import digest_of
from speccursor.qualify.model.recipe import Recipe
from speccursor.qualify.model.toolchain import Toolchain
from speccursor.qualify.workspaces.environment import Environment, Prepared
from speccursor.qualify.workspaces.go import BUILT_CACHE, STANDARD, Making, standard_library
from speccursor.qualify.workspaces.making import Ground, make_or_take_apart
from speccursor.qualify.workspaces.preparation import Preparing

FACTS = "STATICCHECK_CACHE"
"""The variable that names the folder (https://pkg.go.dev/honnef.co/go/tools/lintcmd/cache)."""


async def facts_of_standard_library(
    ground: Ground, *, toolchain: Toolchain, compiler: str, program: Path, version: str
) -> Prepared:
    """Make the folder, or take it; the environment's `links` name it. `program` is staticcheck of this version."""
    standard = await standard_library(ground, toolchain, compiler)
    if standard.environment is None:
        return standard
    begin = Path(standard.environment.folder) / BUILT_CACHE
    digest = digest_of(("staticcheck-facts", 2, toolchain.identity, compiler, version, STANDARD))

    async def make(preparing: Preparing) -> Environment:
        making = Making(preparing, toolchain, Recipe(), begin)
        facts = preparing.folder / "facts"
        facts.mkdir()
        importing = await making.importing()
        checking = (str(program), "./...")
        what = "looking at the standard library"
        await preparing.run(checking, cwd=importing, what=what, ok=frozenset({0, 1}), variables={FACTS: str(facts)})
        shutil.rmtree(making.cache)
        return Environment(
            folder=str(preparing.folder),
            digest=digest,
            programs=toolchain.programs,
            reads=toolchain.reads,
            links={FACTS: str(facts)},
        )

    reads = (*toolchain.reads, str(program.parents[1]))
    return await make_or_take_apart(ground, "go", "staticcheck-facts", digest=digest, reads=reads, make=make)
