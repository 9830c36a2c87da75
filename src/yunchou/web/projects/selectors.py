"""Reading projects and work items. Loading is the permission check."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from yunchou.web.core import sql
from yunchou.web.core.errors import NotFound
from yunchou.web.core.permissions import Actor, Level, require
from yunchou.web.projects.models import Project, ProjectMember, Role, Status, WorkItem

if TYPE_CHECKING:
    from django.db.models import QuerySet


def not_found() -> NotFound:
    """Return the refusal that tells nothing about what exists."""
    return NotFound("not_found", _("找不到这个页面，或者你没有查看的权限。"))


def _inherited(actor: Actor) -> Level:
    """Level that the workspace alone gives in any of its projects."""
    if actor.level >= Level.MANAGER:
        return actor.level
    return Level.VIEWER if "director" in actor.functions else Level.NONE


def visible_projects(*, actor: Actor, trashed: bool = False) -> QuerySet[Project]:
    """Return the projects that the actor may see, each with its `level`."""
    own = ProjectMember.objects.of(actor).filter(
        project_id=OuterRef("id"), member_id=actor.member_id
    )
    inherited = Value(int(_inherited(actor)), output_field=IntegerField())
    level = Greatest(Coalesce(Subquery(own.values("level")[:1]), Value(0)), inherited)
    rows = Project.objects.of(actor).annotate(effective=level).filter(effective__gt=0)
    return rows.filter(trashed_at__isnull=not trashed)


def get_project(*, actor: Actor, key: str, need: str = "project.view") -> Project:
    """Return a project by its key; `NotFound` when not visible, `Forbidden` when not enough."""
    return _visible(actor, "p.key = %s", key.upper(), need)


def get_project_by_id(*, actor: Actor, project_id: UUID, need: str = "project.view") -> Project:
    """Return a project by its id, under the same check."""
    return _visible(actor, "p.id = %s", project_id, need)


#: asked by nearly every request: putting the statement together would cost more than running it
_LOAD = """
SELECT p.*, (SELECT m.level FROM projects_projectmember m WHERE m.workspace_id = p.workspace_id
        AND m.project_id = p.id AND m.member_id = %s) AS own_level,
    (SELECT s.seq FROM core_activitystream s WHERE s.id = p.id) AS seq,
    (SELECT s.seq FROM core_activitystream s WHERE s.id = p.workspace_id) AS workspace_seq
FROM projects_project p WHERE p.workspace_id = %s AND p.trashed_at IS NULL AND
"""


def _visible(actor: Actor, condition: str, value: object, need: str) -> Project:
    """Return a project with the actor's level in it and the state of its activity."""
    params = [sql.stored(each) for each in (actor.member_id, actor.workspace_id, value)]
    project = next(iter(Project.objects.raw(_LOAD + condition, params)), None)
    if project is None:
        raise not_found()
    project.effective = max(project.own_level or 0, _inherited(actor))  # type: ignore[attr-defined]  # of the statement
    if project.level == Level.NONE:
        raise not_found()
    require(actor, need, project.level)
    return project


def get_work_item(
    *, actor: Actor, ref: str | UUID, need: str = "project.view", trashed: bool = False
) -> WorkItem:
    """Return a work item by id or by its reference (XPSS-22), its project attached."""
    rows = WorkItem.objects.of(actor).filter(_reference(ref), trashed_at__isnull=not trashed)
    item = rows.select_related("status").first()
    if item is None:
        raise not_found()
    item.project = get_project_by_id(actor=actor, project_id=item.project_id, need=need)
    return item


def get_item_of(*, actor: Actor, project: Project, item_id: UUID) -> WorkItem:
    """Return a work item of a project that has been loaded under the permission needed."""
    here = [sql.stored(each) for each in (actor.workspace_id, project.id, item_id)]
    item = next(iter(WorkItem.objects.raw(_ITEM, here)), None)
    if item is None:
        raise not_found()
    item.project = project
    return item


_ITEM = """
SELECT w.* FROM projects_workitem w
WHERE w.workspace_id = %s AND w.project_id = %s AND w.id = %s AND w.trashed_at IS NULL
"""
_STATUS = """
SELECT s.* FROM projects_status s
WHERE s.workspace_id = %s AND s.project_id = %s AND s.trashed_at IS NULL
"""


def get_status(*, actor: Actor, project: Project, status_id: UUID) -> Status:
    """Return a column of the board; `NotFound` when it is another project's."""
    here = [sql.stored(each) for each in (actor.workspace_id, project.id, status_id)]
    found = next(iter(Status.objects.raw(f"{_STATUS} AND s.id = %s", here)), None)
    if found is None:
        raise not_found()
    return found


def _reference(ref: str | UUID) -> Q:
    if isinstance(ref, UUID):
        return Q(id=ref)
    try:
        return Q(id=UUID(ref))
    except ValueError:
        key, dash, number = ref.rpartition("-")
    if not dash or not number.isdecimal() or len(number) > 9:
        raise not_found()
    return Q(project__key=key.upper(), number=int(number))


def work_items(*, actor: Actor, project: Project) -> QuerySet[WorkItem]:
    """Return the live work items of a project in WBS order."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    return rows.order_by("position", "id")


def statuses(*, actor: Actor, project: Project) -> QuerySet[Status]:
    """Return the columns of the board in order."""
    return Status.objects.of(actor).filter(project=project, trashed_at=None).order_by("rank")


def roles(*, actor: Actor, project: Project) -> QuerySet[Role]:
    """Return the roles of a project in order."""
    return Role.objects.of(actor).filter(project=project, trashed_at=None).order_by("rank")
