"""RACI: who does a task, who answers for it, who is asked and who is told.

One role does it (R), exactly one answers for it (A): the task's own, else that of its phase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.web.core.errors import Conflict, DomainError
from yunchou.web.core.models import Activity
from yunchou.web.projects import services
from yunchou.web.projects.models import Role, WorkItem
from yunchou.web.projects.registers.columns import MANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.permissions import Actor

LETTERS = "ARCI"
FIELDS = frozenset({"role", "accountable", "consulted", "informed"})


def letters_of(text: object) -> frozenset[str]:
    """Return the letters that a person wrote into a cell: "A/R", "ar", "c"; refuse others."""
    if not isinstance(text, str | None):
        raise DomainError("raci.letters", _("职责只能填 R、A、C、I。"), "letters")
    written = (text or "").upper().translate({ord(c): None for c in "/、,， -—"})
    letters = frozenset(written)
    if len(written) > len(LETTERS) or letters - set(LETTERS):
        raise DomainError("raci.letters", _("职责只能填 R、A、C、I。"), "letters")
    if len(letters) > 1 and letters != {"A", "R"}:
        words = _("一个角色在一项工作里只能有一个字母；只有 A 和 R 可以写在一起。")
        raise DomainError("raci.both", words, "letters")
    return letters


def inherited(actor: Actor, item: WorkItem) -> str:
    """Return the role that answers for an item unless it names one itself."""
    rows, above = WorkItem.objects.of(actor), item.parent_id
    while above is not None:
        parent = rows.filter(id=above).values("kind", "role", "accountable", "parent_id").first()
        if parent is None:
            return ""
        own = parent["role"] if parent["kind"] == "phase" else parent["accountable"]
        if own:
            return str(own)
        above = parent["parent_id"]
    return ""


def answers_of(item: WorkItem, above: str) -> str:
    """Return the role that is accountable for an item; `above` is what it inherits."""
    return item.role if item.kind == "phase" else item.accountable or above


def marks_of(item: WorkItem, above: str) -> dict[str, str]:
    """Return role -> letters of an item; `above` is the role that it inherits as A."""
    answers = answers_of(item, above)
    marks = dict.fromkeys(item.informed, "I") | dict.fromkeys(item.consulted, "C")
    doer = "" if item.kind == "phase" else item.role
    if doer:
        marks[doer] = "R"
    if answers:
        marks[answers] = "A/R" if answers == doer else "A"
    return marks


def change_raci(
    *, actor: Actor, item: WorkItem, cells: Mapping[str, str], version: int | None
) -> services.Change:
    """Write cells of an item's line: role -> letters. R and A move from whoever had them.

    Refuses an unknown role, to take A away (it can only be handed on), and a cell that somebody
    else has changed after `version`; other cells of the line may have changed.
    """
    if len(cells) > MANY:
        raise DomainError("raci.many", _("一次改的格子太多了。"), "letters")
    known = set(
        Role.objects.of(actor)
        .filter(project_id=item.project_id, trashed_at=None)
        .values_list("code", flat=True)
    )
    above = inherited(actor, item)
    _refuse_clash(item, cells, version, above)
    line = _Line(item, above)
    for role, text in cells.items():
        letters = letters_of(text)
        if letters and role not in known:
            words = _("没有“%(value)s”这个角色，请先在“资源与预算”里添加。")
            raise DomainError("role.unknown", words % {"value": role[:60]}, "letters")
        line.clear(role)
        line.write(role, letters)
    line.refuse_two_heads(cells)
    return services.change_work_item(
        actor=actor, item=item, values=line.values(), version=item.version
    )


def _refuse_clash(
    item: WorkItem, cells: Mapping[str, str], version: int | None, above: str
) -> None:
    """Raise `Conflict` if one of the cells was changed after `version`."""
    if version is None or version == item.version:
        return
    past, by = {name: getattr(item, name) for name in FIELDS}, ""
    rows = Activity.objects.in_workspace(item.workspace_id).filter(
        subject_id=item.id, subject_version__gt=version
    )
    for changes, name in rows.order_by("-seq").values_list("changes", "actor_name"):
        touched = FIELDS & set(changes)
        past.update({field: changes[field][0] for field in touched})
        by = by or (name if touched else "")
    then = marks_of(WorkItem(kind=item.kind, **past), above)
    now = marks_of(item, above)
    for role, text in cells.items():
        theirs = now.get(role, "")
        if then.get(role, "") != theirs:
            words = _("%(who)s 刚刚改过这一项，请选择保留哪个值。") % {"who": by}
            details = {"yours": text, "theirs": theirs, "by": by, "version": item.version}
            raise Conflict("conflict", words, role, details=details)


class _Line:
    """An item's line of the matrix while it is being rewritten."""

    def __init__(self, item: WorkItem, above: str) -> None:
        self.phase, self.above = item.kind == "phase", above
        self.answers = answers_of(item, above)
        self.does = "" if self.phase else item.role
        self.lists = {"C": list(item.consulted), "I": list(item.informed)}

    def clear(self, role: str) -> None:
        """Take every letter from a role but A, which somebody must have."""
        if self.does == role:
            self.does = ""
        for names in self.lists.values():
            names[:] = [name for name in names if name != role]

    def write(self, role: str, letters: frozenset[str]) -> None:
        """Give letters to a role."""
        if "A" in letters:
            self.answers = role
        if "R" in letters:
            if self.phase:
                words = _("阶段只定最终负责（A），执行（R）写在它下面的任务上。")
                raise DomainError("raci.phase", words, "letters")
            self.does = role
        for letter in letters & {"C", "I"}:
            self.lists[letter].append(role)

    def refuse_two_heads(self, cells: Mapping[str, str]) -> None:
        """Refuse to leave the line without A, or with two of them."""
        if sum("A" in letters_of(text) for text in cells.values()) > 1:
            words = _("每项工作只能有一个最终负责（A）。")
            raise DomainError("raci.accountable", words, "letters")
        dropped = self.answers in cells and "A" not in letters_of(cells[self.answers])
        if self.answers and dropped:
            words = _("每项工作都要有一个最终负责（A）：请直接把 A 填给接手的角色。")
            raise DomainError("raci.accountable", words, "letters")

    def values(self) -> dict[str, Any]:
        """Return the columns of the item."""
        for letter in ("C", "I"):  # who does or answers need not be asked or told
            kept = {self.answers, self.does}
            self.lists[letter] = [name for name in self.lists[letter] if name not in kept]
        values: dict[str, Any] = {"consulted": self.lists["C"], "informed": self.lists["I"]}
        if self.phase:
            return {**values, "role": self.answers}
        own = "" if self.answers == self.above else self.answers
        return {**values, "role": self.does, "accountable": own}
