"""The demo is a workspace like any other, a month into its work, and goes in one step."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.plan.smart import check
from yunchou.web.core import activity, clock
from yunchou.web.core.models import Activity
from yunchou.web.exchange.demo import load_demo, remove_demo, sign_in_links
from yunchou.web.goals.models import Goal
from yunchou.web.projects.models import Comment, Mention, Project, WorkItem
from yunchou.web.resources.models import BudgetLine
from yunchou.web.users.models import Member, User, Workspace


@pytest.fixture
def demo(db):
    return load_demo()


def late(project):
    items = WorkItem.objects.in_workspace(project.workspace_id).filter(project=project)
    running = items.filter(kind="task", percent__gt=0, percent__lt=100)
    return [i for i in running if i.critical and i.finish > i.baseline_finish]


def test_two_projects_run_one_with_a_late_critical_task_and_twelve_people(demo):
    assert Member.objects.in_workspace(demo.id).count() == 12
    projects = Project.objects.in_workspace(demo.id)
    assert projects.filter(state="running").count() == 2
    assert sorted(len(late(project)) for project in projects) == [0, 1]
    for project in projects:
        items = WorkItem.objects.in_workspace(demo.id).filter(project=project)
        assert items.filter(percent=100).exists()
        assert activity.broken_link(demo.id, project.id) is None


@pytest.mark.parametrize(
    "day", ["2026-11-23", "2026-10-05", "2027-02-10", "2027-03-01", "2027-06-26", "2028-01-01"]
)
def test_whatever_the_day_the_demo_is_a_month_old_and_alive(db, day):
    today = dt.date.fromisoformat(day)
    with clock.at(dt.datetime.combine(today, dt.time(2, 0), dt.UTC)):
        workspace = load_demo()
    busy = 0
    for project in Project.objects.in_workspace(workspace.id):
        items = WorkItem.objects.in_workspace(workspace.id).filter(project=project, kind="task")
        done, running = items.filter(percent=100), items.filter(percent__gt=0, percent__lt=100)
        assert done.count() >= 4
        busy += running.count()
        assert not done.filter(actual_finish__gt=today).exists()
        assert not [i for i in done if i.actual_finish != i.baseline_finish]
        assert len(late(project)) == (project.archetype == "new_product_launch")
        for item in late(project):
            told = Activity.objects.in_workspace(workspace.id).filter(subject_id=item.id)
            assert not told.filter(at__date__lt=item.actual_start).exists()
        assert not items.filter(percent=0, start__lt=today, actual_start=None).exists()
        past = Activity.objects.in_workspace(workspace.id).filter(stream_id=project.id)
        days = {row.at.date() for row in past}
        assert len(days) >= 3
        assert max(days) <= today
        assert activity.broken_link(workspace.id, project.id) is None
        assert Comment.objects.in_workspace(workspace.id).filter(project=project).count() >= 3
    assert busy >= 2  # on a holiday one of the two may be between its phases


def test_the_goals_of_the_demo_are_smart(demo):
    for project in Project.objects.in_workspace(demo.id):
        for goal in Goal.objects.in_workspace(demo.id).filter(project=project):
            found = check(goal.statement, ref_date=clock.today(), archetype=project.archetype)
            assert not found.fails, (goal.statement, found.letters)


def test_what_is_spent_is_spent_on_what_has_begun(demo):
    for line in BudgetLine.objects.in_workspace(demo.id):
        assert (line.spent_fen or 0) + (line.committed_fen or 0) <= line.planned_fen


def test_somebody_has_been_called(demo):
    assert Mention.objects.in_workspace(demo.id).count() >= 2


def test_loading_again_changes_nothing(demo):
    assert load_demo().id == demo.id
    assert Workspace.objects.count() == 1


def test_the_links_sign_in_four_people_once(demo, client):
    links = sign_in_links()
    assert len(links) == 4
    path = links[0][1]
    assert client.post(path).status_code == 302
    assert client.get("/").status_code == 200
    assert client.post(path).status_code == 410


def test_removing_leaves_nothing_of_it(demo):
    assert remove_demo()
    assert not Workspace.objects.exists()
    assert not User.objects.exists()
    assert not remove_demo()


def test_removing_takes_its_files_from_the_disk_and_spares_the_files_of_others(
    demo, workspace, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    for place in (demo, workspace):
        for folder in (f"attachments/{place.id.hex}/1f", f"logos/{place.id}"):
            (tmp_path / folder).mkdir(parents=True)
            (tmp_path / folder / "file").write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        remove_demo()
    left = {path.relative_to(tmp_path).parts[1] for path in tmp_path.rglob("file")}
    assert left == {workspace.id.hex, str(workspace.id)}


def test_removing_spares_the_work_of_others(demo, project):
    remove_demo()
    assert Project.objects.in_workspace(project.workspace_id).count() == 1
