"""One small world for all passes: three projects with a row in every table.

`AAA` and `SIB` belong to the workspace of the people in the matrix, `BBB` to a workspace of its
own, in which every text is a canary. Everything is made by the services of real work; tables that
these leave empty get one row made by rule, so that a new table is in the world by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client

from tests.cast import join_workspace
from tests.matrix.table import BOARD, PICTURE
from yunchou.plan.archetypes import instantiate, load
from yunchou.web.core import ranks
from yunchou.web.core.models import TenantModel
from yunchou.web.core.permissions import Level
from yunchou.web.exchange.plans import create_project
from yunchou.web.exchange.services import read_file
from yunchou.web.projects import managing, registers, selectors, services
from yunchou.web.projects.models import Project, ProjectMember, WorkItem
from yunchou.web.projects.tasks import files as files_of_tasks
from yunchou.web.schedule import baselines
from yunchou.web.schedule import services as schedule
from yunchou.web.schedule.models import Dependency
from yunchou.web.users import people
from yunchou.web.users import services as users
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import ApiToken, User, Workspace
from yunchou.web.users.tokens import digest

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor

CANARY = "KANARI"
#: texts that are machinery, not words of a person
MACHINERY = {
    "key", "code", "rank", "board_rank", "currency", "timezone", "calendar", "slug", "hash",
    "head", "token_hash", "prefix", "password", "language", "theme", "subject_type", "verb", "wbs",
    "mime", "sha256", "archetype", "constraint", "duration_unit", "role", "rrule", "email",
    "pinyin", "grams", "url", "address",
}  # fmt: skip
FUNCTIONS = {"finance": ("finance",), "hr": ("hr",)}
LEVELS = {
    "owner": Level.OWNER, "manager": Level.MANAGER, "member": Level.MEMBER,
    "viewer": Level.VIEWER, "finance": Level.MEMBER, "hr": Level.MEMBER,
    "colleague": Level.MEMBER,
}  # fmt: skip
IN_PROJECT = {
    "member": Level.MEMBER, "viewer": Level.VIEWER, "finance": Level.VIEWER, "hr": Level.VIEWER,
}  # fmt: skip
COST_RATE = 7_654_321


@dataclass
class World:
    """Who is there, and what each project holds."""

    actors: dict[str, Actor] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    #: project key -> placeholder without $ -> what stands for it
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: (project key, register key) -> row, and the row of the same table in the trash
    rows: dict[tuple[str, str], tuple[UUID, UUID]] = field(default_factory=dict)
    before: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: lines of the table as `asking.lines` reads them for this world
    lines: dict[str, Any] = field(default_factory=dict)

    def client(self, person: str, **options: Any) -> Client:
        """Return a fresh browser in which somebody (or nobody) is signed in."""
        client = Client(raise_request_exception=False, **options)
        if person in self.sessions:
            client.cookies[SESSION_COOKIE] = self.sessions[person]
        return client

    def value(self, project: str, text: Any) -> Any:
        """Return what a placeholder stands for in a project; anything else unchanged."""
        known = self.objects[project]
        if isinstance(text, str) and text.startswith("$") and text[1:] in known:
            return str(known[text[1:]])
        if isinstance(text, list):
            return [self.value(project, part) for part in text]
        if isinstance(text, dict):
            return {self.value(project, k): self.value(project, v) for k, v in text.items()}
        return text


def snapshot() -> dict[str, tuple[int, int]]:
    """Return table -> (rows, sum of their hashes), and the same of the uploaded files."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 (our own names)
            rows = cursor.fetchall()
            found[model.__name__] = (len(rows), sum(hash(repr(row)) for row in rows))
    found["files"] = files()
    return found


