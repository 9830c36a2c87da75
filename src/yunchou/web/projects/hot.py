"""Hot reads: JSON made by the database, one statement an answer, permission in its WHERE.

Written once for SQLite and PostgreSQL; what differs between them is in the first few functions.
"""

# ruff: noqa: S608 (SQL is put together from this file's own parts; values are parameters)
from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from yunchou.web.core import search
from yunchou.web.core import sql as database
from yunchou.web.core.errors import DomainError
from yunchou.web.projects import rollup, selectors

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.web.core.permissions import Actor

PAGE, MOST = 100, 200
HISTORY = 15
BUSY = 300  # tasks of one person


def postgres() -> bool:
    """Whether the database is PostgreSQL."""
    return connection.vendor == "postgresql"


def value(given: Any) -> Any:
    """Return a parameter as the database stores it."""
    return given.hex if isinstance(given, UUID) and not postgres() else given


def obj(**fields: str) -> str:
    """Return SQL of a JSON object."""
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in fields.items())
    return f"json_build_object({pairs})" if postgres() else f"json_object({pairs})"


def many(element: str, rest: str) -> str:
    """Return SQL of a JSON array: `element` over the rows of `FROM …`, in their order."""
    if postgres():
        return f"(SELECT coalesce(json_agg(q.j), '[]') FROM (SELECT {element} AS j {rest}) q)"
    return f"(SELECT json_group_array(json(q.j)) FROM (SELECT {element} AS j {rest}) q)"


def uid(column: str) -> str:
    """Return SQL of an identifier with its hyphens."""
    if postgres():
        return column
    parts = ", ".join(f"substr({column},{at},{n})" for at, n in ((1, 8), (9, 4), (13, 4), (17, 4)))
    joined = "||'-'||".join(parts.split(", "))
    return f"({joined}||'-'||substr({column},21))"


def truth(column: str) -> str:
    """Return SQL of true or false."""
    if postgres():
        return f"({column})"
    return f"json(CASE WHEN {column} THEN 'true' ELSE 'false' END)"


def document(column: str) -> str:
    """Return SQL of a stored JSON value."""
    return column if postgres() else f"json({column})"


def instant(column: str) -> str:
    """Return SQL of an instant as ISO text, UTC."""
    if postgres():
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return f"(replace({column}, ' ', 'T')||'Z')"


def _text(expression: str) -> str:
    return f"CAST({expression} AS text)"


def _own_level() -> str:
    return (
        "coalesce((SELECT m.level FROM projects_projectmember m WHERE"
        " m.workspace_id = p.workspace_id AND m.project_id = p.id AND m.member_id = %s), 0)"
    )


def gate(actor: Actor, key: str) -> tuple[str, list[Any]]:
    """Return the condition under which project `p` is this one and visible to the actor."""
    sql = "p.workspace_id = %s AND p.key = %s AND p.trashed_at IS NULL"
    params: list[Any] = [value(actor.workspace_id), key.upper()]
    if actor.sees_all_projects:
        return sql, params
    return f"{sql} AND {_own_level()} > 0", [*params, value(actor.member_id)]


def _state() -> str:
    """Return SQL of how far the activity of project `p` and of its workspace has come."""
    parts = (_seq(column) for column in ("p.id", "p.workspace_id"))
    return "||'.'||".join(f"CAST({part} AS text)" for part in parts)


def _seq(stream: str) -> str:
    return f"coalesce((SELECT y.seq FROM core_activitystream y WHERE y.id = {stream}), 0)"


def fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


# --- lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of tasks is cut down to; empty fields do not cut."""

    status: UUID | None = None
    category: str = ""
    assignee: UUID | None = None
    due_before: dt.date | None = None
    query: str = ""
    order: str = ""
    cursor: str = ""
    limit: int = PAGE


