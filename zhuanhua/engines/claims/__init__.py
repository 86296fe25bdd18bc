"""Reads a letter's figures: every stated quantity, what it speaks of, and whether the letter agrees with itself."""

from zhuanhua.engines.claims.audit import audit_text, finish
from zhuanhua.engines.claims.claim import Audit, Claim, Relation
from zhuanhua.engines.claims.reading import UnreadableLetterError, read_bytes, read_letter

__all__ = [
    "Audit",
    "Claim",
    "Relation",
    "UnreadableLetterError",
    "audit_text",
    "finish",
    "read_bytes",
    "read_letter",
]
