"""The nouns of a qualification: frozen values without I/O.

Everything that the seven verbs hand to one another is defined here, so that they need not know one
another. Each value is a `msgspec.Struct`: equal by content, immutable, and JSON as it stands.
"""
