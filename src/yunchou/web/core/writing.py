"""Changing a row under its optimistic lock: the few lines that every service shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from yunchou.web.core import activity
from yunchou.web.core.activity import Changes, differences, plain
from yunchou.web.core.errors import Conflict, DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.models import TenantModel


def apply(
    row: TenantModel, values: Mapping[str, Any], *, version: int | None, allowed: frozenset[str]
) -> Changes:
    """Write changed fields of a row if nobody changed it since `version` was read.

    Parameters
    ----------
    row
        As loaded in this transaction.
    values
        Field -> new value; only fields in `allowed`.
    version
        The version that the writer saw; None takes the row as it stands (jobs, bulk).

    Returns
    -------
    Changes
        Field -> [before, after]; empty when nothing differs, and then nothing is written.

    Raises
    ------
    Conflict
        With field, yours, theirs and the present version.
    DomainError
        When a field may not be written here.
    """
    if unknown := set(values) - allowed:
        name = min(unknown)
        raise DomainError("field.unknown", _("不能修改字段“%(field)s”。") % {"field": name}, name)
    before = {name: getattr(row, name) for name in values}
    changes = differences(before, dict(values))
    if version is not None and version != row.version:
        _refuse_clash(row, values, changes, since=version)
    if not changes:
        return changes
    for name in changes:
        setattr(row, name, values[name])
    fields = {name: getattr(row, name) for name in changes}
    rows = type(row).objects.in_workspace(row.workspace_id)
    written = rows.filter(pk=row.pk, version=row.version).update(**fields, version=F("version") + 1)
    if not written:
        _refuse_clash(row, values, changes, since=row.version)
        raise Conflict("conflict", _("别人正在修改这一项，请重试。"))
    row.version += 1
    return changes


def _refuse_clash(
    row: TenantModel, values: Mapping[str, Any], changes: Changes, *, since: int
) -> None:
    """Raise `Conflict` if a field to be written was changed by somebody after `since`.

    Edits of different fields do not clash: both stand.
    """
    fresh = type(row).objects.in_workspace(row.workspace_id).filter(pk=row.pk).first()
    if fresh is None:
        raise Conflict("gone", _("这一项已被删除，你的修改没有保存。"))
    touched = activity.changed_since(row.workspace_id, row.pk, since)
    for name in changes:
        if name in touched:
            raise Conflict(
                "conflict",
                _("%(who)s 刚刚改过这一项，请选择保留哪个值。") % {"who": touched[name]},
                name,
                details={
                    "yours": plain(values[name]),
                    "theirs": plain(getattr(fresh, name)),
                    "by": touched[name],
                    "version": fresh.version,
                },
            )
