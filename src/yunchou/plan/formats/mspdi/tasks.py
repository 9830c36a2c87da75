"""MSPDI task rows → phases and tasks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yunchou.messages import InputError, Text
from yunchou.plan.formats.mspdi import codes, xml
from yunchou.plan.formats.mspdi.accounting import account, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from yunchou.plan.formats.mspdi.origin import Origin
    from yunchou.plan.formats.mspdi.resources import Resources
    from yunchou.plan.formats.report import Tally

#: keys that a phase cannot carry: a first-level summary with one of them stays a task
_TASK_ONLY = frozenset(
    {"links", "depends_on", "constraint", "deadline", "manual", "calendar", "assignees"}
)
_PHASE_KEYS = frozenset({"id", "name", "notes", "tasks", "mspdi", "name_en"})
_MISSING = Text("前置任务不在文件里", "The predecessor is not in the file")
_CROSS = Text("前置任务在另一个文件里", "The predecessor is in another file")


#: outline levels that are read; nobody plans deeper, and a hostile file must not exhaust the stack
_DEEPEST = 60


@dataclass
class _Row:
    """A task row with its children, before it becomes a phase or a task."""

    element: etree._Element
    uid: str
    level: int
    children: list[_Row] = field(default_factory=list)


class TaskReader:
    """Reads the rows of one file."""

    def __init__(
        self,
        root: etree._Element,
        tally: Tally,
        resources: Resources,
        origin: Origin,
        calendars: Mapping[str, str],
    ) -> None:
        self._calendars = calendars
        self.project_name = ""
        self._tally = tally
        self._resources = resources
        own = self._own = origin.own
        self._days = origin.days
        self._minutes_per_day = xml.integer(root, "MinutesPerDay", 480) or 480
        elements = list(xml.children(xml.child(root, "Tasks"), "Task"))
        self._ids = _task_ids(elements, own=own)
        self._rows = self._tree(elements)

    def _tree(self, elements: list[etree._Element]) -> list[_Row]:
        """Nest the rows by outline level; blank rows and the project summary are set apart."""
        top: list[_Row] = []
        stack: list[_Row] = []
        for element in elements:
            self._tally.found("task")
            if xml.flag(element, "IsNull"):
                self._drop_blank(element)
                continue
            level = xml.integer(element, "OutlineLevel", 1)
            if level == 0:
                self._project_summary(element)
                continue
            while stack and stack[-1].level >= level:
                stack.pop()
            if len(stack) >= _DEEPEST:
                raise _too_deep(xml.text(element, "Name"))
            row = _Row(element, xml.text(element, "UID"), level)
            (stack[-1].children if stack else top).append(row)
            stack.append(row)
        return top

    def _drop_blank(self, element: etree._Element) -> None:
        self._tally.settle("task", "dropped")
        why = Text("空白行", "A blank row")
        for found in xml.children(element):
            self._tally.found_field("task", xml.tag(found))
            self._tally.field("task", xml.tag(found), "dropped", why)
        self._resources.of(xml.text(element, "UID"), None)

    def _project_summary(self, element: etree._Element) -> None:
        """Take the name from the project summary row; its dates are rolled up again."""
        self.project_name = xml.text(element, "Name")
        self._tally.settle("task", "converted")
        account(self._tally, "task", element)
        self._links(element)
        self._resources.of(xml.text(element, "UID"), None)

    def phases(self) -> list[dict[str, Any]]:
        """Return the phases: plain first-level summaries, and implicit ones around the rest."""
        phases: list[dict[str, Any]] = []
        for row in self._rows:
            task = self._task(row)
            if row.children and not _TASK_ONLY & task.keys():
                phases.append(self._phase(task))
            elif phases and phases[-1].get("implicit"):
                phases[-1]["tasks"].append(task)
            else:
                phases.append({"id": "", "implicit": True, "tasks": [task]})
        for number, phase in enumerate(phases, 1):
            phase["id"] = phase["id"] or self._free_id(f"P{number}")
        self._resources.close()
        return phases

    def _free_id(self, wanted: str) -> str:
        taken = set(self._ids.values())
        while wanted in taken:
            wanted += "_"
        return wanted

    def _phase(self, task: dict[str, Any]) -> dict[str, Any]:
        phase = {key: value for key, value in task.items() if key in _PHASE_KEYS}
        if task.get("role"):
            phase["accountable_role"] = task["role"]
        return phase

    def _task(self, row: _Row) -> dict[str, Any]:
        element = row.element
        raw = account(self._tally, "task", element)
        texts = self._custom_fields(element, raw)
        found: dict[str, Any] = {
            "id": self._ids[row.uid],
            "name": xml.text(element, "Name")[:500],
            "notes": xml.text(element, "Notes"),
            **self._plain(element),
            **self._links(element),
            **self._baseline(element, raw),
        }
        if row.children:
            self._resources.of(row.uid, None)
            found["tasks"] = [self._task(child) for child in row.children]
        else:
            found |= self._leaf(element, row.uid)
        found |= _own_fields(texts, found)
        if raw:
            found["mspdi"] = raw
        self._tally.settle("task", "kept")
        nothing: tuple[object, ...] = ("", None, [], {})
        return {key: value for key, value in found.items() if key == "name" or value not in nothing}

    def _plain(self, element: etree._Element) -> dict[str, Any]:
        """Return what summaries and leaves share."""
        found: dict[str, Any] = {}
        kind = xml.integer(element, "ConstraintType")
        if 0 < kind < len(codes.CONSTRAINTS):
            date = self._moment(xml.text(element, "ConstraintDate"))
            if date is not None or kind == 1:
                found["constraint"] = {"type": codes.CONSTRAINTS[kind]}
                if date is not None and kind != 1:
                    found["constraint"]["date"] = date
        found["deadline"] = self._moment(xml.text(element, "Deadline"))
        if xml.flag(element, "Manual"):
            found["manual"] = True
        found["priority"] = _priority(xml.integer(element, "Priority", 500))
        if xml.text(element, "Active") in {"0", "false"}:
            found["active"] = False
        if xml.flag(element, "ExternalTask"):
            found["external"] = True
        return found

    def _leaf(self, element: etree._Element, uid: str) -> dict[str, Any]:
        duration, text = self._duration(element)
        found: dict[str, Any] = {"duration": text, **self._progress(element)}
        if xml.flag(element, "Milestone"):
            found["milestone"] = True
        calendar = xml.text(element, "CalendarUID", "-1")
        if calendar in self._calendars:
            found["calendar"] = self._calendars[calendar]
        elif calendar != "-1":
            self._note_lost_calendar(element)
        found |= _scheduling_facts(element)
        assignments = self._resources.of(uid, duration)
        return {**found, **assignments, **_cost(element), **_hyperlink(element)}

    def _note_lost_calendar(self, element: etree._Element) -> None:
        self._tally.warn(
            Text(
                "任务日历不在文件里，改用项目日历",
                "The task's calendar is not in the file; that of the project stands in",
            ),
            place=xml.text(element, "Name"),
            code="mspdi.task_calendar",
        )

    def _duration(self, element: etree._Element) -> tuple[int | None, str]:
        """Return the duration in tenths of a minute and as a plan file says it."""
        value = xml.tenths(xml.text(element, "Duration"))
        if value is None:
            value = xml.tenths(xml.text(element, "ManualDuration"))
        if value is None:
            return None, "0h" if xml.flag(element, "Milestone") else ""
        elapsed = xml.integer(element, "DurationFormat", 7) in codes.ELAPSED_FORMATS
        return value, xml.hours_text(max(0, value), "eh" if elapsed else "h")

    def _progress(self, element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        percent = float(xml.number(xml.text(element, "PercentComplete")))
        if percent:
            found["percent"] = min(100.0, max(0.0, percent))
        found["actual_start"] = self._moment(xml.text(element, "ActualStart"))
        found["actual_finish"] = self._moment(xml.text(element, "ActualFinish"))
        if not self._days or xml.flag(element, "Manual"):
            found["start"] = self._moment(xml.text(element, "Start"))
            found["finish"] = self._moment(xml.text(element, "Finish"))
        left = xml.tenths(xml.text(element, "RemainingDuration"))
        if found["actual_start"] and not found["actual_finish"] and left is not None:
            found["remaining"] = xml.hours_text(max(0, left))
            if not self._days:
                for tag, key in (("Stop", "stop"), ("Resume", "resume")):
                    found[key] = self._moment(xml.text(element, tag))
        return found

    def _moment(self, value: str) -> str | None:
        """Return a date-time as text; in our own files the day, when it is a day's usual bound."""
        at = xml.moment(value)
        if at is None:
            return None
        if self._days and at.time() in {dt.time(8), dt.time(17)}:
            return at.date().isoformat()
        return at.isoformat(timespec="minutes")

    def _links(self, element: etree._Element) -> dict[str, Any]:
        links: list[dict[str, Any]] = []
        lost = False
        for found in xml.children(element, "PredecessorLink"):
            self._tally.found("link")
            account(self._tally, "link", found)
            link = self._link(found, xml.text(element, "Name"))
            self._tally.settle("link", "dropped" if link is None else "kept")
            if link is not None:
                links.append(link)
            lost = lost or (link is None and xml.flag(found, "CrossProject"))
        if not self._days:
            return {"links": links, "external_link": lost or None}
        plain = [link["pred"] for link in links if link.keys() == {"pred"}]
        return {"depends_on": plain, "links": [link for link in links if len(link) > 1]}

    def _link(self, element: etree._Element, task: str) -> dict[str, Any] | None:
        pred = xml.text(element, "PredecessorUID")
        if xml.flag(element, "CrossProject") or pred not in self._ids:
            why = _CROSS if xml.flag(element, "CrossProject") else _MISSING
            self._tally.warn(why, place=task, code="mspdi.link_lost")
            return None
        link: dict[str, Any] = {"pred": self._ids[pred]}
        kind = xml.integer(element, "Type", 1)
        if (name := codes.LINKS[kind] if 0 <= kind < 4 else "FS") != "FS":
            link["type"] = name
        if lag := xml.integer(element, "LinkLag"):
            link |= self._lag(lag, xml.integer(element, "LagFormat", 7))
        return link

    def _lag(self, lag: int, shown: int) -> dict[str, Any]:
        if shown in codes.PERCENT_FORMATS | codes.ELAPSED_PERCENT_FORMATS:
            found: dict[str, Any] = {"lag": lag, "lag_unit": "%"}
            if shown in codes.ELAPSED_PERCENT_FORMATS:
                found["elapsed"] = True
            return found
        elapsed = shown in codes.ELAPSED_FORMATS
        if self._days and shown in {7, 8}:
            per_day = 14400 if elapsed else self._minutes_per_day * 10
            return {"lag": _tidy(lag / per_day), "lag_unit": "ed" if elapsed else "wd"}
        found = {"lag": _tidy(lag / xml.TENTHS_PER_HOUR), "lag_unit": "eh" if elapsed else "h"}
        if shown not in {5, 6}:
            found["lag_format"] = shown
        return found

    def _baseline(self, element: etree._Element, raw: dict[str, Any]) -> dict[str, Any]:
        """Return baseline 0; the ten others are kept verbatim."""
        found: dict[str, Any] = {}
        for baseline in xml.children(element, "Baseline"):
            self._tally.found("baseline")
            self._tally.settle("baseline", "kept")
            if xml.integer(baseline, "Number") or "baseline" in found:
                raw.setdefault("Baseline", []).append(verbatim(baseline))
                continue
            start = self._moment(xml.text(baseline, "Start"))
            finish = self._moment(xml.text(baseline, "Finish"))
            content: dict[str, Any] = {"start": start, "finish": finish}
            for tag, key in (("Duration", "duration"), ("Work", "work")):
                if not self._days and (value := xml.tenths(xml.text(baseline, tag))) is not None:
                    content[key] = xml.hours_text(value)
            if not self._days and (cost := xml.text(baseline, "Cost")):
                content["cost"] = float(xml.number(cost) / 100)
            found["baseline"] = {k: v for k, v in content.items() if v is not None}
        return found

    def _custom_fields(self, element: etree._Element, raw: dict[str, Any]) -> dict[str, str]:
        """Return our own text fields; other custom fields are kept verbatim."""
        own: dict[str, str] = {}
        for attribute in xml.children(element, "ExtendedAttribute"):
            field_id, value = xml.text(attribute, "FieldID"), xml.text(attribute, "Value")
            if self._own and field_id in codes.OWN_TEXT_KEYS:
                own[codes.OWN_TEXT_KEYS[field_id]] = value
            elif not (self._own and field_id == codes.OWN_ID_FIELD):
                raw.setdefault("ExtendedAttribute", []).append(verbatim(attribute))
        return own