class Order(NamedTuple):
    """In which order a list comes, as an index has it: by which column, and which way."""

    column: str
    found: bool = False

    @property
    def sql(self) -> str:
        """SQL of the order: what was entered has a place of its own, others share theirs."""
        return f"{self.column} DESC" if self.found else f"{self.column}, i.id"

    @property
    def after(self) -> str:
        """SQL of the condition under which a row comes after a place and an id."""
        return f"({self.column}, i.id) {'<' if self.found else '>'} (%s, %s)"


_WBS, _DUE = Order("i.position"), Order("coalesce(i.finish, '9999-12-31')")


def _order(wanted: Filter) -> Order:
    """Return the order of a list: what a search finds comes newest first, else the tree's."""
    if wanted.order == "due":
        return _DUE
    if wanted.query.strip() and wanted.order != "wbs":
        return Order(search.place(), found=True)
    return _WBS


def _days() -> str:
    factor = "CASE WHEN i.duration_unit IN ('ed','eh') THEN 1440.0 ELSE 480.0 END"
    return f"round(i.duration / {factor}, 2)"


def _row() -> dict[str, str]:
    people = many(
        uid("a.member_id") if postgres() else f"json_quote({uid('a.member_id')})",
        "FROM projects_assignment a WHERE a.workspace_id = i.workspace_id AND a.item_id = i.id"
        " ORDER BY a.created_at, a.id",
    )
    return {
        "id": uid("i.id"), "ref": "p.key||'-'||i.number", "parent": uid("i.parent_id"),
        "depth": "i.depth", "wbs": "i.wbs", "name": "i.name", "kind": "i.kind",
        "start": "i.start", "finish": "i.finish", "duration": _days(),
        "natural": truth("i.duration_unit IN ('ed','eh') OR i.calendar = 'natural_days'"),
        "total_float": "i.total_float", "critical": truth("i.critical"), "percent": "i.percent",
        "status": uid("i.status_id"), "status_name": "s.name", "category": "s.category",
        "assignees": people if postgres() else f"json({people})",
        "baseline_start": "i.baseline_start", "baseline_finish": "i.baseline_finish",
        "deadline": "i.deadline", "priority": "i.priority", "role": "i.role",
        "labels": document("i.labels"), "version": "i.version",
    }  # fmt: skip


_FROM = (
    " FROM projects_project p JOIN projects_workitem i ON i.workspace_id = p.workspace_id"
    " AND i.project_id = p.id AND i.trashed_at IS NULL"
    " JOIN projects_status s ON s.id = i.status_id"
)


def items(*, actor: Actor, key: str, wanted: Filter) -> bytes:
    """Return tasks of a project as JSON {items, next}; `NotFound` when it is not visible."""
    return listed(actor=actor, key=key, wanted=wanted)[0]


def listed(*, actor: Actor, key: str, wanted: Filter) -> tuple[bytes, str]:
    """Return tasks as `items` does, and the project's state ("" of an empty list)."""
    limit = min(max(wanted.limit, 1), MOST)
    chosen, params = _chosen(actor, key, wanted)
    way = "DESC" if _order(wanted).found else ""
    sql = (
        f"SELECT {_text(obj(**_row()))}, c.place, {_text('c.id')}, {_state()}, {_above()}"
        f" FROM ({chosen}) c"
        f" {_then()} projects_workitem i ON i.id = c.id"
        f" {_then()} projects_project p ON p.id = i.project_id"
        f" {_then()} projects_status s ON s.id = i.status_id ORDER BY c.place {way}, c.id {way}"
    )
    rows = fetch(sql, [*params, limit + 1])
    if not rows:
        _require_visible(actor, key)
    after = _cursor(rows[limit - 1][1], rows[limit - 1][2]) if len(rows) > limit else None
    body = ",".join(_rolled(actor, row[0], *row[3:]) for row in rows[:limit])
    text = f'{{"items":[{body}],"next":{orjson.dumps(after).decode()}}}'
    return text.encode(), rows[0][3] if rows else ""


def _above() -> str:
    """Return SQL of the ids by which the percent of a summary is looked up; of a task none."""
    parts = (
        "EXISTS (SELECT 1 FROM projects_workitem k WHERE k.parent_id = i.id"
        " AND k.trashed_at IS NULL)"
    )
    return f"p.id, CASE WHEN i.kind = 'phase' OR {parts} THEN i.id END"


