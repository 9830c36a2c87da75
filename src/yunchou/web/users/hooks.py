"""Where later steps hook in: people and workspaces stand below projects and cannot import them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Held:
    """What a person holds: how many of what, and where the list of it is."""

    label: str
    count: int
    url: str = ""


_calendars: list[Callable[[Actor], int]] = []
_holdings: list[Callable[[Actor, UUID], list[Held]]] = []


def on_calendar_change(hook: Callable[[Actor], int]) -> None:
    """Let a later step date the workspace's projects anew; it returns how many have moved."""
    _calendars.append(hook)


def calendar_changed(actor: Actor) -> int:
    """Tell that the workspace's working days differ, inside the caller's transaction."""
    return sum(hook(actor) for hook in _calendars)


def tells_holdings(hook: Callable[[Actor, UUID], list[Held]]) -> None:
    """Let a later step tell what a member holds in it."""
    _holdings.append(hook)


def holdings(actor: Actor, member_id: UUID) -> list[Held]:
    """Return what a member holds: asked before somebody leaves."""
    return [held for hook in _holdings for held in hook(actor, member_id) if held.count]