def _own_fields(texts: dict[str, str], found: dict[str, Any]) -> dict[str, Any]:
    """Return our own fields; the stated duration only while Project has not changed it."""
    own: dict[str, Any] = {
        key: value for key, value in texts.items() if key not in {"labels", "length"}
    }
    if labels := texts.get("labels"):
        own["labels"] = labels.split("；")
    length, _, hours = texts.get("length", "").partition("=")
    if hours and hours == found.get("duration", "0h"):
        found.pop("duration", None)
        found.pop("duration_format", None)
        if length.replace(".", "").isdigit():
            own["duration_days"] = _tidy(float(length))
        elif length:
            own["duration"] = length
    return own


def _scheduling_facts(element: etree._Element) -> dict[str, Any]:
    """Return what the plan model has no name for and scheduling or writing back needs."""
    found: dict[str, Any] = {}
    if (kind := xml.integer(element, "Type")) in {1, 2}:
        found["kind"] = codes.TASK_KINDS[kind]
    for tag, key in (
        ("IgnoreResourceCalendar", "ignore_resource_calendar"),
        ("EffortDriven", "effort_driven"),
        ("Estimated", "estimated"),
    ):
        if xml.flag(element, tag):
            found[key] = True
    if delay := xml.integer(element, "LevelingDelay"):
        found["levelling_delay"] = xml.hours_text(delay, "eh")
    if (shown := xml.integer(element, "DurationFormat", 7)) not in {7, 39}:
        found["duration_format"] = shown
    return found