def files() -> tuple[int, int]:
    """Return how many files have been uploaded, and the sum of their names' hashes."""
    names = [str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return len(names), sum(hash(name) for name in names)


def changed(before: dict[str, tuple[int, int]], allowed: frozenset[str] = frozenset()) -> list[str]:
    """Return the tables that differ from an earlier snapshot."""
    after = snapshot()
    return sorted(name for name in after if after[name] != before[name] and name not in allowed)


def build() -> World:
    """Make the world; call it inside a transaction that is rolled back."""
    world = World()
    home = users.create_workspace(name="华东销售中心")
    away = users.create_workspace(name="别家公司")
    for name, level in LEVELS.items():
        actor = join_workspace(home, name, level, *FUNCTIONS.get(name, ()))
        world.actors[name] = actor
    world.actors["outsider"] = join_workspace(away, "outsider", Level.OWNER)
    _give_logo(home)
    Workspace.objects.filter(id=home.id).update(is_demo=True)
    for name, actor in world.actors.items():
        world.sessions[name] = users.open_session(
            user=User.objects.get(id=actor.user_id), workspace_id=actor.workspace_id
        )
    for key, who in (("AAA", "manager"), ("SIB", "manager"), ("BBB", "outsider")):
        _project(world, key, world.actors[who])
    for name, level in IN_PROJECT.items():
        _let_in(world, name, level)
    _sing(world.projects["BBB"].workspace_id)
    world.before = snapshot()
    return world


def _let_in(world: World, name: str, level: Level) -> None:
    actor, project = world.actors[name], world.projects["AAA"]
    ProjectMember.objects.create(
        workspace_id=actor.workspace_id, project=project, member_id=actor.member_id,
        level=int(level),
    )  # fmt: skip


def _project(world: World, key: str, actor: Actor) -> None:
    plan = instantiate(
        load("new_product_launch"), name=f"项目{key}", start=dt.date(2027, 3, 1),
        anchor=None, people=[], today=dt.date(2027, 2, 1),
    )  # fmt: skip
    project = create_project(actor=actor, plan=plan, key=key)
    world.projects[key] = project = selectors.get_project(actor=actor, key=key)
    gone = create_project(actor=actor, plan=_tiny(key), key=f"{key}T")
    gone = selectors.get_project(actor=actor, key=gone.key)
    managing.trash_project(actor=actor, project=gone, version=None)
    world.objects[key] = {
        "key": key, "trashed": gone.id, "project": project.id, "slug": actor.workspace_slug,
        "workspace": actor.workspace_id,
    }  # fmt: skip
    _people(world, project, actor)
    _work(world, project, actor)
    _links_and_columns(world, project, actor)
    for model in apps.get_models():
        if issubclass(model, TenantModel):
            _fill(world, project, actor, model)
    for entry in registers.all_registers():
        _register(world, project, actor, entry)


def _tiny(key: str) -> Any:
    from yunchou.plan.model import Plan

    return Plan.model_validate(
        {"project": {"name": f"旧项目{key}", "start": "2027-03-01"},
         "phases": [{"id": "P1", "name": "一", "tasks": [{"id": "T1", "name": "甲", "duration_days": 1}]}]}
    )  # fmt: skip


def _work(world: World, project: Project, actor: Actor) -> None:
    """Choose the tasks that requests act on, and change one so that there is something to undo."""
    items = list(selectors.work_items(actor=actor, project=project).order_by("position"))
    leaves = [item for item in items if item.kind == "task"]
    phase, inside = next(
        (one, pair) for one in items if (pair := _free_neighbours(leaves, one)) is not None
    )
    chosen = {"phase": phase, "WorkItem": inside[0], "sibling": inside[1], "last": leaves[-1]}
    facts = world.objects[project.key]
    facts.update({name: item.id for name, item in chosen.items()})
    facts["number"] = inside[0].number
    facts["ref"] = f"{project.key}-{inside[1].number}"
    item = selectors.get_work_item(actor=actor, ref=inside[0].id, need="project.work")
    done = services.change_work_item(
        actor=actor, item=item, values={"name": "改过的任务"}, version=None
    )
    assert done.activity is not None
    facts["Activity"] = done.activity.id
    upload = SimpleUploadedFile("样品.png", PICTURE)
    facts["Attachment"] = files_of_tasks.add_file(actor=actor, item=item, upload=upload)[0].id
    facts["Import"] = read_file(actor=actor, name="board.json", data=BOARD).id
    fallen = selectors.get_work_item(actor=actor, ref=leaves[-2].id, need="project.work")
    services.trash_work_item(actor=actor, item=fallen, version=None)
    facts["trashed_item"] = fallen.id


def _people(world: World, project: Project, actor: Actor) -> None:
    """Note somebody with an account and somebody who has been invited, in this workspace."""
    if project.key == "SIB":
        shared = {name: world.objects["AAA"][name] for name in ("colleague", "invited")}
        world.objects["SIB"].update(shared)
        return
    somebody = join_workspace(
        Workspace.objects.get(id=actor.workspace_id), f"guest{project.key}", Level.MEMBER
    )
    invited, _secret = people.invite(actor=actor, name="新同事", level=Level.MEMBER)
    facts = world.objects[project.key]
    facts.update({"colleague": somebody.member_id, "invited": invited.id})


def _links_and_columns(world: World, project: Project, actor: Actor) -> None:
    """Note a link that the chosen task has, an empty column, and the newest baseline."""
    facts = world.objects[project.key]
    pred, succ = (
        selectors.get_work_item(actor=actor, ref=facts[name], need="project.work")
        for name in ("WorkItem", "last")
    )
    link, _change = schedule.add_link(
        actor=actor, pred=pred, succ=succ, type="FS", lag=Decimal(0), lag_unit="wd"
    )
    used = WorkItem.objects.of(actor).filter(project=project).values("status")
    empty = selectors.statuses(actor=actor, project=project).exclude(id__in=used).first()
    assert empty is not None
    baselines.take_baseline(actor=actor, project=project)
    facts.update({"Dependency": link.id, "empty": empty.id})


def _give_logo(workspace: Workspace) -> None:
    name = f"logos/{workspace.id}/logo.png"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PICTURE)
    Workspace.objects.filter(id=workspace.id).update(logo=f"/media/{name}")


