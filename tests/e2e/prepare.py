"""Fill a data folder for browser stories: the demo, and a small project of its own for each story.

Run as a process of its own (`python -m tests.e2e.prepare KEY…`), since the pages are served by
another one.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def small_plan(key: str) -> dict[str, Any]:
    """Return a plan of two phases: T1 → T2 → M1, T3 beside; from Monday 2026-11-02."""
    tasks = [
        {"id": "T1", "name": "问卷", "duration_days": 5},
        {"id": "T2", "name": "访谈", "duration_days": 5, "depends_on": ["T1"]},
        {"id": "T3", "name": "竞品", "duration_days": 2},
    ]
    end = [{"id": "M1", "name": "通过", "milestone": True, "depends_on": ["T2", "T3"]}]
    return {
        "project": {"name": f"故事 {key}", "code_prefix": key, "start": "2026-11-02"},
        "roles": [{"id": "PM", "name_zh": "项目经理"}],
        "phases": [
            {"id": "P1", "name": "调研", "tasks": tasks},
            {"id": "P2", "name": "评审", "tasks": end},
        ],
    }


def large_plan(key: str, tasks: int, links: int) -> dict[str, Any]:
    """Return a plan of many tasks in phases of fifty, each link to one of the forty before."""
    import random

    chance = random.Random(7)  # noqa: S311 (the same plan every time, no secret)
    phases: list[dict[str, Any]] = []
    for number in range(1, tasks + 1):
        if number % 50 == 1:
            phases.append({"id": f"P{len(phases) + 1}", "name": f"第 {len(phases) + 1} 批"})
            phases[-1]["tasks"] = []
        task: dict[str, Any] = {
            "id": f"T{number}", "name": f"走访客户 {number}",
            "duration_days": chance.randint(1, 8),
        }  # fmt: skip
        if number > 1 and chance.random() < links / tasks:
            task["depends_on"] = [f"T{chance.randint(max(1, number - 40), number - 1)}"]
        phases[-1]["tasks"].append(task)
    project = {"name": f"大项目 {key}", "code_prefix": key, "start": "2026-03-02"}
    return {"project": project, "phases": phases}


def main(keys: list[str]) -> None:
    """Load the demo and make the projects; KEY=5000/4000 makes a large one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from yunchou.plan.model import Plan
    from yunchou.web.exchange.demo import load_demo
    from yunchou.web.exchange.plans import create_project
    from yunchou.web.users.models import Member
    from yunchou.web.users.selectors import actor_of_member

    workspace = load_demo()
    rows = Member.objects.in_workspace(workspace.id)
    people = {name: pk for name, pk in rows.values_list("name", "id") if name}
    actor = actor_of_member(people["林晓"])
    if actor is None:
        raise SystemExit("the demo has nobody called 林晓")
    for asked in keys:
        key, _, size = asked.partition("=")
        tasks, _, links = size.partition("/")
        body = large_plan(key, int(tasks), int(links or 0)) if size else small_plan(key)
        create_project(actor=actor, plan=Plan.model_validate(body))


if __name__ == "__main__":
    main(sys.argv[1:])
