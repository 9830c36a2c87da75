"""Small MSPDI files, written for tests."""

from __future__ import annotations

from typing import Any

from yunchou.plan.formats.mspdi.read import read

NAMESPACE = "http://schemas.microsoft.com/project"
DAY = (
    "<DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime>"
    "</WorkingTimes>"
)
OFF = "<DayWorking>0</DayWorking>"


def weekday(number: int, body: str) -> str:
    return f"<WeekDay><DayType>{number}</DayType>{body}</WeekDay>"


STANDARD_WEEK = "".join(weekday(n, DAY if 2 <= n <= 6 else OFF) for n in range(1, 8))
STANDARD = (
    "<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>"
    f"<BaseCalendarUID>-1</BaseCalendarUID><WeekDays>{STANDARD_WEEK}</WeekDays></Calendar>"
)


def tag(name: str, value: object) -> str:
    return f"<{name}>{value}</{name}>"


def task(uid: int, hours: float = 8, *links: str, level: int = 1, **more: Any) -> str:
    """Return a task row; a keyword is an element."""
    content = {
        "UID": uid,
        "ID": uid,
        "Name": f"T{uid}",
        "OutlineLevel": level,
        "Duration": f"PT{int(hours)}H{round(hours % 1 * 60)}M0S",
        "DurationFormat": 7,
        "ConstraintType": 0,
        "CalendarUID": -1,
        **more,
    }
    return f"<Task>{''.join(tag(k, v) for k, v in content.items())}{''.join(links)}</Task>"


def link(pred: int, kind: int = 1, lag: int = 0, shown: int = 7, **more: Any) -> str:
    content = {"PredecessorUID": pred, "Type": kind, "LinkLag": lag, "LagFormat": shown, **more}
    return tag("PredecessorLink", "".join(tag(k, v) for k, v in content.items()))


def mspdi(
    *tasks: str,
    calendars: str = STANDARD,
    resources: str = "",
    assignments: str = "",
    namespace: str = NAMESPACE,
    **project: Any,
) -> bytes:
    """Return a file that starts on Monday 2026-03-02 at 08:00."""
    content = {"Title": "Plan", "StartDate": "2026-03-02T08:00:00", "CalendarUID": 1, **project}
    head = "".join(tag(k, v) for k, v in content.items() if v is not None)
    name = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project{name}>{head}'
        f"<Calendars>{calendars}</Calendars><Tasks>{''.join(tasks)}</Tasks>"
        f"<Resources>{resources}</Resources><Assignments>{assignments}</Assignments></Project>"
    ).encode()


def resource(uid: int, name: str = "", **more: Any) -> str:
    content = {"UID": uid, "ID": uid, "Name": name, "Type": 1, **more}
    return tag("Resource", "".join(tag(k, v) for k, v in content.items()))


def assignment(task_uid: int, resource_uid: int, work: str = "", **more: Any) -> str:
    content = {"UID": 1, "TaskUID": task_uid, "ResourceUID": resource_uid, "Units": 1, **more}
    if work:
        content["Work"] = work
    return tag("Assignment", "".join(tag(k, v) for k, v in content.items()))


def plan_of(*tasks: str, **more: Any):
    """Read a file of these rows."""
    return read(mspdi(*tasks, **more), "plan.xml")[0]
