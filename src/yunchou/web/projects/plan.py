"""The project's part of the plan: frame, roles, people, work breakdown; rows ⇄ Plan.

`write` puts the parts of a Plan into empty tables of a new project, `read` makes the parts anew.
Every step has the same two functions in its own `plan.py`; `exchange` composes them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yunchou.plan.formats.parts import kept_apart
from yunchou.plan.model import Assignee, Fen, Plan, Task, Walk, parse_duration
from yunchou.web.core import clock, ranks
from yunchou.web.core.permissions import Level
from yunchou.web.projects import finding
from yunchou.web.projects.models import (
    PLACE,
    Assignment,
    Attachment,
    ChecklistItem,
    Comment,
    Project,
    ProjectMember,
    ProjectRow,
    Role,
    RoleHolder,
    Status,
    WorkItem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from yunchou.web.core.models import TenantModel
    from yunchou.web.core.permissions import Actor

DAY = 480  # working minutes
CLOCK_DAY = 1440
#: columns of a new board: code, zh, en, category
DEFAULT_STATUSES = (
    ("todo", "待办", "To do", "todo"),
    ("doing", "进行中", "In progress", "doing"),
    ("review", "待验收", "In review", "doing"),
    ("done", "已完成", "Done", "done"),
)
#: Project column -> key of the plan's `project`
FRAME = {
    "name": "name", "name_en": "name_en", "background": "background", "basis": "basis",
    "sponsor_role": "sponsor_role", "manager_role": "manager_role", "number": "number",
    "plan_version": "version", "secrecy": "secrecy", "department": "department",
    "author": "author", "reviewer": "reviewer", "cosigners": "cosigners", "approver": "approver",
    "company": "company", "effective_date": "effective_date", "calendar": "calendar",
    "timezone": "timezone", "currency": "currency", "tax_basis": "tax_basis",
    "anchor_date": "anchor_date",
}  # fmt: skip


@dataclass
class PlanRows:
    """What the parts share while a plan is read from or written to rows."""

    actor: Actor
    project: Project
    items: dict[str, UUID] = field(default_factory=dict)  # task id in the plan -> row
    codes: dict[UUID, str] = field(default_factory=dict)  # row -> task id in the plan
    members: dict[str, UUID] = field(default_factory=dict)  # person id in the plan -> member
    people: dict[UUID, str] = field(default_factory=dict)  # member -> person id in the plan

    def base(self) -> dict[str, Any]:
        """Return the columns that every row of the project shares."""
        return {
            "workspace_id": self.project.workspace_id,
            "project": self.project,
            "created_by_id": self.actor.user_id,
        }

    def save(self, rows: Iterable[TenantModel]) -> None:
        """Insert rows of one table."""
        found = list(rows)
        if found:
            type(found[0]).objects.bulk_create(found, batch_size=500)


def day_of(moment: dt.date | dt.datetime | None) -> dt.date | None:
    """Return the day of a plan's moment."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def given(**values: Any) -> dict[str, Any]:
    """Return the values that say something, so that a plan holds no empty keys."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def tidy(value: Decimal | None) -> int | float | None:
    """Return a stored decimal as the plain number that a plan file holds."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


# --- into rows ---------------------------------------------------------------------------------


def write(rows: PlanRows, plan: Plan) -> None:
    """Write roles, people, statuses and the work breakdown of a new project."""
    _write_roles(rows, plan)
    statuses = _write_statuses(rows, plan)
    _write_items(rows, plan, statuses)


