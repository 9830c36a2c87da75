"""What the schema cannot say about a plan is found, with place and remedy."""

from __future__ import annotations

from typing import Any

import pytest

from yunchou.messages import InputError
from yunchou.plan.model import Plan
from yunchou.plan.validate import problems, require_valid


def plan(tasks: list[dict[str, Any]], **more: Any) -> Plan:
    phase = {"id": "P1", "name": "阶段", "tasks": [{"name": t["id"], **t} for t in tasks]}
    return Plan.model_validate({"project": {"name": "a"}, "phases": [phase], **more})


def found(made: Plan) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in problems(made)]


def test_a_sound_plan_has_no_problems():
    made = plan([{"id": "A"}, {"id": "B", "depends_on": ["A"]}])
    assert problems(made) == []
    require_valid(made)


@pytest.mark.parametrize(
    ("task", "code", "place"),
    [
        ({"depends_on": ["X"]}, "plan.unknown_task", "phases[0].tasks[0].depends_on"),
        ({"links": [{"pred": "X"}]}, "plan.unknown_task", "phases[0].tasks[0].links"),
        ({"role": "XX"}, "plan.unknown_role", "phases[0].tasks[0].role"),
        ({"consulted": ["XX"]}, "plan.unknown_role", "phases[0].tasks[0].consulted"),
        ({"assignees": [{"person": "X"}]}, "plan.unknown_person", "phases[0].tasks[0].assignees"),
        ({"calendar": "mars"}, "plan.unknown_calendar", "phases[0].tasks[0].calendar"),
        ({"milestone": True, "duration_days": 2}, "plan.milestone_duration", "phases[0].tasks[0]"),
        ({"duration": "five"}, "plan.duration", "phases[0].tasks[0].duration"),
        ({"depends_on": ["A"]}, "plan.cycle", "phases[0].tasks[0]"),
    ],
)
def test_a_problem_of_a_task_is_found(task: dict[str, Any], code: str, place: str):
    made = plan([{"id": "A", **task}], roles=[{"id": "SD", "name_zh": "总监"}])
    assert found(made) == [(code, place)]
    with pytest.raises(InputError) as caught:
        require_valid(made)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"risks": [{"id": "R", "description": "x"}] * 2}, "plan.duplicate_id", "risks[1]"),
        ({"kpis": [{"key": "k", "name": "x", "goal": "G9"}]}, "plan.unknown_goal", "kpis[0].goal"),
        ({"goals": [{"id": "G", "name": "x", "due_milestone": "M9"}]}, "plan.unknown_task", "goals[0].due_milestone"),
        ({"budget": {"lines": [{"id": "B", "name": "x", "planned_by_phase": {"P9": 1}}]}},
         "plan.unknown_phase", "budget.lines[0].planned_by_phase"),
        ({"meetings": [{"id": "M", "name": "x", "start": {"type": "tasks", "ids": ["T9"]}}]},
         "plan.unknown_task", "meetings[0].start.ids"),
        ({"training": [{"id": "T", "topic": "x", "linked_task": "T9"}]}, "plan.unknown_task", "training[0].linked_task"),
        ({"calendars": [{"id": "c", "base": "mars"}]}, "plan.unknown_calendar", "calendars[0].base"),
        ({"calendars": [{"id": "c", "week": {"周一": ["09:00-12:00"]}}]}, "plan.calendar_week", "calendars[0].week.周一"),
        ({"calendars": [{"id": "c", "week": {"mon": ["13:00-12:00"]}}]}, "plan.calendar_week", "calendars[0].week.mon"),
        ({"calendars": [{"id": "c", "week": {"mon": ["09:00-12:00", "11:00-13:00"]}}]},
         "plan.calendar_week", "calendars[0].week.mon"),
        ({"calendars": [{"id": "c", "week": {"mon": ["morning"]}}]}, "plan.calendar_week", "calendars[0].week.mon"),
    ],
)  # fmt: skip
def test_a_problem_of_a_table_is_found(more: dict[str, Any], code: str, place: str):
    assert found(plan([{"id": "A"}], **more)) == [(code, place)]


def test_an_id_used_twice_is_found_at_any_depth():
    made = plan([{"id": "A", "tasks": [{"id": "B", "name": "b"}]}, {"id": "B"}, {"id": "P1"}])
    assert [place for code, place in found(made) if code == "plan.duplicate_id"] == [
        "phases[0].tasks[1]",
        "phases[0].tasks[2]",
    ]


def test_a_cycle_is_told_by_its_names():
    tasks: list[dict[str, Any]] = [
        {"id": "A", "name": "甲", "depends_on": ["C"]},
        {"id": "B", "name": "乙", "links": [{"pred": "A", "type": "SS"}]},
        {"id": "C", "name": "丙", "depends_on": ["B"]},
    ]
    (problem,) = problems(plan(tasks))
    assert problem.code == "plan.cycle"
    for name in ("A 甲", "B 乙", "C 丙"):
        assert name in problem.text.zh


def test_a_task_may_not_wait_for_its_own_summary():
    inner: dict[str, Any] = {"id": "B", "name": "b", "depends_on": ["A"]}
    assert [code for code, _ in found(plan([{"id": "A", "tasks": [inner]}]))] == ["plan.cycle"]


def test_a_ring_through_summaries_is_found_and_siblings_are_fine():
    one: dict[str, Any] = {"id": "S1", "tasks": [{"id": "A", "name": "a", "depends_on": ["S2"]}]}
    two: dict[str, Any] = {"id": "S2", "tasks": [{"id": "B", "name": "b", "depends_on": ["A"]}]}
    assert [code for code, _ in found(plan([one, two]))] == ["plan.cycle"]
    two["tasks"][0]["depends_on"] = []
    assert found(plan([one, two])) == []


def test_a_long_chain_is_walked_without_recursion():
    tasks = [{"id": f"T{n}", "depends_on": [f"T{n - 1}"] if n else []} for n in range(5_000)]
    assert found(plan(tasks)) == []
    tasks[0]["depends_on"] = ["T4999"]
    (problem,) = problems(plan(tasks))
    assert "…" in problem.text.zh


def test_a_plan_without_roles_names_them_freely():
    assert found(plan([{"id": "A", "role": "whoever"}])) == []


def test_several_problems_are_said_together():
    with pytest.raises(InputError, match="the plan has 2 problems") as caught:
        require_valid(plan([{"id": "A", "depends_on": ["X"]}, {"id": "A"}]))
    assert caught.value.code == "plan.invalid"
    assert "没有编号为 X 的任务" in caught.value.in_("zh")
