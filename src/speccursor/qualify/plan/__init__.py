"""The second verb, plan: a candidate and its configuration in, the evidence that is owed out. Pure."""

from speccursor.qualify.plan.questions import Declarations, Scope, make_plan

__all__ = ["Declarations", "Scope", "make_plan"]
