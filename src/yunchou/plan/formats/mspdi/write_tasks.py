"""Phases and tasks → MSPDI rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from yunchou.messages import Text
from yunchou.plan.formats.mspdi import codes, order, xml
from yunchou.plan.model import Constraint, parse_duration
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.plan.scheduling.mapping import has_times

if TYPE_CHECKING:
    from lxml import etree

    from yunchou.plan.formats.mspdi.write_calendars import CalendarWriter
    from yunchou.plan.formats.mspdi.write_resources import ResourceWriter
    from yunchou.plan.formats.report import Tally
    from yunchou.plan.model import Link, Moment, Phase, Plan, Task, Walk
    from yunchou.plan.scheduling import Line, PlanSchedule

_NOT_HELD: Final = Text("MSPDI 里没有对应的地方", "MSPDI has no place for it")
_TOO_LONG: Final = Text(
    "超过 255 字，自定义文本域放不下", "Over 255 characters: too long for a field"
)
_NOT_EARLIER: Final = Text(
    "倒排得到的开始日写成“不得早于”", "A start counted back from the anchor became start-no-earlier"
)
_CUSTOM: Final = Text("写成自定义文本域", "Written as a custom text field")
_TEXT_LIMIT: Final = 255
_PRIORITIES: Final = {"": "500", "low": "250", "medium": "500", "high": "750", "urgent": "1000"}
_CUSTOM_KEYS: Final = frozenset({"role", "deliverable", "acceptance", "name_en", "status", "scope"})
_HELD: Final = frozenset(
    codes.words(
        "id name duration_days duration depends_on links assignees milestone calendar "
        "constraint deadline manual start finish priority percent actual_start "
        "actual_finish remaining baseline cost notes tasks labels kind "
        "ignore_resource_calendar effort_driven estimated stop resume levelling_delay "
        "duration_format materials active external mspdi implicit split"
    )
)
_ELAPSED: Final = {"ed": 14400, "eh": 600}


class TaskWriter:
    """Writes the rows, with dates when there are any."""

    def __init__(
        self,
        plan: Plan,
        tally: Tally,
        calendars: CalendarWriter,
        resources: ResourceWriter,
        dates: PlanSchedule | None,
        held_back: frozenset[str] = frozenset(),
    ) -> None:
        self._plan = plan
        self._tally = tally
        self._calendars = calendars
        self._resources = resources
        self._lines = dates.by_id() if dates else {}
        self._held_back = held_back
        self._book = CalendarBook(plan)
        self._days = not has_times(plan)
        self._nodes = list(plan.walk())
        self._uids = _uids(self._nodes)
        self._own = self._days or any(uid != node for node, uid in self._uids.items())
        self._used: set[str] = set()

    def elements(self) -> list[etree._Element]:
        """Return the project summary row and one row for each node."""
        made = [self._project_row()]
        for row, node in enumerate(self._nodes, 1):
            content = {
                "UID": self._uids[node.id],
                "ID": str(row),
                "OutlineNumber": node.wbs,
                "WBS": node.wbs,
                "OutlineLevel": str(node.depth + 1),
                "IsNull": "0",
                **(self._phase(node.phase) if node.task is None else self._task(node.task)),
                **self._dates(node),
            }
            made.append(order.element("Task", content, order.TASK))
        return made

    def _project_row(self) -> etree._Element:
        content = {
            "UID": "0",
            "ID": "0",
            "Name": self._plan.project.name,
            "Type": "1",
            "IsNull": "0",
            "OutlineNumber": "0",
            "OutlineLevel": "0",
            "Summary": "1",
        }
        return order.element("Task", content, order.TASK)

    def definitions(self) -> list[dict[str, str]]:
        """Return the definitions of custom fields: those of the source, and ours."""
        stated = self._plan.project.extras.get("mspdi", {}).get("ExtendedAttributes", {})
        found = stated.get("ExtendedAttribute", []) if isinstance(stated, dict) else []
        made = list(found) if isinstance(found, list) else [found]
        if not self._own and not self._has_texts():
            return made
        fields = [(codes.OWN_ID_FIELD, "Text30", codes.OWN_ID_ALIAS)]
        fields += [text for key, text in codes.OWN_TEXTS.items() if self._days or key != "length"]
        made += [{"FieldID": f, "FieldName": name, "Alias": alias} for f, name, alias in fields]
        return made

    def _has_texts(self) -> bool:
        tasks = [node.task for node in self._nodes if node.task is not None]
        return any(task.labels or any(getattr(task, k) for k in _CUSTOM_KEYS) for task in tasks)

    def _phase(self, phase: Phase) -> dict[str, Any]:
        self._tally.found("phase")
        self._tally.settle("phase", "kept")
        texts = {"name_en": phase.name_en, "role": phase.accountable_role or ""}
        raw = dict(phase.extras.get("mspdi", {}))
        return {
            **raw,
            "Name": phase.name,
            "Type": "1",
            "Summary": "1",
            "Milestone": "0",
            "Notes": phase.notes,
            "ExtendedAttribute": [
                *_listed(raw, "ExtendedAttribute"),
                *self._texts(phase.id, texts),
            ],
        }

    def _task(self, task: Task) -> dict[str, Any]:
        self._account(task)
        raw = dict(task.extras.get("mspdi", {}))
        extras = task.extras
        kind = extras.get("kind", "fixed_units")
        content = {
            **raw,
            "Name": task.name,
            "Active": "0" if extras.get("active") is False else "1",
            "Manual": task.manual,
            "Type": str(codes.TASK_KINDS.index(kind)) if kind in codes.TASK_KINDS else "0",
            "Priority": _PRIORITIES[task.priority],
            "Summary": bool(task.tasks),
            "Milestone": task.milestone,
            "EffortDriven": bool(extras.get("effort_driven")),
            "Estimated": bool(extras.get("estimated")),
            "IgnoreResourceCalendar": bool(extras.get("ignore_resource_calendar")),
            "ExternalTask": bool(extras.get("external")),
            "Notes": task.notes,
            "PredecessorLink": [self._link(link, task) for link in task.all_links],
            "CalendarUID": self._calendars.uid(task.calendar) if task.calendar else "-1",
            "Deadline": self._moment(task.deadline, dt.time(17)),
            **self._constraint(self._stated_or_held(task)),
            **self._custom(task, raw),
            **_cost(task),
            **_hyperlink(task),
        }
        if not task.tasks:
            content |= self._leaf(task)
        baseline = self._baseline(task)
        content["Baseline"] = [*([baseline] if baseline else []), *_listed(raw, "Baseline")]
        return content

    def _leaf(self, task: Task) -> dict[str, Any]:
        duration, elapsed = self._duration(task)
        extras = task.extras
        shown = extras.get("duration_format") or self._shown(task, elapsed=elapsed)
        found = {
            "Duration": xml.iso_duration(duration),
            "DurationFormat": str(shown),
            "PercentComplete": str(round(task.percent)) if task.percent else "0",
            "ActualStart": self._moment(task.actual_start, dt.time(8)),
            "ActualFinish": self._moment(task.actual_finish, dt.time(17)),
            "RemainingDuration": xml.iso_duration(self._remaining(task, duration)),
            "LevelingDelay": _delay(extras.get("levelling_delay")),
            "LevelingDelayFormat": "8" if extras.get("levelling_delay") else "",
            "Stop": _text_moment(extras.get("stop")),
            "Resume": _text_moment(extras.get("resume")),
        }
        line = self._lines.get(task.id)
        bounds = (line.begin, line.end) if line else (None, None)
        self._resources.assign(task, self._uids[task.id], duration, bounds)
        return found

    def _shown(self, task: Task, *, elapsed: bool) -> int:
        length = task.length
        hours = length is not None and length.unit in {"h", "eh"} and self._days
        return (6 if elapsed else 5) if hours else (8 if elapsed else 7)

    def _duration(self, task: Task) -> tuple[int, bool]:
        """Return the duration in tenths of a minute, and whether it runs on the clock."""
        length = task.length
        if length is None:
            return 0, False
        if length.unit in _ELAPSED:
            return int(length.value * _ELAPSED[length.unit]), True
        if length.unit == "h":
            return int(length.value * xml.TENTHS_PER_HOUR + Decimal("0.5")), False
        number = self._book.number(task.calendar) if task.calendar else 0
        return int(length.value * self._book.per_day(number) * 10), False

    def _remaining(self, task: Task, duration: int) -> int:
        if task.actual_finish is not None or task.percent == 100:
            return 0
        if task.remaining is None:
            return int(duration * (1 - (task.percent or 0) / 100))
        left = parse_duration(task.remaining)
        factor = {"h": 600, **_ELAPSED}.get(left.unit, self._book.per_day(0) * 10)
        return int(left.value * factor + Decimal("0.5"))

    def _dates(self, node: Walk) -> dict[str, Any]:
        line = self._lines.get(node.id)
        begin, end = _bounds(line)
        task = node.task
        if task is not None and (task.manual or not self._days):
            # what the file said stays said: a plan with times of day comes from Project itself
            begin = self._moment(task.start, dt.time(8)) or begin
            end = self._moment(task.finish, dt.time(17)) or end
        found = {"Start": begin, "Finish": end}
        if line is not None and node.is_summary:
            minutes = round(line.duration_days * self._book.per_day(0))
            found["Duration"] = xml.iso_duration(minutes * 10)
            found["DurationFormat"] = "7"
        if line is not None:
            found["Critical"] = "1" if line.critical else "0"
        if task is not None and task.manual and not node.is_summary:
            duration = xml.iso_duration(self._duration(task)[0])
            found |= {"ManualStart": begin, "ManualFinish": end, "ManualDuration": duration}
        return found

    def _link(self, link: Link, task: Task) -> dict[str, str]:
        lag, shown = self._lag(link, task)
        return {
            "PredecessorUID": self._uids.get(link.pred, ""),
            "Type": str(codes.LINKS.index(link.type)),
            "CrossProject": "0",
            "LinkLag": str(lag),
            "LagFormat": str(link.extras.get("lag_format") or shown),
        }

    def _lag(self, link: Link, task: Task) -> tuple[int, int]:
        value = Decimal(str(link.lag))
        match link.lag_unit:
            case "%":
                return int(value), 20 if link.extras.get("elapsed") else 19
            case "ed":
                return int(value * 14400), 8
            case "eh":
                return int(value * 600), 6
            case "h":
                return int(value * 600), 5
            case _:
                number = self._book.number(task.calendar) if task.calendar else 0
                return int(value * self._book.per_day(number) * 10), 7

    def _stated_or_held(self, task: Task) -> Constraint | None:
        """Return the task's constraint; one held back for the anchor may not start earlier."""
        if task.constraint is not None or task.manual or task.id not in self._held_back:
            return task.constraint
        self._tally.found_field("task", "anchored_start")
        self._tally.field("task", "anchored_start", "converted", _NOT_EARLIER)
        return Constraint(type="SNET", date=self._lines[task.id].start)

    def _constraint(self, stated: Constraint | None) -> dict[str, str]:
        if stated is None:
            return {"ConstraintType": "0"}
        ends = stated.type in {"MFO", "FNET", "FNLT"}
        return {
            "ConstraintType": str(codes.CONSTRAINTS.index(stated.type)),
            "ConstraintDate": self._moment(stated.date, dt.time(17) if ends else dt.time(8)),
        }

    def _baseline(self, task: Task) -> dict[str, Any] | None:
        if task.baseline is None:
            return None
        extras = task.baseline.extras
        cost = task.baseline.cost
        return {
            "Number": "0",
            "Start": self._moment(task.baseline.start, dt.time(8)),
            "Finish": self._moment(task.baseline.finish, dt.time(17)),
            "Duration": _delay_iso(extras.get("duration")),
            "Work": _delay_iso(extras.get("work")),
            "Cost": "" if cost is None else str(int(cost)),
        }

    def _custom(self, task: Task, raw: dict[str, Any]) -> dict[str, Any]:
        texts = {key: str(getattr(task, key) or "") for key in sorted(_CUSTOM_KEYS)}
        texts["labels"] = "；".join(task.labels)
        if self._days and not task.tasks and task.length is not None:
            stated = task.duration or (
                f"{task.duration_days:g}" if task.duration_days is not None else ""
            )
            duration, elapsed = self._duration(task)
            texts["length"] = f"{stated}={xml.hours_text(duration, 'eh' if elapsed else 'h')}"
        attributes = [*_listed(raw, "ExtendedAttribute"), *self._texts(task.id, texts)]
        return {"ExtendedAttribute": attributes}

    def _texts(self, node_id: str, texts: dict[str, str]) -> list[dict[str, str]]:
        found = []
        if self._own and self._uids[node_id] != node_id:
            found.append({"FieldID": codes.OWN_ID_FIELD, "Value": node_id})
        for key, value in texts.items():
            if value and len(value) <= _TEXT_LIMIT:
                found.append({"FieldID": codes.OWN_TEXTS[key][0], "Value": value})
        return found

    def _account(self, task: Task) -> None:
        self._tally.found("task")
        self._tally.settle("task", "kept")
        for name, value in task.model_dump(exclude_defaults=True, exclude={"tasks"}).items():
            self._tally.found_field("task", name)
            if name in _CUSTOM_KEYS:
                fits = len(str(value)) <= _TEXT_LIMIT
                fate, why = ("converted", _CUSTOM) if fits else ("dropped", _TOO_LONG)
                self._tally.field("task", name, fate, why)  # type: ignore[arg-type]  # two of the fates
            elif name in _HELD:
                self._tally.field("task", name, "kept")
            else:
                self._tally.field("task", name, "dropped", _NOT_HELD)

    def _moment(self, at: Moment | None, clock: dt.time) -> str:
        if at is None:
            return ""
        whole = at if isinstance(at, dt.datetime) else dt.datetime.combine(at, clock)
        return whole.isoformat(timespec="seconds")


