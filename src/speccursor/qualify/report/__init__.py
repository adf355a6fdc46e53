"""The fifth verb: a verdict in every form that a person or a machine reads.

Each form is one file and one pure function from the verdict (and what stands beside it, `Material`)
to text or bytes; the caller writes files and prints. None decides anything: every form tells
`Verdict.status` as the judge gave it.
"""