def frame_values(plan: Plan) -> dict[str, Any]:
    """Return the columns of a new project for a plan."""
    source = plan.project
    values = {column: getattr(source, key) for column, key in FRAME.items()}
    values |= {column: values[column] or "" for column in ("sponsor_role", "manager_role")}
    anchor = source.schedule_anchor
    kept = {
        "schema_version": plan.schema_version, "id": plan.id, "archetype": plan.archetype,
        "archetype_zh": plan.archetype_zh, "archetype_en": plan.archetype_en,
        "typical_duration_days": source.typical_duration_days,
        "critical_path_workdays": source.critical_path_workdays,
        "anchor_note": anchor.note if anchor else "",
        "anchor_at": anchor.at if anchor and anchor.at != "end" else "",
        "plan_extras": kept_apart(plan), "project_extras": source.extras,
        "budget_extras": plan.budget.extras, "scope_extras": plan.scope.extras,
    }  # fmt: skip
    return values | {
        "narrative": plan.narrative,
        "planned_start": day_of(source.start),
        "status_date": day_of(source.status_date),
        "anchor_backward": bool(anchor and anchor.mode == "backward_from_fixed_date"),
        "warn_pct": int(plan.budget.warn_pct),
        "escalate_pct": int(plan.budget.escalate_pct),
        "freeze_pct": int(plan.budget.freeze_pct),
        "archetype": plan.archetype or plan.id,
        "extras": given(**kept),
    }


def _write_roles(rows: PlanRows, plan: Plan) -> None:
    keys = ranks.spread(len(plan.roles))
    roles = [
        Role(
            **rows.base(), code=role.id, rank=rank, name=role.name_zh, name_en=role.name_en,
            headcount=Decimal(str(role.headcount)), fte_each=Decimal(str(role.fte_each)),
            extras=role.extras,
        )
        for role, rank in zip(plan.roles, keys, strict=True)
    ]  # fmt: skip
    rows.save(roles)
    by_code = {role.code: role for role in roles}
    rows.save(
        ProjectMember(
            **rows.base(), member_id=rows.members[person.id], level=int(Level.MEMBER),
            code=person.id, capacity_pct=Decimal(str(person.capacity_pct)), extras=person.extras,
        )
        for person in plan.people
        if person.id in rows.members
    )  # fmt: skip
    rows.save(
        RoleHolder(**rows.base(), role=by_code[code], member_id=rows.members[person.id])
        for person in plan.people
        for code in dict.fromkeys(person.roles)
        if code in by_code and person.id in rows.members
    )


def _write_statuses(rows: PlanRows, plan: Plan) -> dict[str, Status]:
    """Make the board's columns: the usual four, and those that the plan's tasks name."""
    known = {zh: code for code, zh, _en, _category in DEFAULT_STATUSES}
    known |= {en: code for code, _zh, en, _category in DEFAULT_STATUSES}
    named = dict.fromkeys(task.status for task in plan.tasks() if task.status)
    further = [name for name in named if name not in known and name not in known.values()]
    extra = [(f"S{n}", name, "", _guess(name)) for n, name in enumerate(further, 1)]
    entries = [*DEFAULT_STATUSES[:-1], *extra, DEFAULT_STATUSES[-1]]
    made = [
        Status(**rows.base(), code=code, name=zh[:100], name_en=en, category=category, rank=rank)
        for (code, zh, en, category), rank in zip(entries, ranks.spread(len(entries)), strict=True)
    ]
    rows.save(made)
    found = {status.code: status for status in made}
    return (
        found
        | {status.name: status for status in made}
        | {en: found[code] for code, _zh, en, _category in DEFAULT_STATUSES}
    )


def _guess(name: str) -> str:
    low = name.strip().lower()
    if any(
        word in low for word in ("done", "complete", "finish", "closed", "完成", "结束", "关闭")
    ):
        return "done"
    if any(word in low for word in ("doing", "progress", "review", "test", "进行", "验收", "评审")):
        return "doing"
    return "todo"