def _rolled(actor: Actor, text: str, state: str, project: Any, summary: Any) -> str:
    """Return a task as JSON, a summary with the percent of the work below it.

    That is counted once a change of the project, since a whole branch may hang on it.
    """
    if summary is None:
        return text
    done = rollup.at(actor, database.identity(project), int(state.partition(".")[0]))
    return orjson.dumps({**orjson.loads(text), "percent": done.get(summary, 0)}).decode()


def _then() -> str:
    """Return SQL of a join after what stands left of it: SQLite is told, PostgreSQL knows."""
    return "JOIN" if postgres() else "CROSS JOIN"


def _chosen(actor: Actor, key: str, wanted: Filter) -> tuple[str, list[Any]]:
    """Return SQL of the ids and places of one page, and its parameters up to the limit.

    The project is a constant here, so that an index gives the order and the page ends the search.
    """
    seen, params = gate(actor, key)
    order, first = _order(wanted), _people_first(actor, wanted)
    parts, further = _conditions(wanted, people_first=first)
    sql = (
        f"SELECT i.id, {order.column} AS place FROM {_tables(order, people_first=first)}"
        " WHERE i.workspace_id = %s"
        f" AND i.project_id = (SELECT p.id FROM projects_project p WHERE {seen})"
        f" AND i.trashed_at IS NULL{''.join(parts)} ORDER BY {order.sql} LIMIT %s"
    )
    return sql, [value(actor.workspace_id), *params, *further]


def _people_first(actor: Actor, wanted: Filter) -> bool:
    """Whether a list starts from a person's tasks, which are few.

    Of somebody with very many, the order meets a page sooner. PostgreSQL decides by its figures.
    """
    if wanted.assignee is None or _order(wanted).found:
        return False
    return postgres() or not fetch(
        "SELECT 1 FROM projects_assignment a WHERE a.workspace_id = %s AND a.member_id = %s"
        " LIMIT 1 OFFSET %s",
        [value(actor.workspace_id), value(wanted.assignee), BUSY],
    )


def _tables(order: Order, *, people_first: bool) -> str:
    item = "projects_workitem i"
    if order.found:
        return f"{search.tables()} {_then()} {item} ON i.id = e.subject_id"
    if people_first:
        return f"projects_assignment a {_then()} {item} ON i.id = a.item_id"
    return item


def _conditions(wanted: Filter, *, people_first: bool) -> tuple[list[str], list[Any]]:
    order = _order(wanted)
    parts: list[str] = []
    params: list[Any] = []

    def cut(sql: str, *given: Any) -> None:
        parts.append(f" AND {sql}")
        params.extend(value(each) for each in given)

    if wanted.status is not None:
        cut("i.status_id = %s", wanted.status)
    if wanted.category:
        cut("i.status_id IN (SELECT s.id FROM projects_status s WHERE s.project_id = i.project_id"
            " AND s.category = %s)", wanted.category)  # fmt: skip
    if wanted.due_before is not None:
        cut("i.finish < %s", wanted.due_before)
    if people_first:
        cut("a.workspace_id = i.workspace_id AND a.member_id = %s", wanted.assignee)
    elif wanted.assignee is not None:
        cut("EXISTS (SELECT 1 FROM projects_assignment a WHERE a.workspace_id = i.workspace_id"
            " AND a.item_id = i.id AND a.member_id = %s)", wanted.assignee)  # fmt: skip
    if order.found:
        cut(*search.condition(wanted.query))
    elif wanted.query.strip():
        sql, given = search.subjects(wanted.query)
        cut(f"i.id IN ({sql})", *given)
    if wanted.cursor:
        at, last = _place(wanted.cursor, order)
        cut(order.after, at, last)
    return parts, params


def _cursor(*place: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([str(part) for part in place])).decode()


