"""The second verb, plan: a candidate and its configuration in, the evidence that is owed out. Pure.

`questions` makes the plan of what `asking` asks of components and `comparison` of a release.
"""

from speccursor.qualify.plan.questions import make_plan
from speccursor.qualify.plan.scope import Declarations, Scope, compares

__all__ = ["Declarations", "Scope", "compares", "make_plan"]
