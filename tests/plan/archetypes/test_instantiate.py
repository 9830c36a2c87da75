"""A project of one's own from a template, or from another project."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.messages import InputError
from yunchou.plan.archetypes import fit, instantiate, load, template_ids
from yunchou.plan.model import Person, Plan
from yunchou.plan.scheduling import schedule

START = dt.date(2026, 3, 2)


def test_goals_are_due_on_the_day_of_their_milestone() -> None:
    plan = instantiate("new_product_launch", start=START)

    lines = schedule(plan).by_id()
    assert plan.project.start == START
    assert plan.project.finish == max(line.finish for line in lines.values())  # type: ignore[type-var]
    for goal in plan.goals:
        assert goal.deadline is not None
        assert goal.deadline == lines[goal.due_milestone or ""].finish
        assert goal.deadline_offset_days == (goal.deadline - START).days


@pytest.mark.parametrize("template_id", template_ids())
def test_every_template_is_dated_backward_or_forward(template_id: str) -> None:
    anchor = load(template_id).project.schedule_anchor
    if anchor and anchor.task:
        plan = instantiate(template_id, anchor=dt.date(2026, 11, 11))
        assert schedule(plan)[anchor.task].finish == dt.date(2026, 11, 11)
        assert plan.project.anchor_date == dt.date(2026, 11, 11)
    else:
        plan = instantiate(template_id, start=START)
        assert plan.project.anchor_date is None
    assert all(goal.deadline for goal in plan.goals)
    again = schedule(plan)
    assert (again.start, again.finish) == (plan.project.start, plan.project.finish)
    assert again.shortage_days == 0


def test_a_short_plan_keeps_its_anchor_and_says_by_how_much() -> None:
    anchor, today = dt.date(2026, 5, 15), dt.date(2026, 4, 13)

    plan = instantiate("new_product_launch", anchor=anchor, today=today)
    place = fit(plan, anchor=anchor, today=today)

    assert plan.project.anchor_date == anchor
    assert plan.project.start == today
    assert place.shortage_days > 0
    assert place.start < today
    assert place.earliest == today
    assert place.remedies
    assert schedule(plan).shortage_days == place.shortage_days


def test_a_start_beside_an_anchor_is_the_earliest_start() -> None:
    early = instantiate("live_commerce", start=START, anchor=dt.date(2026, 9, 18))
    late = instantiate("live_commerce", start=START, anchor=dt.date(2026, 3, 20))

    assert early.project.start is not None
    assert early.project.start > START
    assert late.project.start == START


def test_without_a_date_there_are_no_dates() -> None:
    plan = instantiate("crm_rollout")

    assert plan.project.start is None
    assert plan.project.finish is None
    assert {goal.deadline for goal in plan.goals} == {None}


def test_an_anchor_needs_an_anchor_task() -> None:
    with pytest.raises(InputError) as error:
        instantiate("renewal_upsell", anchor=START)

    assert error.value.code == "schedule.no_anchor"
    assert "--start" in error.value.in_("zh")


def test_roles_are_mapped_to_people_who_may_hold_several() -> None:
    plan = instantiate("crm_rollout", people={"PM": ["王芳"], "IT": ["李强", "王芳"], "HR": [" "]})

    assert [(p.name, p.roles) for p in plan.people] == [("王芳", ["PM", "IT"]), ("李强", ["IT"])]
    assert len({person.id for person in plan.people}) == 2


def test_people_may_be_given_as_they_are() -> None:
    person = Person(id="U7", name="陈静", roles=["SD"])

    assert instantiate("crm_rollout", people=[person]).people == [person]


def test_the_kpi_follows_the_target_of_its_goal() -> None:
    goals = {"G1": {"target": 30, "baseline": 2, "baseline_source": "经销商台账"}}

    plan = instantiate("channel_recruitment", goals=goals)

    assert (plan.goals[0].target, plan.goals[0].baseline) == (30, 2)
    assert next(kpi.target for kpi in plan.kpis if kpi.goal == "G1") == 30
    assert load("channel_recruitment").goals[0].target == 18


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(InputError) as error:
        instantiate("crm_rollout", goals={"G9": {"target": 1}})

    assert error.value.code == "goal.unknown"
    assert "G1" in error.value.in_("en")


def test_a_bad_goal_value_is_refused_with_its_place() -> None:
    with pytest.raises(InputError) as error:
        instantiate("crm_rollout", goals={"G1": {"weight_pct": 300}})

    assert error.value.place == "goals.G1.weight_pct"


def test_name_number_and_draft_version_are_set() -> None:
    plan = instantiate("crm_rollout", name="华东CRM上线", number="CRM-2026-003")
    project = plan.project

    assert (project.name, project.number, project.version) == (
        "华东CRM上线",
        "CRM-2026-003",
        "V0.1",
    )
    assert instantiate("crm_rollout").project.number == ""


def test_a_copy_leaves_behind_what_happened() -> None:
    source = instantiate("crm_rollout", start=START, number="CRM-2026-001").model_dump()
    task = source["phases"][0]["tasks"][0]
    task |= {"percent": 60, "status": "进行中", "actual_start": START, "start": START}
    task |= {"comments": [{"text": "已约"}], "checklist": [{"name": "约访谈", "done": True}]}
    task |= {"deadline": START + dt.timedelta(days=7)}
    task |= {"constraint": {"type": "SNET", "date": START}}
    source["budget"]["lines"][0] |= {"spent": 1000, "committed": 10}
    source["kpis"][0]["actual"] = 12
    source["risks"][0] |= {"status": "triggered"}
    worked = Plan.model_validate(source)

    copy = instantiate(worked, name="二期", start=START + dt.timedelta(days=28))

    fresh = copy.phases[0].tasks[0]
    assert (fresh.percent, fresh.status, fresh.actual_start, fresh.start) == (None, "", None, None)
    assert fresh.comments == []
    assert [box.done for box in fresh.checklist] == [False]
    assert fresh.deadline == START + dt.timedelta(days=35)
    assert fresh.constraint is not None
    assert fresh.constraint.date == START + dt.timedelta(days=28)
    assert copy.budget.lines[0].spent is None
    assert copy.kpis[0].actual is None
    assert copy.risks[0].status == ""
    assert copy.project.number == ""
    assert worked.phases[0].tasks[0].percent == 60


def test_a_goal_without_milestone_keeps_its_distance_from_the_start() -> None:
    source = instantiate("crm_rollout", start=START).model_dump()
    source["goals"][0] |= {"due_milestone": None, "deadline": START + dt.timedelta(days=100)}
    source["goals"][1] |= {"due_milestone": None, "deadline": None, "deadline_offset_days": 50}

    copy = instantiate(Plan.model_validate(source), start=START + dt.timedelta(days=7))

    assert copy.goals[0].deadline == START + dt.timedelta(days=107)
    assert copy.goals[1].deadline == START + dt.timedelta(days=57)


@pytest.mark.parametrize("template_id", template_ids())
@pytest.mark.parametrize(
    "day",
    [
        dt.date(2020, 1, 2),  # past
        dt.date(2027, 6, 19),  # a Saturday
        dt.date(2027, 10, 1),  # a holiday
        dt.date(2028, 2, 29),
        dt.date(2035, 11, 11),
    ],
)
def test_whatever_the_day_the_anchor_stands_and_what_is_before_it_is_done(
    template_id: str, day: dt.date
) -> None:
    stated = load(template_id).project.schedule_anchor
    if stated is None or stated.task is None:
        plan = instantiate(template_id, start=day)
        assert schedule(plan).start >= day  # type: ignore[operator]  # a plan of days
        return
    today = dt.date(2026, 11, 23)
    plan = instantiate(template_id, anchor=day, today=today)
    found = schedule(plan)
    tasks = {task.id: task for task in plan.tasks()}
    assert found[stated.task].start == found[stated.task].finish == day
    last = day - dt.timedelta(days=stated.at == "start")
    for link in tasks[stated.task].all_links:
        assert found[link.pred].finish <= last  # type: ignore[operator]
    first = last + dt.timedelta(days=1)
    followers = [t.id for t in tasks.values() if stated.task in {k.pred for k in t.all_links}]
    assert followers
    assert all(found[name].start >= first for name in followers)  # type: ignore[operator]
    if stated.at == "start":
        assert min(found[name].start for name in followers) == day  # type: ignore[type-var]
    assert (found.shortage_days > 0) == (day < dt.date(2027, 1, 1))