def _place(cursor: str, order: Order) -> tuple[Any, UUID]:
    try:
        at, last = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        return (str(at) if order == _DUE else int(at)), UUID(last)
    except (ValueError, TypeError, binascii.Error) as error:
        words = _("翻页标记无效，请从第一页重新读取。")
        raise DomainError("cursor.invalid", words, "cursor") from error


def _require_visible(actor: Actor, key: str) -> None:
    """Tell an empty list from a project that is not there: only asked when nothing was found."""
    seen, params = gate(actor, key)
    if not fetch(f"SELECT 1 FROM projects_project p WHERE {seen}", params):
        raise selectors.not_found()


# --- one task ------------------------------------------------------------------------------------


def _called() -> str:
    name = "to_json(k.name)" if postgres() else "json_quote(k.name)"
    names = many(
        name,
        "FROM projects_mention o JOIN users_member k ON k.id = o.member_id"
        " WHERE o.workspace_id = c.workspace_id AND o.comment_id = c.id ORDER BY k.name",
    )
    return names if postgres() else f"json({names})"


def _comments() -> str:
    fields = obj(
        id=uid("c.id"), author=uid("c.author_id"), author_name="c.author_name", body="c.body",
        at=instant("c.at"), edited_at=instant("c.edited_at"), version="c.version",
        called=_called(),
    )  # fmt: skip
    rest = "FROM projects_comment c WHERE c.workspace_id = i.workspace_id AND c.item_id = i.id"
    return many(fields, f"{rest} AND c.trashed_at IS NULL ORDER BY c.at, c.id LIMIT 500")


def _boxes() -> str:
    fields = obj(id=uid("b.id"), name="b.name", done=truth("b.done"), version="b.version")
    rest = "FROM projects_checklistitem b WHERE b.workspace_id = i.workspace_id"
    return many(fields, f"{rest} AND b.item_id = i.id ORDER BY b.rank, b.id")


def _attachments() -> str:
    fields = obj(
        id=uid("f.id"), name="f.name", url="f.url", mime="f.mime", bytes="f.bytes",
        sha256="f.sha256", at=instant("f.created_at"),
    )  # fmt: skip
    rest = "FROM projects_attachment f WHERE f.workspace_id = i.workspace_id"
    return many(fields, f"{rest} AND f.item_id = i.id AND f.trashed_at IS NULL ORDER BY f.id")


def _people() -> str:
    fields = obj(id=uid("m.id"), name="m.name")
    rest = (
        "FROM projects_assignment a JOIN users_member m ON m.id = a.member_id"
        " WHERE a.workspace_id = i.workspace_id AND a.item_id = i.id ORDER BY a.created_at, a.id"
    )
    return many(fields, rest)


def _detail() -> dict[str, str]:
    """Return the fields of one task that lists leave out."""
    plain = (
        "constraint_date", "deliverable", "acceptance", "notes", "scope", "actual_start",
        "actual_finish", "blocked_reason", "manual_start", "manual_finish", "free_float",
        "duration_unit", "name_en", "calendar", "accountable",
    )  # fmt: skip
    return {
        **{name: f"i.{name}" for name in plain},
        "constraint": 'i."constraint"',
        "manual": truth("i.manual"),
        "consulted": document("i.consulted"), "informed": document("i.informed"),
        "people": _people(), "comments": _comments(), "checklist": _boxes(),
        "attachments": _attachments(), "created_at": instant("i.created_at"),
        "updated_at": instant("i.updated_at"), "completed_at": instant("i.completed_at"),
    }  # fmt: skip


def item(*, actor: Actor, key: str, ref: UUID | int) -> bytes:
    """Return one task with its comments, checklist and attachments as JSON: one statement."""
    return single(actor=actor, key=key, ref=ref)[0]


def single(*, actor: Actor, key: str, ref: UUID | int) -> tuple[bytes, str]:
    """Return one task as `item` does, and the state of the project's activity."""
    seen, params = gate(actor, key)
    sql = f"SELECT {_whole()}, {_state()}, {_above()}{_FROM} WHERE {seen} AND {_which(ref)}"
    rows = fetch(sql, [*params, value(ref)])
    if not rows:
        raise selectors.not_found()
    row, rest, state, *above = rows[0]
    return f"{_rolled(actor, row, state, *above)[:-1]},{rest[1:]}".encode(), state


