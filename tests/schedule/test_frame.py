"""What the dates hang on: start, anchor and calendar; shortage and remedies; the way back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.schedule.doors import another, items, take_back
from yunchou.web.core.errors import Conflict, DomainError, Forbidden, NotFound
from yunchou.web.projects.models import Project
from yunchou.web.schedule import framing

DAY = dt.date


def anchored(actor, project, day, **further):
    values = {
        "anchor_item_id": items(actor, project)["通过"].id, "anchor_date": day,
        "anchor_backward": True, **further,
    }  # fmt: skip
    return framing.set_frame(actor=actor, project=project, values=values, version=None)


def test_a_new_start_moves_the_whole_plan(manager, project):
    done = framing.set_frame(
        actor=manager, project=project, values={"planned_start": DAY(2026, 3, 9)}, version=1
    )
    assert items(manager, project)["通过"].finish == DAY(2026, 3, 20)
    assert {entry.delta for entry in done.moved} == {5}


def test_counting_back_puts_the_work_before_the_anchored_day(manager, project):
    anchored(manager, project, DAY(2026, 4, 30), planned_start=None)
    assert items(manager, project)["通过"].finish == DAY(2026, 4, 30)
    assert items(manager, project)["问卷"].start == DAY(2026, 4, 17)


def test_the_anchored_day_stays_and_the_shortage_is_told_with_remedies(manager, project):
    anchored(manager, project, DAY(2026, 3, 6))
    assert items(manager, project)["通过"].finish == DAY(2026, 3, 6)
    found = framing.outlook(actor=manager, project=project)
    assert found.shortage_days == 5
    assert {remedy.kind for remedy in found.remedies} >= {"crash", "fast_track"}
    assert "XPSS-2 问卷" in found.remedies[0].text.zh


def test_a_draft_is_short_when_it_would_have_begun_before_today(manager, project, monkeypatch):
    monkeypatch.setattr("yunchou.web.core.clock.today", lambda _zone: DAY(2026, 4, 20))
    anchored(manager, project, DAY(2026, 4, 30), planned_start=None)
    assert framing.outlook(actor=manager, project=project).shortage_days == 1
    Project.objects.of(manager).filter(id=project.id).update(state="running")
    project.refresh_from_db(fields=["state"], from_queryset=Project.objects.of(manager))
    assert framing.outlook(actor=manager, project=project).shortage_days == 0


def test_a_trial_says_what_would_move_and_writes_nothing(manager, project):
    before = {name: item.start for name, item in items(manager, project).items()}
    found = framing.outlook(
        actor=manager, project=project, values={"planned_start": DAY(2026, 3, 9)}
    )
    assert (found.start, found.finish, found.moved) == (DAY(2026, 3, 9), DAY(2026, 3, 20), 4)
    assert {name: item.start for name, item in items(manager, project).items()} == before
    assert project.planned_start == DAY(2026, 3, 2)


def test_another_calendar_dates_the_plan_anew_and_is_taken_back(manager, project):
    done = framing.set_frame(
        actor=manager, project=project, values={"calendar": "natural_days"}, version=None
    )
    assert items(manager, project)["访谈"].finish == DAY(2026, 3, 11)
    take_back(manager, done.activity)
    assert items(manager, project)["访谈"].finish == DAY(2026, 3, 13)


def test_counting_back_is_taken_back(manager, project):
    done = anchored(manager, project, DAY(2026, 4, 30), planned_start=None)
    take_back(manager, done.activity)
    assert items(manager, project)["问卷"].start == DAY(2026, 3, 2)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"anchor_backward": True}, "anchor.incomplete"),
        ({"planned_start": None}, "start.missing"),
        ({"calendar": "lunar"}, "calendar.unknown"),
    ],
)
def test_what_nothing_can_hang_on_is_refused(manager, project, values, code):
    with pytest.raises(DomainError) as refused:
        framing.set_frame(actor=manager, project=project, values=values, version=None)
    assert refused.value.code == code


def test_a_milestone_of_another_project_is_not_found(manager, project, plan):
    other = another(manager, plan)
    foreign = items(manager, other)["通过"]
    with pytest.raises(NotFound):
        framing.set_frame(
            actor=manager, project=project, version=None,
            values={"anchor_item_id": foreign.id, "anchor_date": DAY(2026, 5, 1)},
        )  # fmt: skip


def test_two_people_who_move_the_start_clash(manager, project):
    values = {"planned_start": DAY(2026, 3, 9)}
    framing.set_frame(actor=manager, project=project, values=values, version=1)
    with pytest.raises(Conflict) as clash:
        framing.set_frame(
            actor=manager, project=project, values={"planned_start": DAY(2026, 3, 16)}, version=1
        )
    assert clash.value.details["theirs"] == "2026-03-09"


def test_members_do_not_move_the_start(member, project):
    project.effective = 20
    with pytest.raises(Forbidden):
        framing.set_frame(
            actor=member, project=project, values={"planned_start": DAY(2026, 3, 9)}, version=None
        )


def test_a_date_that_cannot_be_kept_is_told_with_negative_float(manager, project):
    from yunchou.web.projects import services

    item = items(manager, project)["访谈"]
    values = {"constraint": "FNLT", "constraint_date": DAY(2026, 3, 10)}
    services.change_work_item(actor=manager, item=item, values=values, version=None)
    found = framing.outlook(actor=manager, project=project)
    assert [problem.task for problem in found.problems] == ["XPSS-3"]
    assert ("XPSS-2", "问卷", 3.0) in found.behind


def test_years_without_published_days_are_named(manager, project):
    framing.set_frame(
        actor=manager, project=project, values={"planned_start": DAY(2028, 1, 10)}, version=None
    )
    assert framing.outlook(actor=manager, project=project).estimated_years == [2028]
