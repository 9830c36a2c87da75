"""The shape of refusals in the API, declared by every operation."""

from __future__ import annotations

from yunchou.web.core.refusals import REFUSED, Refusal

__all__ = ["REFUSED", "Refusal"]
