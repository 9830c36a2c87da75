"""What the schema cannot say: references that lead nowhere, cycles, ids used twice.

`problems` never raises and lists everything; `require_valid` is for doors that need a plan whose
network can be computed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from yunchou.messages import InputError, Text
from yunchou.plan.model import Plan, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yunchou.plan.model import Calendar, Task

#: calendars every plan may name without defining them
BUILT_IN_CALENDARS = frozenset({"cn_workdays", "natural_days", "24h", "custom"})

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_INTERVAL = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*[-–~至]\s*([01]?\d|2[0-4]):([0-5]\d)")


class Problem(NamedTuple):
    """One thing that is wrong in a plan: where, what, how to mend it, and a stable name."""

    place: str
    text: Text
    remedy: Text
    code: str


class _Spot(NamedTuple):
    path: str
    task: Task


def problems(plan: Plan) -> list[Problem]:
    """Return every problem of references and structure, in the order of the plan."""
    spots = list(_tasks(plan))
    found = [
        *_duplicates(plan, spots),
        *_references(plan, spots),
        *_milestones(spots),
        *_durations(spots),
        *_calendars(plan),
    ]
    cycle = _cycle(plan)
    if cycle:
        found.append(_cycle_problem(plan, cycle))
    return found


def require_valid(plan: Plan) -> None:
    """Raise on the problems of a plan, all in one message.

    Raises
    ------
    InputError
        ``plan.invalid`` (or the code of the only problem).
    """
    found = problems(plan)
    if not found:
        return
    if len(found) == 1:
        only = found[0]
        raise InputError(only.text, place=only.place, remedy=only.remedy, code=only.code)
    shown = found[:20]
    zh = "\n  ".join(f"{p.place}：{p.text.zh}" for p in shown)
    en = "\n  ".join(f"{p.place}: {p.text.en}" for p in shown)
    raise InputError(
        Text(f"方案有 {len(found)} 处问题\n  {zh}", f"the plan has {len(found)} problems\n  {en}"),
        code="plan.invalid",
    )


def _tasks(plan: Plan) -> Iterator[_Spot]:
    for number, phase in enumerate(plan.phases):
        yield from _below(phase.tasks, f"phases[{number}]")


def _below(tasks: list[Task], path: str) -> Iterator[_Spot]:
    for number, task in enumerate(tasks):
        place = f"{path}.tasks[{number}]"
        yield _Spot(place, task)
        yield from _below(task.tasks, place)


def _duplicates(plan: Plan, spots: list[_Spot]) -> Iterator[Problem]:
    nodes = [(f"phases[{n}]", p.id) for n, p in enumerate(plan.phases)]
    nodes += [(spot.path, spot.task.id) for spot in spots]
    yield from _twice(nodes)
    for name, items in _identified(plan).items():
        yield from _twice([(f"{name}[{n}]", key) for n, key in enumerate(items)])


def _identified(plan: Plan) -> dict[str, list[str]]:
    return {
        "goals": [x.id for x in plan.goals],
        "roles": [x.id for x in plan.roles],
        "people": [x.id for x in plan.people],
        "calendars": [x.id for x in plan.calendars],
        "budget.lines": [x.id for x in plan.budget.lines],
        "meetings": [x.id for x in plan.meetings],
        "channels": [x.id for x in plan.channels],
        "kpis": [x.key for x in plan.kpis],
        "incentives": [x.id for x in plan.incentives],
        "risks": [x.id for x in plan.risks],
        "training": [x.id for x in plan.training],
        "improvements": [x.id for x in plan.improvements],
    }


def _twice(nodes: list[tuple[str, str]]) -> Iterator[Problem]:
    counts = Counter(key for _, key in nodes)
    seen: dict[str, str] = {}
    for path, key in nodes:
        if counts[key] > 1 and key in seen:
            yield Problem(
                path,
                Text(f"编号 {key} 重复，{seen[key]} 已使用", f"id {key} is used at {seen[key]}"),
                Text("请改用不同的编号。", "Give it another id."),
                "plan.duplicate_id",
            )
        seen.setdefault(key, path)


class _Names(NamedTuple):
    """A kind of reference: what may be named, what it is called, and the code."""

    known: frozenset[str]
    zh: str
    en: str
    code: str

    def check(self, path: str, names: Iterable[str | None]) -> Iterator[Problem]:
        for name in names:
            if name and name not in self.known:
                yield Problem(
                    path,
                    Text(f"没有编号为 {name} 的{self.zh}", f"there is no {self.en} {name}"),
                    Text(f"请改正编号，或补上这个{self.zh}。", f"Correct it or add the {self.en}."),
                    self.code,
                )


def _references(plan: Plan, spots: list[_Spot]) -> Iterator[Problem]:
    nodes = frozenset([p.id for p in plan.phases] + [s.task.id for s in spots])
    tasks = _Names(nodes, "任务", "task", "plan.unknown_task")
    # a plan without a list of roles names them freely
    roles = _Names(frozenset(r.id for r in plan.roles), "角色", "role", "plan.unknown_role")
    people = _Names(frozenset(p.id for p in plan.people), "人员", "person", "plan.unknown_person")
    own = frozenset(c.id for c in plan.calendars) | BUILT_IN_CALENDARS
    calendars = _Names(own, "日历", "calendar", "plan.unknown_calendar")
    yield from calendars.check("project.calendar", [plan.project.calendar])
    for path, task in spots:
        yield from tasks.check(f"{path}.depends_on", task.depends_on)
        yield from tasks.check(f"{path}.links", [link.pred for link in task.links])
        if task.earning:
            yield from tasks.check(f"{path}.earning.follows", [task.earning.follows])
        yield from calendars.check(f"{path}.calendar", [task.calendar])
        yield from people.check(f"{path}.assignees", [a.person for a in task.assignees])
    for path, names in _task_references(plan):
        yield from tasks.check(path, names)
    if plan.roles:
        for path, names in _role_references(plan, spots):
            yield from roles.check(path, names)
    phases = _Names(frozenset(p.id for p in plan.phases), "阶段", "phase", "plan.unknown_phase")
    for number, line in enumerate(plan.budget.lines):
        yield from phases.check(f"budget.lines[{number}].planned_by_phase", line.planned_by_phase)
    goals = _Names(frozenset(g.id for g in plan.goals), "目标", "goal", "plan.unknown_goal")
    for number, kpi in enumerate(plan.kpis):
        yield from goals.check(f"kpis[{number}].goal", [kpi.goal])


def _task_references(plan: Plan) -> Iterator[tuple[str, Iterable[str | None]]]:
    if plan.project.schedule_anchor:
        yield "project.schedule_anchor.task", [plan.project.schedule_anchor.task]
    for number, goal in enumerate(plan.goals):
        yield f"goals[{number}].due_milestone", [goal.due_milestone]
    for number, meeting in enumerate(plan.meetings):
        if meeting.start:
            yield f"meetings[{number}].start.ids", meeting.start.ids
    for number, training in enumerate(plan.training):
        yield f"training[{number}].linked_task", [training.linked_task]


def _role_references(plan: Plan, spots: list[_Spot]) -> Iterator[tuple[str, Iterable[str | None]]]:
    yield "project.sponsor_role", [plan.project.sponsor_role]
    yield "project.manager_role", [plan.project.manager_role]
    for number, phase in enumerate(plan.phases):
        yield f"phases[{number}].accountable_role", [phase.accountable_role]
    for path, task in spots:
        yield f"{path}.role", [task.role]
        yield f"{path}.accountable", [task.accountable]
        yield f"{path}.consulted", task.consulted
        yield f"{path}.informed", task.informed
    for number, person in enumerate(plan.people):
        yield f"people[{number}].roles", person.roles
    for number, meeting in enumerate(plan.meetings):
        yield f"meetings[{number}].chair_role", [meeting.chair_role]
        yield f"meetings[{number}].attendee_roles", meeting.attendee_roles
    for number, training in enumerate(plan.training):
        yield f"training[{number}].audience_roles", training.audience_roles
    yield from _owner_roles(plan)


def _owner_roles(plan: Plan) -> Iterator[tuple[str, Iterable[str | None]]]:
    owners = {
        "goals": [x.owner_role for x in plan.goals],
        "kpis": [x.owner_role for x in plan.kpis],
        "risks": [x.owner_role for x in plan.risks],
        "training": [x.owner_role for x in plan.training],
        "improvements": [x.owner_role for x in plan.improvements],
    }
    for name, roles in owners.items():
        for number, role in enumerate(roles):
            yield f"{name}[{number}].owner_role", [role]


def _milestones(spots: list[_Spot]) -> Iterator[Problem]:
    for path, task in spots:
        try:
            length = task.length
        except ValueError:
            continue
        if task.milestone and length is not None and length.value:
            yield Problem(
                path,
                Text(
                    f"里程碑“{task.name}”有工期 {length.value} 天",
                    f"milestone “{task.name}” has a duration of {length.value}",
                ),
                Text("里程碑工期应为 0。", "A milestone takes no time."),
                "plan.milestone_duration",
            )


def _durations(spots: list[_Spot]) -> Iterator[Problem]:
    for path, task in spots:
        for field, text in (("duration", task.duration), ("remaining", task.remaining)):
            if text is None:
                continue
            try:
                parse_duration(text)
            except ValueError:
                yield Problem(
                    f"{path}.{field}",
                    Text(f"看不懂工期“{text[:40]}”", f"“{text[:40]}” is no duration"),
                    Text("请写成 5d、5ed、40h 或 40eh。", "Write 5d, 5ed, 40h or 40eh."),
                    "plan.duration",
                )


def _calendars(plan: Plan) -> Iterator[Problem]:
    own = {c.id: c for c in plan.calendars}
    for number, calendar in enumerate(plan.calendars):
        path = f"calendars[{number}]"
        if calendar.base not in own and calendar.base not in BUILT_IN_CALENDARS:
            yield Problem(
                f"{path}.base",
                Text(f"没有名为 {calendar.base} 的基准日历", f"no base calendar {calendar.base}"),
                Text("请改用 cn_workdays 等内置日历。", "Use a built-in one such as cn_workdays."),
                "plan.unknown_calendar",
            )
        for day, reason in _bad_week(calendar):
            yield Problem(
                f"{path}.week.{day}",
                reason,
                Text("写法：mon: [09:00-12:00, 13:00-18:00]。", "Write mon: [09:00-12:00]."),
                "plan.calendar_week",
            )


def _bad_week(calendar: Calendar) -> Iterator[tuple[str, Text]]:
    for day, intervals in calendar.week.items():
        if day.lower()[:3] not in _DAYS:
            yield day, Text(f"“{day}”不是星期", f"“{day}” is no day of the week")
        ends = 0
        for interval in intervals:
            match = _INTERVAL.fullmatch(interval.strip())
            if not match:
                yield day, Text(f"看不懂时段“{interval}”", f"“{interval}” is no interval")
                break
            begin, end = (int(match[i]) * 60 + int(match[i + 1]) for i in (1, 3))
            if begin >= end or begin < ends:
                yield day, Text("时段重叠或次序颠倒", "intervals overlap or run backwards")
                break
            ends = end


def _graph(plan: Plan) -> dict[str, list[str]]:
    """Successor lists over tasks and phases; a summary's links bind all that is below it.

    A summary has two nodes, its begin and its end, so that a task linked to its own summary and
    a ring through summaries are both found.
    """
    graph: dict[str, list[str]] = {}
    for node in plan.walk():
        begin, end = f"<{node.id}", f">{node.id}"
        graph.setdefault(begin, []).append(end)
        graph.setdefault(end, [])
        if node.parent is not None:
            graph.setdefault(f"<{node.parent}", []).append(begin)
            graph[end].append(f">{node.parent}")
    for task in plan.tasks():
        for link in task.all_links:
            source = f"{'>' if link.type[0] == 'F' else '<'}{link.pred}"
            target = f"{'<' if link.type[1] == 'S' else '>'}{task.id}"
            if source in graph:
                graph[source].append(target)
    return graph


def _cycle(plan: Plan) -> list[str]:
    """Return the ids along one cycle, the first again at the end; [] when there is none."""
    graph = _graph(plan)
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        on_path: dict[str, None] = {start: None}
        stack = [iter(graph[start])]
        while stack:
            after = next(stack[-1], None)
            if after is None:
                stack.pop()
                done.add(on_path.popitem()[0])
            elif after in on_path:
                path = list(on_path)
                return _named([*path[path.index(after) :], after])
            elif after not in done:
                on_path[after] = None
                stack.append(iter(graph[after]))
    return []


def _named(nodes: list[str]) -> list[str]:
    ids: list[str] = []
    for node in nodes:
        if not ids or ids[-1] != node[1:]:
            ids.append(node[1:])
    return ids if len(ids) > 1 and ids[0] == ids[-1] else [*ids, ids[0]]


def _cycle_problem(plan: Plan, cycle: list[str]) -> Problem:
    names = {node.id: node.task.name if node.task else node.phase.name for node in plan.walk()}
    steps = [f"{key} {names.get(key, '')}".strip() for key in cycle]
    if len(steps) > 12:
        steps = [*steps[:6], "…", *steps[-5:]]
    ring = " → ".join(steps)
    place = next((s.path for s in _tasks(plan) if s.task.id == cycle[0]), "phases")
    return Problem(
        place,
        Text(f"任务依赖成环：{ring}", f"the links form a cycle: {ring}"),
        Text("请去掉其中一条依赖。", "Remove one of these links."),
        "plan.cycle",
    )
