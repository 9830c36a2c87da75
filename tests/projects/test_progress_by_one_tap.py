"""One tap says how a task stands, one undo takes it back."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.core.errors import Conflict, DomainError, Forbidden
from yunchou.web.projects import selectors
from yunchou.web.projects.tasks import progressing


def item_of(actor):
    return selectors.get_work_item(actor=actor, ref="XPSS-2")


def report(actor, state, **further):
    return progressing.report(actor=actor, item=item_of(actor), state=state, **further)


def standing(actor):
    item = item_of(actor)
    return progressing.state_of(item.status.category, item.blocked_reason)


@pytest.mark.parametrize("state", ["doing", "blocked", "done"])
def test_a_tap_is_kept_and_one_undo_takes_it_back(project, member, state):
    change = report(member, state)
    assert standing(member) == state
    activity.undo(actor=member, activity_id=change.activity.id)
    item = item_of(member)
    assert standing(member) == "todo"
    assert (item.percent, item.actual_start, item.actual_finish) == (0, None, None)
    assert item.completed_at is None


def test_done_sets_percent_and_dates_and_reopening_keeps_the_start(project, member):
    report(member, "done")
    item = item_of(member)
    assert item.percent == 100
    assert item.actual_start
    assert item.actual_finish
    report(member, "doing")
    assert item_of(member).actual_finish is None
    assert item_of(member).actual_start == item.actual_start


def test_undoing_a_reopening_brings_the_moment_of_completion_back(project, member):
    report(member, "done")
    completed = item_of(member).completed_at
    change = report(member, "doing")
    activity.undo(actor=member, activity_id=change.activity.id)
    assert item_of(member).completed_at == completed


def test_blocked_says_why_and_going_on_clears_it(project, member):
    report(member, "blocked", reason="  等法务\n回复 ")
    assert item_of(member).blocked_reason == "等法务 回复"
    report(member, "doing")
    assert item_of(member).blocked_reason == ""


def test_a_reason_may_follow_later(project, member):
    report(member, "blocked")
    assert item_of(member).blocked_reason
    report(member, "blocked", reason="缺样品")
    assert item_of(member).blocked_reason == "缺样品"


def test_the_same_tap_twice_changes_nothing(project, member):
    report(member, "doing")
    assert report(member, "doing").activity is None


def test_a_stale_tap_shows_a_conflict(project, member, manager):
    seen = item_of(member).version
    report(manager, "done")
    with pytest.raises(Conflict):
        report(member, "doing", version=seen)


def test_unknown_states_and_percents_are_refused(project, member):
    with pytest.raises(DomainError):
        report(member, "almost")
    with pytest.raises(DomainError):
        report(member, "doing", percent=101)


def test_a_viewer_reports_nothing(project, viewer):
    with pytest.raises(Forbidden):
        report(viewer, "done")


def test_the_api_reports_progress_and_answers_with_an_undo(project, member, client_of):
    browser = client_of(member)
    url = f"/api/v1/projects/XPSS/items/{item_of(member).id}/progress"
    answer = browser.post(url, {"state": "doing"}, content_type="application/json").json()
    assert answer["item"]["version"] == item_of(member).version
    browser.post(f"/api/v1/projects/XPSS/undo/{answer['undo']}")
    assert standing(member) == "todo"
