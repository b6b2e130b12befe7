"""Pure facts about tokens."""

from __future__ import annotations

import hashlib


def digest_of(secret: str) -> str:
    """The stored form of a token's secret text."""
    return hashlib.sha256(secret.encode()).hexdigest()
