"""Changes in words: what the spine recorded, as a colleague would tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yunchou.web.core import clock
from yunchou.web.projects import registers
from yunchou.web.projects.registers import columns, tables
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.selectors import not_found
from yunchou.web.ui.jinja import weekday

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

SHORT = 40  # characters of a name
FEW = 2  # fields that are named one by one


def when(at: dt.datetime, project: Project) -> str:
    """Return 10:24 for today, 昨天, a weekday for this week, else the date."""
    moment = at.astimezone(ZoneInfo(project.timezone))
    days = (clock.today(project.timezone) - moment.date()).days
    if days == 0:
        return moment.strftime("%H:%M")
    if days == 1:
        return str(_("昨天"))
    return weekday(moment.date()) if days < 7 else moment.strftime("%m-%d")


def sentence(row: Activity, actor: Actor, project: Project, statuses: dict[UUID, str]) -> str:
    """Return one change in words, without who made it; guarded fields are not told."""
    kind, _dot, verb = row.verb.rpartition(".")
    if row.undoes:
        return str(_("撤销了对“%(what)s”的更改") % {"what": _named(row)})
    if kind == "work_item":
        return _of_item(row, verb, statuses)
    try:
        entry = registers.get(kind)
    except type(not_found()):
        return _other(row)
    return _of_row(row, verb, entry, actor, project)


def _named(row: Activity) -> str:
    """Return the name of what was changed, without its reference."""
    reference, _space, name = row.subject_label.partition(" ")
    label = name if name and any(c.isdigit() for c in reference) else row.subject_label
    return label if len(label) <= SHORT else f"{label[: SHORT - 1]}…"


def _simple() -> dict[str, str]:
    return {
        "added": _("添加了%(kind)s“%(what)s”"), "created": _("新建了%(kind)s“%(what)s”"),
        "trashed": _("把%(kind)s“%(what)s”移入回收站"), "restored": _("恢复了%(kind)s“%(what)s”"),
        "moved": _("调整了%(kind)s“%(what)s”的位置"),
        "assigned": _("调整了%(kind)s“%(what)s”的负责人"),
        "staffed": _("调整了%(kind)s“%(what)s”的人员"),
        "split": _("调整了%(kind)s“%(what)s”的阶段金额"),
        "commented": _("评论了%(kind)s“%(what)s”"),
    }  # fmt: skip


def _of_item(row: Activity, verb: str, statuses: dict[UUID, str]) -> str:
    what = {"kind": _("任务").lower(), "what": _named(row)}
    if verb == "status":
        if row.changes.get("percent", [0, 0])[1] == 100:
            return str(_("完成了任务“%(what)s”") % what)
        status = (
            statuses.get(UUID(row.changes["status_id"][1])) if "status_id" in row.changes else ""
        )
        return str(_("把任务“%(what)s”改为%(status)s") % {**what, "status": status or ""})
    if verb == "changed" and "percent" in row.changes:
        percent = row.changes["percent"][1]
        return str(_("把任务“%(what)s”的进度更新为 %(n)s%%") % {**what, "n": percent})
    return str(_simple().get(verb, _("修改了%(kind)s“%(what)s”")) % what)


def _other(row: Activity) -> str:
    told = {
        "project.created": _("创建了项目“%(what)s”"), "goals.strategy.changed": _("修改了销售策略"),
    }  # fmt: skip
    kind, _dot, verb = row.verb.rpartition(".")
    if row.verb in told:
        return str(told[row.verb] % {"what": _named(row)})
    if kind == "comment":
        return str(_("评论了“%(what)s”") % {"what": _named(row)})
    plain = {key: text.replace("%(kind)s", "") for key, text in _simple().items()}
    return str(plain.get(verb, _("更新了“%(what)s”")) % {"what": _named(row)})


def _of_row(row: Activity, verb: str, entry: Any, actor: Actor, project: Project) -> str:
    what = {"kind": str(entry.title).lower(), "what": _named(row)}
    if verb != "changed":
        return str(_simple().get(verb, _("修改了%(kind)s“%(what)s”")) % what)
    visible = registers.visible_fields(entry, actor, project)
    named = {entry.model._meta.get_field(name).attname: name for name in visible}  # noqa: SLF001
    fields = [named[column] for column in row.changes if column in named]
    choice = next((f for f in fields if columns.kind_of(entry, f) == "choice"), "")
    if choice:
        value = columns.shown(entry, choice, row.changes[choice][1], Lookups(actor, project))
        words = _("把%(kind)s“%(what)s”的%(field)s改为%(value)s")
        return str(words % {**what, "field": tables.label_of(entry, choice), "value": value})
    labels = _("、").join(tables.label_of(entry, name) for name in fields[:FEW])
    if not labels:
        return str(_("修改了%(kind)s“%(what)s”") % what)
    return str(_("修改了%(kind)s“%(what)s”的%(fields)s") % {**what, "fields": labels})