def state(*, actor: Actor, key: str) -> str:
    """Return the state of a project's activity, as answers carry it; "" when not visible."""
    seen, params = gate(actor, key)
    rows = fetch(f"SELECT {_state()} FROM projects_project p WHERE {seen}", params)
    return str(rows[0][0]) if rows else ""


def _whole() -> str:
    # two objects, joined after: neither database takes so many arguments in one call
    return f"{_text(obj(**_row()))}, {_text(obj(**_detail()))}"


def _which(ref: UUID | int) -> str:
    return "i.id = %s" if isinstance(ref, UUID) else "i.number = %s"


def _neighbour(step: str, order: str) -> str:
    return (
        "(SELECT n.number FROM projects_workitem n WHERE n.workspace_id = i.workspace_id"
        " AND n.project_id = i.project_id AND n.trashed_at IS NULL"
        f" AND n.position {step} i.position ORDER BY n.position {order} LIMIT 1)"
    )


def _frame(level: str) -> dict[str, str]:
    """Return what the page of a task needs besides the task: project, choices, neighbours."""
    where = "WHERE {t}.workspace_id = p.workspace_id AND {t}.project_id = p.id"
    statuses = many(
        obj(id=uid("t.id"), name="t.name", name_en="t.name_en", category="t.category"),
        f"FROM projects_status t {where.format(t='t')} AND t.trashed_at IS NULL ORDER BY t.rank",
    )
    roles = many(
        obj(code="r.code", name="r.name", name_en="r.name_en"),
        f"FROM projects_role r {where.format(t='r')} AND r.trashed_at IS NULL ORDER BY r.rank",
    )
    return {
        "project": obj(
            id=uid("p.id"), key="p.key", name="p.name", timezone="p.timezone", level=level,
            state="p.state", calendar="p.calendar", seq=_seq("p.id"),
            workspace_seq=_seq("p.workspace_id"),
        ),
        "statuses": statuses, "roles": roles,
        "previous": _neighbour("<", "DESC"), "next": _neighbour(">", "ASC"),
        "parent_item": "(SELECT " + obj(number="u.number", name="u.name", wbs="u.wbs")
        + " FROM projects_workitem u WHERE u.id = i.parent_id)",
        "children": "(SELECT count(*) FROM projects_workitem k WHERE k.parent_id = i.id"
        " AND k.trashed_at IS NULL)",
        "history": _history(),
    }  # fmt: skip


def _history() -> str:
    fields = obj(
        id=uid("y.id"), seq="y.seq", at=instant("y.at"), actor_name="y.actor_name", verb="y.verb",
        changes=document("y.changes"), subject_label="y.subject_label",
        subject_type="y.subject_type", subject_id=uid("y.subject_id"),
        stream_id=uid("y.stream_id"), undoes=uid("y.undoes"),
    )  # fmt: skip
    rest = "FROM core_activity y WHERE y.workspace_id = i.workspace_id AND y.subject_id = i.id"
    return many(fields, f"{rest} ORDER BY y.seq DESC LIMIT {HISTORY}")


def page(*, actor: Actor, key: str, number: int) -> dict[str, Any]:
    """Return all that the page of a task shows: one statement."""
    seen, params = gate(actor, key)
    sql = (
        f"SELECT {_whole()}, {_text(obj(**_frame(_own_level())))}, {_state()}, {_above()}{_FROM}"
        f" WHERE {seen} AND i.number = %s"
    )
    rows = fetch(sql, [value(actor.member_id), *params, number])
    if not rows:
        raise selectors.not_found()
    row, rest, frame, *above = rows[0]
    parts = (_rolled(actor, row, *above), rest, frame)
    return {name: each for part in parts for name, each in orjson.loads(part).items()}