def _too_deep(name: str) -> InputError:
    return InputError(
        Text(f"大纲超过 {_DEEPEST} 级", f"The outline is deeper than {_DEEPEST} levels"),
        place=name,
        remedy=Text("请减少层级后再导出。", "Flatten the outline and export it again."),
        code="mspdi.too_deep",
    )


def _task_ids(elements: list[etree._Element], *, own: bool) -> dict[str, str]:
    """Map UIDs to task ids: our own ids from the custom field, else the UID."""
    found: dict[str, str] = {}
    for element in elements:
        uid = xml.text(element, "UID")
        found[uid] = _own_id(element) or uid if own else uid
    twice = {task_id for task_id, count in Counter(found.values()).items() if count > 1}
    return {uid: uid if task_id in twice else task_id for uid, task_id in found.items()}


def _own_id(element: etree._Element) -> str:
    for attribute in xml.children(element, "ExtendedAttribute"):
        if xml.text(attribute, "FieldID") == codes.OWN_ID_FIELD:
            return xml.text(attribute, "Value")
    return ""


def _priority(value: int) -> str:
    if value == 500:
        return ""
    return "low" if value < 500 else ("urgent" if value >= 900 else "high")


def _cost(element: etree._Element) -> dict[str, Any]:
    """Return the cost; the file counts hundredths of the currency unit."""
    cents = xml.number(xml.text(element, "Cost") or xml.text(element, "FixedCost"))
    if not cents or abs(cents) > 10**17:
        return {}
    yuan = cents.quantize(xml.number("1")) / 100
    return {"cost": _tidy(float(yuan))}


def _hyperlink(element: etree._Element) -> dict[str, Any]:
    url = xml.text(element, "HyperlinkAddress")
    name = xml.text(element, "Hyperlink")
    if not url and not name:
        return {}
    return {"attachments": [{"name": (name or url)[:500], "url": url}]}


def _tidy(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 6)
