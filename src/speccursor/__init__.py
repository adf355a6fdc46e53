"""SpecCursor: a release candidate is deployable only when it is shown to be."""

__version__ = "0.1.0"
