"""Readers: one file per format, bytes in, evidence out. Pure and total: only `UnreadableEvidence` escapes."""
