"""``report.json``, and what ``--json`` prints: the verdict as it stands, schema ``speccursor.verdict/1``.

The shape is the model's (`Verdict`), in the order of its fields; docs/schema/verdict-1.schema.json
describes it. A later release may add keys and takes none away.
"""

import msgspec

from speccursor.qualify.model.verdict import Verdict

_encoder = msgspec.json.Encoder()


def report_json(verdict: Verdict) -> bytes:
    """Return the verdict as indented JSON (RFC 8259), UTF-8, with a newline at its end."""
    return indented(verdict)


def indented(value: object) -> bytes:
    """Encode any value of the model as indented JSON.

    A file name that is not UTF-8 reaches Python as lone surrogates (PEP 383), which JSON in UTF-8 cannot
    carry; they are then written as their escapes in text (``\\udcff``), so that no report is lost.
    """
    try:
        encoded = _encoder.encode(value)
    except UnicodeEncodeError:
        encoded = _encoder.encode(_encodable(msgspec.to_builtins(value)))
    return msgspec.json.format(encoded, indent=2) + b"\n"


def _encodable(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {_encodable(key): _encodable(item) for key, item in value.items()}
        case list() | tuple():
            return [_encodable(item) for item in value]
        case _:
            return value
