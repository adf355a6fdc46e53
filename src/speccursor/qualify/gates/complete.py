"""The gate on the candidate as a whole: what is not here is judged by nothing, and is shipped all the same.

It is asked only where the survey missed something, and no evidence can answer it: it stays open until
the rest is there, or a person answers for it by a waiver.
"""

from speccursor.qualify.model.gate import Gate

CANDIDATE_COMPLETE = Gate(
    id="candidate-complete",
    question="Is everything here that the candidate declares?",
    why="A submodule that is not checked out and a file that cannot be read were judged by nothing, and are shipped.",
    remedy="`git submodule update --init --recursive` checks submodules out; make every file readable.",
    required="== 0 absent",
    unit="absent",
)
