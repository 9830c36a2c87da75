"""People, roles and materials → MSPDI resources; who works on what → assignments."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from yunchou.messages import Text
from yunchou.plan.formats.mspdi import codes, order, xml
from yunchou.plan.model import parse_duration

if TYPE_CHECKING:
    import datetime as dt

    from lxml import etree

    from yunchou.plan.formats.mspdi.write_calendars import CalendarWriter
    from yunchou.plan.formats.report import Tally
    from yunchou.plan.model import Assignee, Plan, Task

_ROLE: Final = Text("写成通用资源", "Written as a generic resource")
_NOT_HELD: Final = Text("MSPDI 里没有对应的地方", "MSPDI has no place for it")
_PERSON_HELD: Final = frozenset(
    ["id", "name", "department", "capacity_pct", "email", "calendar", "generic", "code", "mspdi"]
)
_ROLE_HELD: Final = frozenset({"id", "name_zh", "name_en", "headcount", "fte_each"})


class ResourceWriter:
    """Gives resources their UID and writes them and their assignments."""

    def __init__(self, plan: Plan, tally: Tally, calendars: CalendarWriter) -> None:
        self._calendars = calendars
        self._plan = plan
        self._tally = tally
        self._uids: dict[str, int] = {}
        self._made: list[dict[str, Any]] = []
        self._assignments: list[dict[str, Any]] = []
        self._materials = plan.extras.get("materials") or []
        for person in plan.people:
            self._claim(person.id)
        for material in self._materials:
            self._claim(str(material.get("id", "")))
        for person in plan.people:
            self._person(person)
        for role in plan.roles:
            self._role(role)
        for material in self._materials:
            self._material(material)

    def _claim(self, name: str) -> None:
        if name[:1] == "R" and name[1:].isdigit():
            self._uids[name] = int(name[1:])

    def _uid(self, name: str) -> str:
        if name not in self._uids:
            self._uids[name] = max(self._uids.values(), default=0) + 1
        return str(self._uids[name])

    def _person(self, person: Any) -> None:
        extras = person.extras
        native = person.id[:1] == "R" and person.id[1:].isdigit()
        calendar = extras.get("calendar")
        self._made.append(
            {
                **extras.get("mspdi", {}),
                "UID": self._uid(person.id),
                "Name": person.name,
                "Type": "1",
                "Code": extras.get("code", "") if native else f"id:{person.id}",
                "Group": person.department,
                "EmailAddress": person.email,
                "MaxUnits": _number(Decimal(str(person.capacity_pct)) / 100),
                "CalendarUID": self._calendars.uid(calendar) if calendar else "-1",
                "IsGeneric": bool(extras.get("generic")),
            }
        )
        self._account("person", person, _PERSON_HELD)

    def _role(self, role: Any) -> None:
        self._made.append(
            {
                "UID": self._uid(f"role:{role.id}"),
                "Name": role.name_zh or role.id,
                "Type": "1",
                "Code": f"role:{role.id}",
                "MaxUnits": _number(Decimal(str(role.headcount)) * Decimal(str(role.fte_each))),
                "CalendarUID": "-1",
                "IsGeneric": True,
                "Notes": f"{role.headcount:g} × {role.fte_each:g}\n{role.name_en}".strip(),
            }
        )
        self._account("role", role, _ROLE_HELD, how=_ROLE)

    def _material(self, material: dict[str, Any]) -> None:
        kind = material.get("kind")
        self._made.append(
            {
                **material.get("mspdi", {}),
                "UID": self._uid(str(material.get("id", ""))),
                "Name": material.get("name", ""),
                "Type": str(codes.RESOURCE_KINDS.index(kind))
                if kind in codes.RESOURCE_KINDS
                else "0",
            }
        )

    def _account(
        self, kind: str, found: Any, held: frozenset[str], how: Text | None = None
    ) -> None:
        self._tally.found(kind)
        self._tally.settle(kind, "converted" if how else "kept")
        for name in found.model_dump(exclude_defaults=True):
            self._tally.found_field(kind, name)
            if name in held:
                self._tally.field(kind, name, "converted" if how else "kept", how)
            else:
                self._tally.field(kind, name, "dropped", _NOT_HELD)

    def elements(self) -> list[etree._Element]:
        """Return the resources, numbered in order."""
        return [
            order.element("Resource", {"ID": str(row), "IsNull": "0", **found}, order.RESOURCE)
            for row, found in enumerate(self._made, 1)
        ]

    def assign(
        self,
        task: Task,
        task_uid: str,
        duration: int,
        bounds: tuple[dt.datetime | None, dt.datetime | None],
    ) -> None:
        """Add the assignments of a task; a task with a role alone is assigned to the role.

        Parameters
        ----------
        task, task_uid
            The task.
        duration
            In tenths of a minute.
        bounds
            Start and finish of the task, None when it is not dated.
        """
        known = {person.id for person in self._plan.people}
        for assignee in task.assignees:
            if assignee.person in known:
                self._add(task_uid, assignee.person, _work_of(assignee, duration), bounds)
        named = any(assignee.person in known for assignee in task.assignees)
        if not named and task.role and f"role:{task.role}" in self._uids:
            content = {"Units": "1", "Work": xml.iso_duration(duration)}
            self._add(task_uid, f"role:{task.role}", content, bounds)
        for material in task.extras.get("materials") or ():
            content = {
                **material.get("mspdi", {}),
                "Units": _number(Decimal(str(material.get("units", 1)))),
                "Work": material.get("work", ""),
            }
            self._add(task_uid, str(material.get("resource", "")), content, bounds)

    def _add(
        self,
        task_uid: str,
        resource: str,
        content: dict[str, Any],
        bounds: tuple[dt.datetime | None, dt.datetime | None],
    ) -> None:
        begin, end = bounds
        self._assignments.append(
            {
                **content,
                "UID": str(len(self._assignments) + 1),
                "TaskUID": task_uid,
                "ResourceUID": self._uid(resource),
                "Start": begin.isoformat(timespec="seconds") if begin else "",
                "Finish": end.isoformat(timespec="seconds") if end else "",
            }
        )

    def assignments(self) -> list[etree._Element]:
        """Return all assignments."""
        return [order.element("Assignment", found, order.ASSIGNMENT) for found in self._assignments]


def _work_of(assignee: Assignee, duration: int) -> dict[str, Any]:
    extras = assignee.extras
    units = Decimal(str(assignee.units_pct)) / 100
    work = _tenths(extras["work"]) if "work" in extras else int(duration * units)
    contour = extras.get("contour", "flat")
    return {
        **extras.get("mspdi", {}),
        "Units": _number(units),
        "Work": xml.iso_duration(work),
        "Delay": str(_tenths(extras["delay"])) if "delay" in extras else "",
        "LevelingDelay": (
            str(_tenths(extras["levelling_delay"])) if "levelling_delay" in extras else ""
        ),
        "OvertimeWork": (
            xml.iso_duration(_tenths(extras["overtime"])) if "overtime" in extras else ""
        ),
        "WorkContour": str(codes.CONTOURS.index(contour)) if contour in codes.CONTOURS else "0",
    }


def _tenths(told: object) -> int:
    return int(parse_duration(str(told)).value * xml.TENTHS_PER_HOUR + Decimal("0.5"))


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
