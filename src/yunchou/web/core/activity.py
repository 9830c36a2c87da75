"""The spine: every change leaves one row, written where the change is made.

From it come history, undo, audit, real-time push and the ETag of pages. The stream row is a lock
that all writers of a project share, so a service records last.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _

from yunchou.web.core import clock, events, sql
from yunchou.web.core.errors import DomainError, NotFound
from yunchou.web.core.models import Activity, ActivityStream

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from yunchou.web.core.permissions import Actor

Changes = dict[str, list[Any]]  # field -> [before, after]
_undoers: dict[str, Callable[[Actor, Activity], None]] = {}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An activity has been written in this transaction."""

    workspace_id: UUID
    stream_id: UUID
    seq: int
    activity_id: UUID


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it, dates as ISO text."""
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def differences(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """Return the fields of `after` whose value differs, each as [before, after]."""
    pairs = {key: [plain(before.get(key)), plain(after[key])] for key in after}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def current_seq(workspace_id: UUID, stream_id: UUID) -> int:
    """Return the number of the newest change of a stream, 0 when there is none."""
    rows = ActivityStream.objects.in_workspace(workspace_id).filter(id=stream_id)
    return rows.values_list("seq", flat=True).first() or 0


def record(
    *,
    actor: Actor,
    stream_id: UUID,
    verb: str,
    subject: Model,
    label: str = "",
    changes: Changes | None = None,
    undoes: UUID | None = None,
) -> Activity:
    """Write one change at the end of a service's transaction and return it."""
    if not connection.in_atomic_block:
        msg = "activity.record belongs at the end of a transaction"
        raise RuntimeError(msg)
    seq, head = _advance(actor.workspace_id, stream_id)
    row = Activity(
        workspace_id=actor.workspace_id,
        stream_id=stream_id,
        seq=seq,
        at=clock.now(),
        user_id=actor.user_id,
        actor_name=actor.name,
        verb=verb,
        subject_type=subject._meta.label_lower,  # noqa: SLF001 (Django's public name for it)
        subject_id=subject.pk,
        subject_version=getattr(subject, "version", 0),
        subject_label=label[:500],
        changes=plain(changes or {}),
        undoes=undoes,
    )
    row.hash = chain(head, row)
    row.save(force_insert=True)
    keys = [sql.stored(actor.workspace_id), sql.stored(stream_id)]
    sql.run(_HEAD, [row.hash, *keys])
    events.publish(Recorded(actor.workspace_id, stream_id, seq, row.id))
    return row


def _advance(workspace_id: UUID, stream_id: UUID) -> tuple[int, str]:
    """Take a stream's next number, and with it the stream's lock; return it and the last hash."""
    keys = [sql.stored(workspace_id), sql.stored(stream_id)]
    found = sql.fetch(_NEXT, keys)
    if not found:
        first = ActivityStream(id=stream_id, workspace_id=workspace_id)
        ActivityStream.objects.bulk_create([first], ignore_conflicts=True)
        found = sql.fetch(_NEXT, keys)
    return found[0][0], found[0][1]


_NEXT = (
    "UPDATE core_activitystream SET seq = seq + 1 WHERE workspace_id = %s AND id = %s"
    " RETURNING seq, head"
)
_HEAD = "UPDATE core_activitystream SET head = %s WHERE workspace_id = %s AND id = %s"


def chain(head: str, row: Activity) -> str:
    """Return the hash that ties a row to the one before it (SHA-256 over canonical JSON)."""
    body = [
        head, str(row.workspace_id), str(row.stream_id), row.seq, row.at.isoformat(),
        str(row.user_id), row.verb, row.subject_type, str(row.subject_id), row.changes,
    ]  # fmt: skip
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def changed_since(workspace_id: UUID, subject_id: UUID, version: int) -> dict[str, str]:
    """Return the fields of a row changed after a version, each with who changed it last."""
    rows = Activity.objects.in_workspace(workspace_id).filter(
        subject_id=subject_id, subject_version__gt=version
    )
    return {
        field: name
        for changes, name in rows.order_by("seq").values_list("changes", "actor_name")
        for field in changes
    }


def broken_link(workspace_id: UUID, stream_id: UUID) -> int | None:
    """Return the number of the first row whose hash does not follow, None if the chain holds."""
    head = ""
    rows = Activity.objects.in_workspace(workspace_id).filter(stream_id=stream_id).order_by("seq")
    for expected, row in enumerate(rows.iterator(chunk_size=500), 1):
        if row.seq != expected or row.hash != chain(head, row):
            return expected
        head = row.hash
    return None


def undoer(verb: str) -> Callable[[Callable[[Actor, Activity], None]], Any]:
    """Register how a verb is taken back: a function that calls the inverse service."""

    def register(function: Callable[[Actor, Activity], None]) -> Callable[[Actor, Activity], None]:
        _undoers[verb] = function
        return function

    return register


def undo(*, actor: Actor, activity_id: UUID, stream_id: UUID | None = None) -> Activity:
    """Take one change back by its inverse service, which checks permission and version itself.

    With a stream (a project's id), a change of any other is not found.
    """
    row = Activity.objects.of(actor).filter(id=activity_id).first()
    if row is None or stream_id not in {None, row.stream_id}:
        raise NotFound("not_found", _("找不到这项更改，或者你没有查看的权限。"))
    if row.verb not in _undoers:
        raise DomainError("undo.impossible", _("这项更改不能撤销。"))
    with transaction.atomic():
        _undoers[row.verb](actor, row)
    return row


def can_undo(verb: str) -> bool:
    """Whether a verb has an inverse."""
    return verb in _undoers
