"""Fills a fresh database with one project of a size, through the product's own services.

    python -m benchmarks.web.data 10000 facts.json

Twenty people; phases of a hundred tasks, descriptions of 300 characters, every second task done by
somebody, half of a phase in chains of links, five comments on every twentieth task. Writes what the
clients need to know (cookie, ids, CSRF token) as JSON.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import orjson

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

WORDS = [
    "客户",
    "渠道",
    "样品",
    "合同",
    "报价",
    "拜访",
    "培训",
    "发布",
    "物流",
    "竞品",
    "活动",
    "复盘",
    "指标",
    "预算",
    "方案",
    "调研",
]
PER_PHASE, CHAIN, PEOPLE, TALKED = 100, 5, 20, 20
CHUNK = 20_000


def body(size: int) -> dict[str, Any]:
    """Return a plan of `size` tasks as the plan file has it."""
    rng = random.Random(size)
    start = dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=28)
    long = {"id": "LONG", "name": "框架合同", "duration_days": 120}  # gives the finish
    phases: list[dict[str, Any]] = [{"id": "P0", "name": "总体", "tasks": [long]}]
    for first in range(0, size, PER_PHASE):
        count = min(PER_PHASE, size - first)
        phase = f"P{first // PER_PHASE + 1}"
        tasks = [_task(first + n, n, start, rng) for n in range(count)]
        phases.append({"id": phase, "name": f"{rng.choice(WORDS)}阶段", "tasks": tasks})
    project = {"name": "新品上市", "code_prefix": "BENCH", "start": start.isoformat()}
    return {"project": project, "phases": phases}


def _task(number: int, place: int, start: dt.date, rng: random.Random) -> dict[str, Any]:
    name = "".join(rng.choice(WORDS) for _ in range(4)) + str(number)
    text = "".join(rng.choice(WORDS) for _ in range(150))[:300]
    linked = place % CHAIN and place < PER_PHASE // 2
    status = ("todo", "todo", "doing", "done")[number % 4]
    facts: dict[str, Any] = {}
    if status != "todo":
        facts = {"actual_start": start.isoformat(), "percent": 50 if status == "doing" else 100}
    if status == "done":
        facts["actual_finish"] = (start + dt.timedelta(days=2)).isoformat()
    return {
        "id": f"T{number}", "name": name, "duration_days": rng.randint(1, 9), "notes": text,
        "status": status, "depends_on": [f"T{number - 1}"] if linked else [], **facts,
    }  # fmt: skip


def people() -> Actor:
    """Enter twenty people and return the one who acts."""
    from yunchou.web.core.permissions import Level
    from yunchou.web.users import services
    from yunchou.web.users.selectors import actor_of_member

    workspace = services.create_workspace(name="基准")
    members = [
        services.add_member(
            workspace=workspace, name=f"成员{n:02d}",
            level=Level.MANAGER if n == 0 else Level.MEMBER,
            user=services.create_user(email=f"m{n}@bench.example", name=f"成员{n:02d}"),
        )
        for n in range(PEOPLE)
    ]  # fmt: skip
    actor = actor_of_member(members[0].id)
    assert actor is not None
    return actor


def dress(actor: Actor, project: Project) -> None:
    """Give tasks people and comments."""
    from yunchou.web.core import clock
    from yunchou.web.projects.models import Assignment, Comment, WorkItem
    from yunchou.web.users.models import Member

    tasks = WorkItem.objects.of(actor).filter(project=project, kind="task").exclude(code="LONG")
    ids = list(tasks.order_by("number").values_list("id", flat=True))
    members = list(Member.objects.of(actor).order_by("name"))
    base = {"workspace_id": actor.workspace_id, "project": project}
    Assignment.objects.bulk_create(
        [
            Assignment(**base, item_id=item, member=members[n % PEOPLE])
            for n, item in enumerate(ids)
            if n % 2 == 0
        ],
        batch_size=2000,
    )
    Comment.objects.bulk_create(
        [
            Comment(
                **base, item_id=item, author=members[k], author_name=members[k].name,
                body="".join(WORDS[(n + k + j) % len(WORDS)] for j in range(40)), at=clock.now(),
            )
            for n, item in enumerate(ids)
            if n % TALKED == 0
            for k in range(5)
        ],
        batch_size=2000,
    )  # fmt: skip


def facts_of(actor: Actor, project: Project) -> dict[str, Any]:
    """Return what a client needs: who signs in, and which rows it asks for."""
    from yunchou.web.projects.models import Assignment, Status, WorkItem
    from yunchou.web.users import services
    from yunchou.web.users.models import User

    items = WorkItem.objects.of(actor).filter(project=project)
    middle = items.filter(kind="phase").order_by("position")[
        items.filter(kind="phase").count() // 2
    ]
    talked = items.filter(kind="task").exclude(code="LONG").order_by("number").first()
    assert talked is not None
    statuses = {s.category: str(s.id) for s in Status.objects.of(actor).filter(project=project)}
    held = set(
        items.filter(kind="task", status__category="todo")
        .order_by("-number")
        .values_list("id", flat=True)[:400]
    )
    links = _linked(actor, project)
    loose = [str(i) for i in held if i not in links]
    bound = [str(i) for i in held if i in links]
    assignee = (
        Assignment.objects.of(actor).filter(project=project, item__status__category="todo").first()
    )
    assert assignee is not None
    return {
        "key": project.key, "project": str(project.id), "workspace": str(actor.workspace_id),
        "session": services.open_session(
            user=User.objects.get(id=actor.user_id), workspace_id=actor.workspace_id
        ),
        "middle": str(middle.id), "item": str(talked.id),
        "number": talked.number, "statuses": statuses, "loose": loose, "bound": bound,
        "assignee": str(assignee.member_id), "query": "".join(WORDS[3:6]),
    }  # fmt: skip


def _linked(actor: Actor, project: Project) -> set[Any]:
    from yunchou.web.schedule.models import Dependency

    rows = Dependency.objects.of(actor).filter(project=project).values_list("pred_id", "succ_id")
    return {end for pair in rows for end in pair}


def main(size: int, target: Path) -> None:
    """Migrate, fill, and tell the clients where things are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from yunchou.plan.model import Plan
    from yunchou.web.exchange.plans import create_project

    call_command("migrate", interactive=False, verbosity=0)
    actor = people()
    project = create_project(actor=actor, plan=Plan.model_validate(body(size)))
    dress(actor, project)
    if connection.vendor == "postgresql":  # as autovacuum would; SQLite plans without figures
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    target.write_bytes(orjson.dumps(facts_of(actor, project)))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