def _uids(nodes: list[Walk]) -> dict[str, str]:
    """Return a UID for each node: its id where that is a number, else the next free one."""
    found = {node.id: node.id for node in nodes if node.id.isdecimal() and node.id.isascii()}
    found = {k: v for k, v in found.items() if v == str(int(v)) and 0 < int(v) < 2**31}
    following = max((int(uid) for uid in found.values()), default=0) + 1
    for node in nodes:
        if node.id not in found:
            found[node.id] = str(following)
            following += 1
    return found


def _bounds(line: Line | None) -> tuple[str, str]:
    if line is None or line.begin is None or line.end is None:
        return "", ""
    return line.begin.isoformat(timespec="seconds"), line.end.isoformat(timespec="seconds")


def _listed(raw: dict[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    return list(found) if isinstance(found, list) else [found]


def _cost(task: Task) -> dict[str, str]:
    if task.cost is None:
        return {}
    return {"FixedCost": str(int(task.cost)), "Cost": str(int(task.cost))}


def _hyperlink(task: Task) -> dict[str, str]:
    link = next((found for found in task.attachments if found.url), None)
    return {"Hyperlink": link.name, "HyperlinkAddress": link.url} if link else {}


def _delay(told: object) -> str:
    if not told:
        return ""
    return str(int(parse_duration(str(told)).value * xml.TENTHS_PER_HOUR))


def _delay_iso(told: object) -> str:
    return xml.iso_duration(int(_delay(told) or 0)) if told else ""


def _text_moment(told: object) -> str:
    at = xml.moment(str(told)) if told else None
    return at.isoformat(timespec="seconds") if at else ""
