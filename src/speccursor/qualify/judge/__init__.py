"""The fourth verb, judge: record in, verdict out. Pure.

The same plan, record, readings and date give the same verdict anywhere, byte for byte. The five laws
of `docs/architecture.md` ("Laws of the verdict") are property tests of this package.
"""

from speccursor.qualify.judge.verdict import judge

__all__ = ["judge"]
