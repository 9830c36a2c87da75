"""Any plan of tasks, written for Microsoft Project and read again, has the same content and dates."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from yunchou.plan.formats import read, write
from yunchou.plan.model import Plan
from yunchou.plan.scheduling import schedule

LENGTHS = ({"duration_days": 3}, {"duration": "5d"}, {"duration": "3ed"}, {"duration": "12h"},
           {"duration": "2.5d"}, {"duration_days": 0, "milestone": True},
           {"duration_days": 4, "calendar": "natural_days"})  # fmt: skip
SIX = {
    "id": "six",
    "name": "六天",
    "base": "cn_workdays",
    "week": {"sat": ["08:00-12:00"]},
    "exceptions": [{"date": "2027-03-08", "hours": []}],
}


def a_task(random: Random, number: int, before: list[str]) -> dict[str, Any]:
    task: dict[str, Any] = {"id": f"T{number}", "name": f"任务{number} <&>\"'"}
    task |= random.choice(LENGTHS)
    if before and random.random() < 0.6:
        link = {
            "pred": random.choice(before),
            "type": random.choice(["FS", "SS", "FF", "SF"]),
            "lag": random.choice([1, -1, 2.5, 5]),
            "lag_unit": random.choice(["wd", "ed", "h", "eh"]),
        }
        task["links"] = [link]
    for key, value in {
        "constraint": {"type": random.choice(["SNET", "FNLT"]), "date": "2027-04-15"},
        "deadline": "2027-06-30",
        "assignees": [{"person": "p1", "units_pct": 50}],
        "labels": ["重点", "A类"],
        "deliverable": "成果",
        "priority": random.choice(["low", "high", "urgent"]),
        "notes": "第一行\n第二行",
        "cost": 99.5,
    }.items():
        if random.random() < 0.3:
            task[key] = value
    return task


def a_plan(seed: int) -> Plan:
    random = Random(seed)  # noqa: S311 (test data)
    phases: list[dict[str, Any]] = []
    ids: list[str] = []
    for number in range(random.randint(1, 3)):
        tasks = []
        for _ in range(random.randint(1, 5)):
            tasks.append(a_task(random, len(ids) + 1, ids))
            ids.append(tasks[-1]["id"])
        phases.append({"id": f"P{number}", "name": f"阶段{number}", "tasks": tasks})
    six = random.random() < 0.4
    return Plan.model_validate({
        "project": {"name": "方案", "start": "2027-03-01", **({"calendar": "six"} if six else {})},
        "people": [{"id": "p1", "name": "王敏", "department": "销售部"}],
        "calendars": [SIX] if six else [],
        "phases": phases,
    })  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_any_plan_comes_back_from_project_with_its_dates(seed: int):
    plan = a_plan(seed)
    data, written = write(plan, "mspdi")
    again, report = read(data, "p.xml")
    assert written.balanced and report.balanced
    assert list(again.tasks()) == list(plan.tasks())
    assert [phase.name for phase in again.phases] == [phase.name for phase in plan.phases]
    assert again.people == plan.people
    dates = [(line.id, line.start, line.finish) for line in schedule(plan).lines]
    assert [(line.id, line.start, line.finish) for line in schedule(again).lines] == dates
