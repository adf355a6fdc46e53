"""Nothing changed: the full verdict again, beside a fully cached Turborepo run of as many tasks.

Both hash the files of the same repository (examples/polyglot) and trust no date. Turborepo is called by its node
shim, as `package.json` scripts do.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from bench.timing import best_of, command, verdict

ROOT = Path(__file__).resolve().parents[1]
BOUND = 1.0
TURBO = "turbo@2"


def _turborepo(folder: Path, tasks: int) -> tuple[str, ...]:
    """Make a Turborepo of the same files with as many tasks; return the command that runs them all."""
    scripts = {f"task{number}": "node -e 0" for number in range(tasks)}
    manifest = {"name": "peer", "private": True, "packageManager": "npm@10.0.0", "scripts": scripts}
    (folder / "package.json").write_text(json.dumps(manifest))
    (folder / "turbo.json").write_text(json.dumps({"tasks": {name: {} for name in scripts}}))
    (folder / ".gitignore").write_text("node_modules\n.turbo\n.speccursor\n")
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--save-dev", TURBO], cwd=folder, check=True, capture_output=True
    )
    for argv in (
        ["git", "init", "-q"],
        ["git", "add", "-A"],
        ["git", "-c", "user.name=b", "-c", "user.email=b@b", "commit", "-qm", "b"],
    ):
        subprocess.run(argv, cwd=folder, check=True, capture_output=True)
    return ("node", "node_modules/turbo/bin/turbo", "run", *scripts, "--output-logs=none")


def main() -> int:
    """Print the time of an unchanged qualification as a multiple of Turborepo's."""
    program = str(Path(sysconfig.get_path("scripts")) / "speccursor")
    with tempfile.TemporaryDirectory(prefix="bench-unchanged-") as scratch:
        folder = Path(scratch) / "polyglot"
        leave = shutil.ignore_patterns("node_modules", ".speccursor", "coverage", "dist")
        shutil.copytree(ROOT / "examples" / "polyglot", folder, ignore=leave)
        plan = json.loads(
            subprocess.run([program, "plan", "--json", str(folder)], check=True, capture_output=True).stdout
        )
        peer = Path(scratch) / "peer"
        shutil.copytree(folder, peer)
        turbo = command(_turborepo(peer, len(plan["owed"])), cwd=peer)
        ours = command((program, "qualify", str(folder)), cwd=folder, ok=(3,))
        turbo()
        ours()
        times = best_of({"ours": ours, "turbo": turbo}, rounds=10)
    print(f"  {len(plan['owed'])} tasks; ours {times['ours']:.3f} s, Turborepo {times['turbo']:.3f} s", file=sys.stdout)
    return verdict("unchanged verdict / cached Turborepo", times["ours"] / times["turbo"], BOUND)
