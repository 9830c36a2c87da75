"""Numbers and places of the tree: a task that is added last is numbered alone.

Places grow along the WBS with room between them, so that adding or moving a row writes that row.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from yunchou.web.core import sql
from yunchou.web.projects.models import PLACE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

_STEP = 8  # from the row above, when a row is added below it
_LONGEST = 60
_NEAR = 32  # rows that are moved apart where there is no room


_HERE = "FROM projects_workitem w WHERE w.workspace_id = %s AND w.project_id = %s"
_NUMBER = """
UPDATE projects_workitem SET wbs = %s, position = %s, depth = %s
WHERE workspace_id = %s AND id = %s
"""
_SELF = """
SELECT i.parent_id, i.rank, i.wbs, u.wbs, u.position, u.depth
FROM projects_workitem i LEFT JOIN projects_workitem u ON u.id = i.parent_id
WHERE i.workspace_id = %s AND i.id = %s
"""


def number_last(actor: Actor, project: Project, seeds: Collection[UUID]) -> bool:
    """Number a task that has just been added as the last child of its parent.

    Returns False, with nothing written, when other rows have to be numbered as well.
    """
    if len(seeds) != 1:
        return False
    (seed,) = map(sql.stored, seeds)
    here = [sql.stored(actor.workspace_id), sql.stored(project.id)]
    found = sql.fetch(_SELF, [here[0], seed])
    if not found or found[0][2]:
        return False  # numbered before: it came from elsewhere
    parent_id, rank, _wbs, prefix, above, depth = found[0]
    last = _last_sibling(here, parent_id, seed)
    if last and (last[0] >= rank or not last[1]):
        return False
    number = int(last[1].rpartition(".")[2]) + 1 if last else 1
    wbs = f"{prefix}.{number}" if parent_id else str(number)
    if len(wbs) >= _LONGEST:
        return False
    place = _place(here, seed, above, depth)
    level = depth + 1 if parent_id else 0
    sql.run(_NUMBER, [wbs, place, level, here[0], seed])
    return True


def _last_sibling(here: list[Any], parent_id: Any, seed: Any) -> tuple[Any, ...] | None:
    parent, given = ("= %s", [parent_id]) if parent_id else ("IS NULL", [])
    found = sql.fetch(
        f"SELECT w.rank, w.wbs {_HERE} AND w.parent_id {parent} AND w.trashed_at IS NULL"
        " AND w.id <> %s ORDER BY w.rank DESC, w.id DESC LIMIT 1",
        [*here, *given, seed],
    )
    return found[0] if found else None


def _place(here: list[Any], seed: Any, above: int | None, depth: int | None) -> int:
    """Return a place behind everything below a parent; make room where there is none."""
    low, high = _gap(here, seed, above, depth)
    if high is not None and high - low < 2:
        _make_room(here, low)
        low, high = _gap(here, seed, above, depth)
    return low + PLACE if high is None else low + min(_STEP, (high - low) // 2)


def _gap(
    here: list[Any], seed: Any, above: int | None, depth: int | None
) -> tuple[int, int | None]:
    """Return the last place below a parent and the next one taken, None at the very end."""
    rest = "AND w.trashed_at IS NULL AND w.id <> %s"
    following = None
    if above is not None:
        following = _first(
            f"SELECT w.position {_HERE} {rest} AND w.position > %s AND w.depth <= %s"
            " ORDER BY w.position LIMIT 1",
            [*here, seed, above, depth],
        )
    limit, given = ("AND w.position < %s", [following]) if following is not None else ("", [])
    before = _first(
        f"SELECT w.position {_HERE} {rest} {limit} ORDER BY w.position DESC LIMIT 1",
        [*here, seed, *given],
    )
    return 0 if before is None else before, following


def _make_room(here: list[Any], low: int) -> None:
    """Move rows after a place apart, as few as it takes for each to have room."""
    rows: list[tuple[Any, ...]] = []
    count, step = _NEAR, 0
    while step < _STEP:
        rows = sql.fetch(
            f"SELECT w.id, w.position {_HERE} AND w.trashed_at IS NULL AND w.position > %s"
            " ORDER BY w.position, w.id LIMIT %s",
            [*here, low, count + 1],
        )
        step = (rows[count][1] - low) // (count + 1) if len(rows) > count else PLACE
        count *= 4
    moved = rows[: count // 4]
    statement = "UPDATE projects_workitem SET position = %s WHERE workspace_id = %s AND id = %s"
    sql.run_each(statement, [(low + step * n, here[0], row[0]) for n, row in enumerate(moved, 1)])


def _first(statement: str, params: list[Any]) -> int | None:
    found = sql.fetch(statement, params)
    return int(found[0][0]) if found else None


def places(stored: Sequence[int]) -> list[int]:
    """Return growing places for rows in their order, keeping as many stored ones as can be.

    Rows that stand out of order are fitted between those that stay; without room the next one
    moves as well.
    """
    kept = _longest_growing(stored)
    found = list(stored)
    start, low = 0, -1
    for stay in [*kept, len(found)]:
        high = found[stay] if stay < len(found) else low + PLACE * (stay - start + 1)
        count = stay - start
        if high - low <= count:
            continue
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
