"""The place where the schedule step hooks in: projects stand below it and cannot import it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


@dataclass(frozen=True, slots=True)
class Moved:
    """A work item whose computed dates or float changed; `delta` in working days of the finish."""

    id: UUID
    start: dt.date | None
    finish: dt.date | None
    total_float: float | None
    critical: bool
    delta: int = 0
    milestone: bool = False
    name: str = ""


_hooks: list[Callable[[Actor, Project, Collection[UUID], bool], list[Moved]]] = []


def register(hook: Callable[[Actor, Project, Collection[UUID], bool], list[Moved]]) -> None:
    """Let the schedule step recompute after a change (called once, when its app is ready)."""
    _hooks.append(hook)


def reschedule(
    actor: Actor, project: Project, seeds: Collection[UUID], *, structure: bool = False
) -> list[Moved]:
    """Recompute what depends on the changed items, inside the caller's transaction.

    Parameters
    ----------
    seeds
        Items whose own inputs changed.
    structure
        Whether the tree itself changed (numbering and summaries have to be made anew).
    """
    moved: list[Moved] = []
    for hook in _hooks:
        moved += hook(actor, project, seeds, structure)
    return moved
