"""What is kept, and the only code that writes `.speccursor/`: outputs by content, runs, the cache.

::

    .speccursor/
    ├── objects/ab/cdef...      raw outputs by SHA-256; written once, atomically
    ├── cache/ab/cdef....json   inputs' digest -> an observation and its outputs
    └── runs/<id>/              plan.json, journal.jsonl, record.json, raw/, reports; complete in itself
"""
