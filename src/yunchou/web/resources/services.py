"""Writing who holds a role, and how a budget line is split by phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from yunchou.web.core import activity
from yunchou.web.core.errors import Conflict, DomainError
from yunchou.web.core.permissions import require
from yunchou.web.projects.models import RoleHolder, WorkItem
from yunchou.web.projects.registers import get_row
from yunchou.web.projects.registers.columns import MANY, MOST_FEN
from yunchou.web.resources.models import BudgetLine, PhaseAmount
from yunchou.web.resources.registers import BUDGET, ROLES
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Role


@transaction.atomic
def staff_role(
    *, actor: Actor, role: Role, member_ids: Iterable[UUID], undoes: UUID | None = None
) -> Activity | None:
    """Say who fills a role; refuse people of another workspace. `role` comes from `get_row`."""
    require(actor, "project.plan", role.project.level)
    wanted = set(member_ids)
    if len(wanted) > MANY:
        raise DomainError("people.many", _("一个角色的人太多了。"), "members")
    known = Member.objects.of(actor).filter(id__in=wanted, active=True)
    if known.count() != len(wanted):
        raise DomainError("reference.unknown", _("所选的人不存在，请重新选择。"), "members")
    rows = RoleHolder.objects.of(actor).filter(role=role)
    before = set(rows.values_list("member_id", flat=True))
    if before == wanted:
        return None
    rows.exclude(member_id__in=wanted).delete()
    RoleHolder.objects.bulk_create(
        RoleHolder(
            workspace_id=role.workspace_id, project_id=role.project_id, role=role,
            member_id=member, created_by_id=actor.user_id,
        )
        for member in wanted - before
    )  # fmt: skip
    changes: activity.Changes = {"holders": [sorted(map(str, before)), sorted(map(str, wanted))]}
    return activity.record(
        actor=actor, stream_id=role.project_id, verb="resources.role.staffed", subject=role,
        label=f"{role.code} {role.name}", changes=changes, undoes=undoes,
    )  # fmt: skip


@activity.undoer("resources.role.staffed")
def _undo_staffed(actor: Actor, row: Activity) -> None:
    role = get_row(actor=actor, entry=ROLES, row_id=row.subject_id, write=True)
    now = RoleHolder.objects.of(actor).filter(role=role).values_list("member_id", flat=True)
    before, after = row.changes["holders"]
    if sorted(map(str, now)) != after:
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
    staff_role(actor=actor, role=role, member_ids=[UUID(i) for i in before], undoes=row.id)


@transaction.atomic
def split_line(
    *,
    actor: Actor,
    line: BudgetLine,
    amounts: dict[UUID, int | None],
    version: int | None = None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Set what a line plans by phase; its plan becomes the sum. Refuse what is no phase here.

    `line` comes from `get_row`; None takes a phase's amount away. Refuses a phase whose amount
    somebody else has changed after `version`.
    """
    require(actor, "project.plan", line.project.level)
    _refuse_amounts(actor, line, amounts)
    rows = PhaseAmount.objects.of(actor).filter(line=line)
    present = dict(rows.values_list("phase_id", "amount_fen"))
    changes: activity.Changes = {
        f"phase:{phase}": [present.get(phase), fen]
        for phase, fen in amounts.items()
        if present.get(phase) != fen
    }
    if not changes:
        return None
    _refuse_clash(line, changes, version)
    for phase, fen in amounts.items():
        _write_amount(actor, line, phase, fen)
    planned = rows.aggregate(total=Sum("amount_fen"))["total"] or 0
    if planned != line.planned_fen:
        changes["planned_fen"] = [line.planned_fen, planned]
    same = BudgetLine.objects.of(actor).filter(id=line.id)
    same.update(planned_fen=planned, version=F("version") + 1)
    line.planned_fen, line.version = planned, line.version + 1
    return activity.record(
        actor=actor, stream_id=line.project_id, verb="resources.budget_line.split", subject=line,
        label=f"{line.code} {line.name}", changes=changes, undoes=undoes,
    )  # fmt: skip


def _refuse_clash(line: BudgetLine, changes: activity.Changes, version: int | None) -> None:
    if version is None or version == line.version:
        return
    touched = activity.changed_since(line.workspace_id, line.id, version)
    for name, (theirs, yours) in changes.items():
        if by := touched.get(name):
            words = _("%(who)s 刚刚改过这一项，请选择保留哪个值。") % {"who": by}
            details = {"yours": yours, "theirs": theirs, "by": by, "version": line.version}
            raise Conflict("conflict", words, name.partition(":")[2], details=details)


def _refuse_amounts(actor: Actor, line: BudgetLine, amounts: dict[UUID, int | None]) -> None:
    phases = WorkItem.objects.of(actor).filter(
        project_id=line.project_id, kind="phase", id__in=list(amounts), trashed_at=None
    )
    if phases.count() != len(amounts):
        raise DomainError("reference.unknown", _("没有这个阶段，请刷新后再试。"), "phase")
    for fen in amounts.values():
        if fen is not None and not 0 <= fen <= MOST_FEN:
            raise DomainError("amount.negative", _("金额不能为负数。"), "phase")


def _write_amount(actor: Actor, line: BudgetLine, phase: UUID, fen: int | None) -> None:
    rows = PhaseAmount.objects.of(actor).filter(line=line, phase_id=phase)
    if fen is None:
        rows.delete()
    elif not rows.update(amount_fen=fen, version=F("version") + 1):
        PhaseAmount.objects.create(
            workspace_id=line.workspace_id, project_id=line.project_id, line=line,
            phase_id=phase, amount_fen=fen, created_by_id=actor.user_id,
        )  # fmt: skip


@activity.undoer("resources.budget_line.split")
def _undo_split(actor: Actor, row: Activity) -> None:
    line = get_row(actor=actor, entry=BUDGET, row_id=row.subject_id, write=True)
    found = PhaseAmount.objects.of(actor).filter(line=line)
    now: dict[str, Any] = {
        f"phase:{pk}": fen for pk, fen in found.values_list("phase_id", "amount_fen")
    }
    pairs = {name: pair for name, pair in row.changes.items() if name.startswith("phase:")}
    if any(now.get(name) != after for name, (_before, after) in pairs.items()):
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
    amounts = {UUID(name.removeprefix("phase:")): pair[0] for name, pair in pairs.items()}
    split_line(actor=actor, line=line, amounts=amounts, undoes=row.id)
