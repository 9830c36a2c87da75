"""Lights of a project: a tone, a word, and the rule behind them.

The schedule's light is made here; later steps register theirs (budget, risks) as columns of the
same statement, so that a hundred projects cost as much as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.web.projects import workdays

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from yunchou.web.core.permissions import Actor

#: working days that a critical task may be late before the light turns from amber to red
TOLERANCE = 5


@dataclass(frozen=True, slots=True)
class Light:
    """What a light shows; `tone` as the components name it: good, warn, act or "" for unknown."""

    tone: str
    word: str
    rule: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a light comes from.

    Parameters
    ----------
    key, title
        Its name for programs and for people.
    columns
        Given the actor, the further columns of the statement over projects.
    judge
        Makes the light from a row that has those columns and the project's own.
    """

    key: str
    title: Any
    columns: Callable[[Actor], Mapping[str, Any]]
    judge: Callable[[Mapping[str, Any]], Light]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a step's light known (called in its `apps.py`)."""
    _sources[source.key] = source


def sources() -> list[Source]:
    """Return the lights of all steps that are installed."""
    return list(_sources.values())


def schedule_light(work: Mapping[str, Any], finish: dt.date | None) -> Light:
    """Judge dates: by how many working days the worst unfinished critical task is late.

    `work` are a project's figures as `portfolio` makes them: tasks, open, slip, overdue.
    """
    rule = _(
        "看没做完的关键任务：比基准晚（或已过期）1–%(n)s 个工作日为黄，更晚为红；"
        "没有基准时只看是否过期。"
    ) % {"n": TOLERANCE}
    if not work.get("tasks"):
        return Light("", _("未排期"), rule)
    if work["open"] == 0:
        return Light("good", _("全部完成"), rule)
    late = max(work["slip"] or 0, work["overdue"] or 0)
    if late <= 0:
        return Light("good", _("按期") if finish else _("未排期"), rule)
    return Light(tone(late), workdays.late(late), rule)


def tone(late: int) -> str:
    """Return the tone of so many working days late."""
    return "good" if late <= 0 else "warn" if late <= TOLERANCE else "act"