def _free_neighbours(leaves: list[WorkItem], phase: WorkItem) -> list[WorkItem] | None:
    """Return two neighbouring tasks of a phase that do not depend on one another, if any."""
    inside = [item for item in leaves if item.parent_id == phase.id]
    links = Dependency.objects.in_workspace(phase.workspace_id)
    for pair in pairwise(inside):
        if not links.filter(pred__in=pair, succ__in=pair).exists():
            return list(pair)
    return None


def _fill(world: World, project: Project, actor: Actor, model: type[TenantModel]) -> None:
    """See to it that a table has a row of the project, and note its id."""
    facts = world.objects[project.key]
    rows: Any = model.objects.of(actor)
    names = {column.name for column in model._meta.fields}
    if "project" in names:
        rows = rows.filter(project=project)
    if "item" in names:
        rows = rows.filter(item_id=facts["WorkItem"])
    if "trashed_at" in names:
        rows = rows.filter(trashed_at=None)
    row = rows.order_by("id").first() or _made(world, project, actor, model)
    facts.setdefault(model.__name__, row.id)


def _made(world: World, project: Project, actor: Actor, model: type[TenantModel]) -> Any:
    values: dict[str, Any] = {"workspace_id": actor.workspace_id}
    for column in model._meta.fields:
        if column.name in {"id", "workspace", "version", "created_at"}:
            continue
        if column.name == "created_by":
            values["created_by_id"] = actor.user_id
        elif isinstance(column, models.ForeignKey):
            values[column.attname] = _target(world, project, actor, column)
        elif not (column.has_default() or column.null):
            values[column.attname] = _sample(column)
    if model.__name__ == "Comment":
        values["author_name"] = actor.name
    return model.objects.create(**values)


def _target(world: World, project: Project, actor: Actor, column: Any) -> UUID | None:
    target = column.related_model
    if target is Project:
        return project.id
    if target.__name__ == "Member":
        return actor.member_id
    if target is User:
        return actor.user_id
    known = world.objects[project.key].get(target.__name__)
    if known is None and not column.null:
        _fill(world, project, actor, target)
        known = world.objects[project.key][target.__name__]
    return known if known is None or isinstance(known, UUID) else UUID(str(known))


def _sample(column: Any) -> Any:
    if column.choices:
        return column.flatchoices[0][0]
    kind = column.get_internal_type()
    if column.name == "rank":
        return ranks.between(None, None)
    if kind == "CharField" and column.unique:
        return uuid4().hex[: column.max_length]
    return {
        "DateField": dt.date(2027, 3, 1), "DateTimeField": dt.datetime(2027, 3, 1, tzinfo=dt.UTC),
        "BooleanField": True, "JSONField": [], "UUIDField": uuid4(), "DecimalField": 1,
    }.get(kind, 1 if "Integer" in kind else "样本"[: column.max_length or 9])  # fmt: skip


def _register(world: World, project: Project, actor: Actor, entry: registers.Register) -> None:
    """Note a row of a table of the plan, and put a copy of it into the trash."""
    row = registers.rows(actor=actor, project=project, entry=entry)[0]
    first = row.id
    columns = {column.attname for column in entry.model._meta.fields}
    if "cost_rate_fen" in columns:
        rows: Any = entry.model.objects.of(actor)
        rows.filter(id=first).update(cost_rate_fen=COST_RATE)
    row.pk, row.id, row._state.adding = None, uuid4(), True
    row.code, row.trashed_at = f"{row.code}-X", dt.datetime(2027, 3, 2, tzinfo=dt.UTC)
    row.save(force_insert=True)
    world.rows[project.key, entry.key] = (first, row.id)


def _sing(workspace_id: UUID) -> None:
    """Write a canary into every text of a workspace, beside what services made of it."""
    for model in apps.get_models():
        names = {column.name for column in model._meta.fields}
        if "workspace" not in names or model is ApiToken:
            continue
        texts = [column for column in model._meta.fields if _is_text(column)]
        if not texts:
            continue
        every: Any = model._default_manager
        rows = every.across_workspaces() if hasattr(every, "across_workspaces") else every.all()
        for row in rows.filter(workspace_id=workspace_id):
            for column in texts:
                word = f"{CANARY}{column.name}{str(row.pk)[-6:]}"
                setattr(row, column.attname, word[: column.max_length or 200])
            row.save(update_fields=[column.attname for column in texts])
    Workspace.objects.filter(id=workspace_id).update(name=f"{CANARY}别家")


def _is_text(column: Any) -> bool:
    named = column.name in MACHINERY or column.name.endswith(("_role", "_key", "_rank"))
    kind = isinstance(column, models.CharField | models.TextField)
    return kind and not column.choices and not named and (column.max_length or 200) > 12


def token_of(actor: Actor, scope: str) -> str:
    """Return a personal token of somebody, with a scope."""
    secret = f"yc_{uuid4().hex}"
    ApiToken.objects.create(
        workspace_id=actor.workspace_id, member_id=actor.member_id, name="程序", scope=scope,
        token_hash=digest(secret), prefix=secret[:8],
    )  # fmt: skip
    return secret
