"""The shape of refusals in the API, declared by every operation."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Refusal(Schema):
    """Why a request was refused."""

    code: str
    message: str
    field: str = ""


REFUSED: dict[int, Any] = {
    401: Refusal,
    403: Refusal,
    404: Refusal,
    409: dict[str, Any],
    422: Refusal,
}