def _write_items(rows: PlanRows, plan: Plan, statuses: Mapping[str, Status]) -> None:
    nodes = list(plan.walk())
    keys = ranks.spread(len(nodes))
    board = ranks.spread(len(nodes))
    made: dict[str, WorkItem] = {}
    for number, (node, rank, place) in enumerate(zip(nodes, keys, board, strict=True), 1):
        values = _item_values(node)
        made[node.id] = WorkItem(
            **rows.base(), number=number, code=node.id, rank=rank, board_rank=place,
            parent=made[node.parent] if node.parent else None, position=number * PLACE,
            depth=node.depth, wbs=node.wbs, status=_status_of(node.task, statuses), **values,
        )  # fmt: skip
    rows.save(made.values())
    finding.index_project(rows.project)
    finding.index_items(rows.project, made.values())
    rows.project.next_number = len(nodes) + 1
    rows.items = {code: item.id for code, item in made.items()}
    rows.codes = {item.id: code for code, item in made.items()}
    _write_details(rows, [node.task for node in nodes if node.task], made)


def _status_of(task: Task | None, statuses: Mapping[str, Status]) -> Status:
    if task is None:
        return statuses["todo"]
    if task.status in statuses:
        return statuses[task.status]
    if task.actual_finish or task.percent == 100:
        return statuses["done"]
    return statuses["doing" if task.actual_start or task.percent else "todo"]


def minutes(text: str | None) -> tuple[int | None, str]:
    """Return a duration text as (minutes, unit): a day is 480 working or 1,440 clock minutes."""
    if not text:
        return None, "d"
    value, unit = parse_duration(text)
    size = {"d": DAY, "ed": CLOCK_DAY, "h": 60, "eh": 60}[unit]
    return int(value * size), unit


def _item_values(node: Walk) -> dict[str, Any]:
    if node.task is None:
        phase = node.phase
        return {
            "kind": "phase", "name": phase.name or phase.id, "name_en": phase.name_en,
            "role": phase.accountable_role or "", "notes": phase.notes, "extras": phase.extras,
        }  # fmt: skip
    task = node.task
    length = task.length
    text = f"{length.value.normalize():f}{length.unit}" if length else None
    duration, unit = minutes(text)
    baseline = task.baseline
    return {
        "kind": "milestone" if task.milestone else "task", "name": task.name,
        "name_en": task.name_en, "role": task.role or "",
        "accountable": task.accountable or "", "consulted": task.consulted,
        "informed": task.informed, "priority": task.priority, "labels": task.labels,
        "scope": task.scope[:60], "deliverable": task.deliverable, "acceptance": task.acceptance,
        "notes": task.notes, "cost_fen": task.cost, "duration": duration, "duration_unit": unit,
        "calendar": task.calendar or "", "extras": kept_apart(task),
        "estimate": task.estimate.model_dump() if task.estimate else None,
        "constraint": _constraint(task), "deadline": day_of(task.deadline),
        "constraint_date": day_of(task.constraint.date) if task.constraint else None,
        "manual": task.manual, "manual_start": day_of(task.start) if task.manual else None,
        "manual_finish": day_of(task.finish) if task.manual else None,
        "percent": round(task.percent or 0), "actual_start": day_of(task.actual_start),
        "actual_finish": day_of(task.actual_finish), "remaining": minutes(task.remaining)[0],
        "baseline_start": day_of(baseline.start) if baseline else None,
        "baseline_finish": day_of(baseline.finish) if baseline else None,
    }  # fmt: skip


def _constraint(task: Task) -> str:
    kind = task.constraint.type if task.constraint else ""
    return "" if kind == "ASAP" else kind


