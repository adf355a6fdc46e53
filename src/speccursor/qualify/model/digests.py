"""Digests: one canonical encoding, one hash.

Two values are the same exactly when their digests are. The encoding is msgspec's JSON with sorted
keys, the hash SHA-256 (FIPS 180-4), written as ``sha256:<hex>`` like an OCI descriptor.
"""

import hashlib
from typing import NewType

import msgspec

Digest = NewType("Digest", str)

_encoder = msgspec.json.Encoder(order="deterministic")


def digest_of_bytes(content: bytes) -> Digest:
    """Return the digest of raw bytes."""
    return Digest("sha256:" + hashlib.sha256(content).hexdigest())


def canonical_json(value: object) -> bytes:
    """Encode a value the one way that is hashed and signed: sorted keys, no spaces, UTF-8."""
    return _encoder.encode(value)


def digest_of(value: object) -> Digest:
    """Return the digest of a value's canonical JSON."""
    return digest_of_bytes(canonical_json(value))
