"""Numbers and places of the tree: a task that is added last is numbered alone.

Places grow along the WBS with room between them, so that adding or moving a row writes that row.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from yunchou.web.projects.models import PLACE, WorkItem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

_STEP = 8  # from the row above, when a row is added below it
_LONGEST = 60


def number_last(actor: Actor, project: Project, seeds: Collection[UUID]) -> bool:
    """Number a task that has just been added as the last child of its parent.

    Returns False, with nothing written, when other rows have to be numbered as well.
    """
    if len(seeds) != 1:
        return False
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    (seed,) = seeds
    columns = ("parent_id", "rank", "wbs", "parent__wbs", "parent__position", "parent__depth")
    found = rows.filter(id=seed).values_list(*columns).first()
    if found is None or found[2]:
        return False  # numbered before: it came from elsewhere
    parent_id, rank, _wbs, prefix, above, depth = found
    siblings = rows.filter(parent_id=parent_id).exclude(id=seed)
    last = siblings.order_by("-rank", "-id").values_list("rank", "wbs").first()
    if last and (last[0] >= rank or not last[1]):
        return False
    number = int(last[1].rpartition(".")[2]) + 1 if last else 1
    wbs = f"{prefix}.{number}" if parent_id else str(number)
    place = _place(rows.exclude(id=seed), above, depth)
    if place is None or len(wbs) >= _LONGEST:
        return False
    level = depth + 1 if parent_id else 0
    rows.filter(id=seed).update(wbs=wbs, position=place, depth=level)
    return True


def _place(rows: QuerySet[WorkItem], above: int | None, depth: int | None) -> int | None:
    """Return a place behind everything below a parent; None when there is no room."""
    if above is None or depth is None:
        last = rows.aggregate(last=Max("position"))["last"]
        return PLACE if last is None else last + PLACE
    ordered = rows.order_by("position").values_list("position", flat=True)
    following = ordered.filter(Q(depth__lte=depth), position__gt=above).first()
    if following is None:
        return (ordered.reverse().first() or 0) + PLACE
    before = ordered.reverse().filter(position__lt=following).first() or 0
    room = following - before
    return before + min(_STEP, room // 2) if room > 1 else None


def places(stored: Sequence[int]) -> list[int]:
    """Return growing places for rows in their order, keeping as many stored ones as can be.

    Rows that stand out of order are fitted between those that stay; without room all move.
    """
    kept = _longest_growing(stored)
    found = list(stored)
    start, low = 0, -1
    for stay in [*kept, len(found)]:
        high = found[stay] if stay < len(found) else low + PLACE * (stay - start + 1)
        count = stay - start
        if high - low <= count:
            return [(n + 1) * PLACE for n in range(len(found))]
        for n in range(count):
            found[start + n] = low + (high - low) * (n + 1) // (count + 1)
        start, low = stay + 1, high
    return found


def _longest_growing(stored: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly growing subsequence (patience sorting)."""
    tops: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(stored):
        pile = bisect_left(tops, value)
        previous.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            at.append(index)
        else:
            tops[pile], at[pile] = value, index
    chain: list[int] = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]
