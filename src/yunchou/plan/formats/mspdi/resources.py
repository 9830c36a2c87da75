"""MSPDI resources and assignments → people, roles, materials, and who works on what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from yunchou.messages import Text
from yunchou.plan.formats.mspdi import codes, xml
from yunchou.plan.formats.mspdi.accounting import account

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from lxml import etree

    from yunchou.plan.formats.report import Tally

_LOST = Text("指向文件里没有的任务或资源", "Points to a task or resource that is not in the file")


class Resources:
    """The resource sheet of a file, and the assignments by task UID."""

    def __init__(
        self, root: etree._Element, tally: Tally, calendars: Mapping[str, str], *, own: bool
    ) -> None:
        self._calendars = calendars
        self.people: list[dict[str, Any]] = []
        self.roles: list[dict[str, Any]] = []
        self.materials: list[dict[str, Any]] = []
        self._ids: dict[str, tuple[str, str]] = {}
        self._tally = tally
        self._own = own
        for element in xml.children(xml.child(root, "Resources"), "Resource"):
            self._resource(element)
        self._assignments: dict[str, list[etree._Element]] = defaultdict(list)
        for element in xml.children(xml.child(root, "Assignments"), "Assignment"):
            tally.found("assignment")
            self._assignments[xml.text(element, "TaskUID")].append(element)

    def _resource(self, element: etree._Element) -> None:
        self._tally.found("resource")
        raw = account(self._tally, "resource", element)
        uid, name = xml.text(element, "UID"), xml.text(element, "Name")
        if xml.flag(element, "IsNull") or (uid == "0" and not name):
            self._tally.settle("resource", "dropped")
            return
        self._tally.settle("resource", "kept")
        kind = codes.RESOURCE_KINDS[min(2, max(0, xml.integer(element, "Type", 1)))]
        code = xml.text(element, "Code")
        if self._own and code.startswith("role:"):
            self._role(element, uid, code.removeprefix("role:"))
            return
        if kind == "work":
            self._person(element, uid, raw)
            return
        self._ids[uid] = (kind, f"R{uid}")
        self.materials.append(_keep({"id": f"R{uid}", "name": name, "kind": kind, "mspdi": raw}))

    def _role(self, element: etree._Element, uid: str, code: str) -> None:
        self._ids[uid] = ("role", code)
        role: dict[str, Any] = {"id": code, "name_zh": xml.text(element, "Name")}
        shares, _, role["name_en"] = xml.text(element, "Notes").partition("\n")
        heads, cross, each = shares.partition(" × ")
        if not cross:
            heads, each = xml.text(element, "MaxUnits", "1"), "1"
        count, share = float(xml.number(heads, "1")), float(xml.number(each, "1"))
        role["headcount"] = int(count) if count == int(count) else count
        role["fte_each"] = share
        self.roles.append(role)

    def _person(self, element: etree._Element, uid: str, raw: dict[str, Any]) -> None:
        code = xml.text(element, "Code")
        ours = self._own and code.startswith("id:")
        person_id = code.removeprefix("id:") if ours else f"R{uid}"
        self._ids[uid] = ("work", person_id)
        percent = float(xml.number(xml.text(element, "MaxUnits", "1")) * 100)
        person: dict[str, Any] = {
            "id": person_id,
            "name": xml.text(element, "Name")[:500],
            "department": xml.text(element, "Group"),
            "email": xml.text(element, "EmailAddress"),
        }
        if percent != 100:
            person["capacity_pct"] = min(1000.0, max(0.0, percent))
        calendar = xml.text(element, "CalendarUID", "-1")
        person["calendar"] = self._calendars.get(calendar, "")
        person["generic"] = xml.flag(element, "IsGeneric")
        person["code"] = "" if ours else code
        person["mspdi"] = raw
        self.people.append(_keep(person))

    def of(self, task_uid: str, duration: int | None) -> dict[str, Any]:
        """Return `assignees` and `materials` of a task.

        Parameters
        ----------
        task_uid
            The task.
        duration
            Its duration in tenths of a minute: work that follows from it is not repeated.
        """
        people: list[dict[str, Any]] = []
        materials: list[dict[str, Any]] = []
        for element in self._assignments.pop(task_uid, []):
            kind, resource = self._ids.get(xml.text(element, "ResourceUID"), ("", ""))
            raw = self._book(element, kind)
            match kind:
                case "work":
                    people.append(_assignee(element, resource, duration, raw))
                case "material" | "cost":
                    materials.append(_material(element, resource, raw))
                case _:
                    pass
        found = {"assignees": people, "materials": materials}
        return {key: value for key, value in found.items() if value}

    def _book(self, element: etree._Element, kind: str) -> dict[str, Any]:
        raw = account(self._tally, "assignment", element)
        fate = {"": "dropped", "role": "converted"}.get(kind, "kept")
        self._tally.settle("assignment", fate)  # type: ignore[arg-type]  # one of the three fates
        return raw

    def close(self) -> None:
        """Book assignments of tasks that the file does not have."""
        left = sum(len(found) for found in self._assignments.values())
        self._tally.settle("assignment", "dropped", left)
        for found in self._assignments.values():
            for element in found:
                self._book_lost(element)
        self._assignments.clear()

    def _book_lost(self, element: etree._Element) -> None:
        for field in xml.children(element):
            self._tally.found_field("assignment", xml.tag(field))
            self._tally.field("assignment", xml.tag(field), "dropped", _LOST)


def _assignee(
    element: etree._Element, person: str, duration: int | None, raw: dict[str, Any]
) -> dict[str, Any]:
    units = xml.number(xml.text(element, "Units", "1"), "1")
    percent = units * 100
    found: dict[str, Any] = {"person": person}
    if percent != 100:
        found["units_pct"] = int(percent) if percent == int(percent) else float(percent)
    work = xml.tenths(xml.text(element, "Work"))
    contour = xml.integer(element, "WorkContour")
    if work is not None and not _follows(work, units, duration, contour):
        found["work"] = xml.hours_text(work)
    if contour:
        found["contour"] = codes.CONTOURS[contour] if 0 < contour < len(codes.CONTOURS) else "flat"
    if delay := xml.integer(element, "Delay"):
        found["delay"] = xml.hours_text(delay)
    if overtime := xml.tenths(xml.text(element, "OvertimeWork")):
        found["overtime"] = xml.hours_text(overtime)
    if delay := xml.integer(element, "LevelingDelay"):
        found["levelling_delay"] = xml.hours_text(delay, "eh")
    raw.pop("LevelingDelay", None)
    if raw:
        found["mspdi"] = raw
    return found


def _follows(work: int, units: Decimal, duration: int | None, contour: int) -> bool:
    return duration is not None and contour == 0 and abs(work - duration * units) <= 1


def _material(element: etree._Element, resource: str, raw: dict[str, Any]) -> dict[str, Any]:
    found = {
        "resource": resource,
        "units": float(xml.number(xml.text(element, "Units", "1"))),
        "work": xml.text(element, "Work"),
        "mspdi": raw,
    }
    return _keep(found)


def _keep(found: dict[str, Any]) -> dict[str, Any]:
    nothing: tuple[object, ...] = ("", None, {}, [], False)
    return {key: value for key, value in found.items() if key == "name" or value not in nothing}
