"""`qualification.toml`: what a project may say about its own qualification, and the text that starts one.

`reading` makes a `Configuration` of a file or refuses it with every mistake at once; `weaker` tells
what in it makes the question weaker; `starter` writes the commented file of ``speccursor init``. One
table, `keys`, is the ground of the reader, the JSON Schema and the reference.
"""
