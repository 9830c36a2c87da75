"""Secrets that a person holds and we only know by their hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token(prefix: str = "") -> str:
    """Return a fresh secret of 256 bits, URL-safe."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token: its SHA-256 (a random 256-bit secret needs no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()
