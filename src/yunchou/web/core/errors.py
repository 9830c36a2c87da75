"""What a service says when it refuses."""

from __future__ import annotations

from typing import Any


class DomainError(Exception):
    """A refusal in words for the person who asked.

    Parameters
    ----------
    code
        Stable machine name, e.g. ``work_item.cycle``.
    message
        A translated sentence: what happened, why, what to do next.
    field
        The field it concerns, if one.
    status
        HTTP status that a door answers with.
    details
        Further facts for machines.
    """

    status = 422

    def __init__(
        self, code: str, message: str, field: str = "", *, details: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.details = details or {}

    def to_dict(self) -> dict[str, Any]:
        """Return the body of an API answer."""
        body = {"code": self.code, "message": self.message, "field": self.field}
        return {**body, **self.details}


class NotSignedIn(DomainError):
    """Nobody is signed in."""

    status = 401


class Forbidden(DomainError):
    """Seen, but not allowed."""

    status = 403


class NotFound(DomainError):
    """Not there, or not for this person: the two are never told apart."""

    status = 404


class Conflict(DomainError):
    """Somebody else changed the same thing first; both values are in `details`."""

    status = 409


class TooMany(DomainError):
    """Asked too often."""

    status = 429