def _write_details(rows: PlanRows, tasks: Sequence[Task], made: Mapping[str, WorkItem]) -> None:
    rows.save(
        Assignment(
            **rows.base(), item=made[task.id], member_id=rows.members[person],
            units_pct=Decimal(str(units)),
        )
        for task in tasks
        for person, units in {a.person: a.units_pct for a in task.assignees}.items()
        if person in rows.members
    )  # fmt: skip
    rows.save(
        ChecklistItem(
            **rows.base(), item=made[task.id], rank=rank, name=box.name[:1000], done=box.done
        )
        for task in tasks
        for box, rank in zip(task.checklist, ranks.spread(len(task.checklist)), strict=True)
    )  # fmt: skip
    rows.save(
        Comment(
            **rows.base(), item=made[task.id], body=comment.text, at=_instant(comment.at),
            author_id=rows.members.get(comment.author), author_name=comment.author[:200],
        )
        for task in tasks
        for comment in task.comments
    )  # fmt: skip
    rows.save(
        Attachment(
            **rows.base(), item=made[task.id], name=file.name, url=file.url[:2000],
            bytes=file.bytes, mime=file.mime[:120],
        )
        for task in tasks
        for file in task.attachments
    )  # fmt: skip


def _instant(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return clock.now()
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


# --- out of rows -------------------------------------------------------------------------------


def read(rows: PlanRows) -> dict[str, Any]:
    """Return the plan's frame, roles, people and phases; fills the shared look-ups."""
    project = rows.project
    kept = dict(project.extras)
    frame = {key: getattr(project, column) for column, key in FRAME.items()}
    anchor = _items(rows).filter(id=project.anchor_item_id).values_list("code", flat=True).first()
    backward = "backward_from_fixed_date" if project.anchor_backward else "forward"
    note, at = kept.pop("anchor_note", ""), kept.pop("anchor_at", "end")
    frame |= given(
        code_prefix=project.key,
        start=project.planned_start or project.start,
        finish=project.finish,
        status_date=project.status_date,
        typical_duration_days=kept.pop("typical_duration_days", None),
        critical_path_workdays=kept.pop("critical_path_workdays", None),
        schedule_anchor={"task": anchor, "mode": backward, "note": note, "at": at}
        if anchor or note
        else None,
    )
    plan_extras = kept.pop("plan_extras", {})
    project_extras = kept.pop("project_extras", {})
    people = _read_people(rows)
    return {
        **plan_extras,
        **{key: kept[key] for key in kept if not key.endswith("_extras")},
        "project": {**given(**frame), **project_extras},
        "roles": _read_roles(rows),
        "people": people,
        "phases": _read_phases(rows),
        "narrative": project.narrative,
    }


def _items(rows: PlanRows) -> Any:
    return WorkItem.objects.of(rows.actor).filter(project=rows.project)


def _read_roles(rows: PlanRows) -> list[dict[str, Any]]:
    found = Role.objects.of(rows.actor).filter(project=rows.project, trashed_at=None)
    return [
        {
            "id": role.code, "name_zh": role.name, **given(name_en=role.name_en),
            "headcount": tidy(role.headcount), "fte_each": tidy(role.fte_each), **role.extras,
        }
        for role in found.order_by("rank")
    ]  # fmt: skip


def _read_people(rows: PlanRows) -> list[dict[str, Any]]:
    mine = ProjectMember.objects.of(rows.actor).filter(project=rows.project)
    found = list(mine.select_related("member").order_by("created_at", "id"))
    holders = RoleHolder.objects.of(rows.actor).filter(project=rows.project)
    roles: dict[UUID, list[str]] = {}
    for member_id, code in holders.order_by("role__rank").values_list("member_id", "role__code"):
        roles.setdefault(member_id, []).append(code)
    taken = {row.code for row in found if row.code}
    for number, row in enumerate(found, 1):
        code = row.code or _free(f"P{number}", taken)
        rows.people[row.member_id], rows.members[code] = code, row.member_id
    return [
        {
            "id": rows.people[row.member_id], "name": row.member.name,
            **given(department=row.member.department, position=row.member.position,
                    roles=roles.get(row.member_id, []), email=row.member.email),
            "capacity_pct": float(row.capacity_pct), **row.extras,
        }
        for row in found
    ]  # fmt: skip


def _free(wish: str, taken: set[str]) -> str:
    while wish in taken:
        wish += "_"
    taken.add(wish)
    return wish


def _read_phases(rows: PlanRows) -> list[dict[str, Any]]:
    items = list(
        _items(rows).filter(trashed_at=None).select_related("status").order_by("position", "id")
    )
    rows.codes = {item.id: item.code for item in items}
    rows.items = {item.code: item.id for item in items}
    details = _Details(rows)
    children: dict[UUID | None, list[WorkItem]] = {}
    for item in items:
        parent = item.parent_id if item.parent_id in rows.codes else None
        children.setdefault(parent, []).append(item)
    phases: list[dict[str, Any]] = []
    loose: dict[str, Any] | None = None
    for item in children.get(None, []):
        if item.kind == "phase":
            loose = None
            phases.append(
                _phase(item, [details.task(c, children) for c in children.get(item.id, [])])
            )
            continue
        if loose is None:
            loose = {
                "id": _free(f"_{len(phases) + 1}", set(rows.items)),
                "implicit": True,
                "tasks": [],
            }
            phases.append(loose)
        loose["tasks"].append(details.task(item, children))
    return phases


def _phase(item: WorkItem, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": item.code, "name": item.name,
        **given(name_en=item.name_en, accountable_role=item.role, notes=item.notes),
        "tasks": tasks, **item.extras,
    }  # fmt: skip


class _Details:
    """What hangs on the items, loaded in one query a table."""

    def __init__(self, rows: PlanRows) -> None:
        self.rows = rows
        self.assignees = self._group(Assignment, "member_id", "units_pct")
        self.boxes = self._group(ChecklistItem, "name", "done", order=("rank",))
        self.comments = self._group(
            Comment, "author_id", "author_name", "at", "body", order=("at",)
        )
        self.files = self._group(Attachment, "name", "url", "bytes", "mime")

    def _group(
        self, model: Any, *columns: str, order: tuple[str, ...] = ("created_at", "id")
    ) -> dict[UUID, list[tuple[Any, ...]]]:
        found = model.objects.of(self.rows.actor).filter(project=self.rows.project)
        if any(column.name == "trashed_at" for column in model._meta.fields):  # noqa: SLF001
            found = found.filter(trashed_at=None)
        grouped: dict[UUID, list[tuple[Any, ...]]] = {}
        for item_id, *values in found.order_by(*order).values_list("item_id", *columns):
            grouped.setdefault(item_id, []).append(tuple(values))
        return grouped

    def task(self, item: WorkItem, children: Mapping[Any, list[WorkItem]]) -> dict[str, Any]:
        """Return an item and what is below it as the plan's task."""
        below = [self.task(child, children) for child in children.get(item.id, [])]
        body = {"id": item.code, "name": item.name, **given(name_en=item.name_en), **_length(item)}
        body |= given(
            role=item.role, accountable=item.accountable, consulted=item.consulted,
            informed=item.informed, milestone=item.kind == "milestone" or None,
            deliverable=item.deliverable, acceptance=item.acceptance, calendar=item.calendar,
            estimate=item.estimate, deadline=item.deadline, manual=item.manual or None,
            start=item.manual_start, finish=item.manual_finish, scope=item.scope,
            priority=item.priority, labels=item.labels, status=_status_name(item),
            percent=item.percent or None, actual_start=item.actual_start,
            actual_finish=item.actual_finish, notes=item.notes, tasks=below,
            remaining=f"{item.remaining / 60:g}h" if item.remaining is not None else None,
            cost=Fen(item.cost_fen) if item.cost_fen is not None else None, **self._hanging(item),
        )  # fmt: skip
        if item.constraint:
            body["constraint"] = given(type=item.constraint, date=item.constraint_date)
        if item.baseline_start or item.baseline_finish:
            body["baseline"] = given(start=item.baseline_start, finish=item.baseline_finish)
        return {**body, **item.extras}

    def _hanging(self, item: WorkItem) -> dict[str, Any]:
        people = self.rows.people
        return {
            "assignees": [
                Assignee(person=people[member], units_pct=tidy(units) or 0).model_dump()
                for member, units in self.assignees.get(item.id, [])
                if member in people
            ],
            "checklist": [{"name": n, "done": d} for n, d in self.boxes.get(item.id, [])],
            "comments": [
                {"author": people.get(author, name), "at": at.isoformat(), "text": body}
                for author, name, at, body in self.comments.get(item.id, [])
            ],
            "attachments": [
                given(name=n, url=u, bytes=b, mime=m) for n, u, b, m in self.files.get(item.id, [])
            ],
        }


def _length(item: WorkItem) -> dict[str, Any]:
    if item.duration is None or (item.kind == "milestone" and not item.duration):
        return {"duration_days": 0} if item.kind == "milestone" else {}
    if item.duration_unit == "d":
        days = Decimal(item.duration) / DAY
        return {"duration_days": tidy(days)}
    size = CLOCK_DAY if item.duration_unit == "ed" else 60
    return {"duration": f"{item.duration / size:g}{item.duration_unit}"}


def _status_name(item: WorkItem) -> str:
    """Return the status unless progress already says it: a bare template stays bare."""
    untold = item.status.code == "todo" and not item.percent and not item.actual_start
    return "" if untold else item.status.name


# --- plain tables of later steps ---------------------------------------------------------------


def write_table(
    rows: PlanRows,
    model: type[ProjectRow],
    parts: Sequence[Any],
    columns: Mapping[str, str],
    *,
    code: str = "id",
) -> dict[str, Any]:
    """Write parts of a plan as rows of a step's table and return them by code.

    Parameters
    ----------
    columns
        Column of the table -> attribute of the part; references and decimals are converted by
        the kind of column.
    """
    made = {
        getattr(part, code): model(
            **rows.base(), code=getattr(part, code), rank=rank, extras=part.extras,
            **{
                column: value
                for column, attribute in columns.items()
                if (value := _inward(rows, model, column, getattr(part, attribute))) is not None
            },
        )
        for part, rank in zip(parts, ranks.spread(len(parts)), strict=True)
    }  # fmt: skip
    rows.save(made.values())
    return made


def _inward(rows: PlanRows, model: type[ProjectRow], column: str, value: Any) -> Any:
    target: Any = model._meta.get_field(column)  # noqa: SLF001 (Django's public name for it)
    related = getattr(target, "related_model", None)
    if value is None:
        return None
    if related is WorkItem:
        key = rows.items.get(value)
        return WorkItem(id=key) if key else None
    if related is not None and related.__name__ == "Member":
        member = rows.members.get(value)
        return related(id=member) if member else None
    if target.get_internal_type() == "DecimalField":
        return Decimal(str(value))
    return day_of(value) if isinstance(value, dt.date) else value


def read_table(
    rows: PlanRows, model: type[ProjectRow], columns: Mapping[str, str], *, code: str = "id"
) -> list[dict[str, Any]]:
    """Return the live rows of a step's table as parts of a plan, the inverse of `write_table`."""
    found = model.objects.of(rows.actor).filter(project=rows.project, trashed_at=None)
    return [
        {
            code: row.code,
            **given(**{a: _outward(rows, row, column) for column, a in columns.items()}),
            **row.extras,
        }
        for row in found.order_by("rank", "id")
    ]


def _outward(rows: PlanRows, row: Any, column: str) -> Any:
    target: Any = row._meta.get_field(column)  # noqa: SLF001 (Django's public name for it)
    related = getattr(target, "related_model", None)
    value = getattr(row, target.attname)
    if value is None:
        return None
    if related is WorkItem:
        return rows.codes.get(value)
    if related is not None and related.__name__ == "Member":
        return rows.people.get(value)
    if column.endswith("_fen"):
        return Fen(value)
    return tidy(value) if isinstance(value, Decimal) else value
