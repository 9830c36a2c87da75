"""The demo is a workspace like any other, a month into its work, and goes in one step."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.exchange.demo import load_demo, remove_demo, sign_in_links
from yunchou.web.projects.models import Mention, Project, WorkItem
from yunchou.web.users.models import Member, User, Workspace


@pytest.fixture
def demo(db):
    return load_demo()


def test_two_projects_run_with_one_late_critical_task_each_and_twelve_people(demo):
    assert Member.objects.in_workspace(demo.id).count() == 12
    projects = Project.objects.in_workspace(demo.id)
    assert projects.filter(state="running").count() == 2
    for project in projects:
        items = WorkItem.objects.in_workspace(demo.id).filter(project=project)
        running = items.filter(kind="task", percent__gt=0, percent__lt=100)
        late = [i for i in running if i.critical and i.finish > i.baseline_finish]
        assert len(late) == 1
        assert items.filter(percent=100).exists()
        assert activity.broken_link(demo.id, project.id) is None


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
