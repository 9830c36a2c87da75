"""Three steps lead from a template, a copy or a file to a running project."""

from __future__ import annotations

import pytest

from yunchou.web.projects.models import Assignment, Project, RoleHolder, WorkItem


def _projects(actor):
    return Project.objects.of(actor)


def test_the_first_step_offers_templates_copies_and_files(client_of, manager, project):
    page = client_of(manager).get("/projects/new").content.decode()
    assert "新品上市推广项目" in page
    assert "复制已有项目" in page
    assert 'type="file"' in page


def test_a_template_becomes_a_project_scheduled_backward_from_its_anchor(client_of, manager):
    answer = client_of(manager).post(
        "/projects/new",
        {
            "template": "new_product_launch",
            "step": "create",
            "name": "春季上市",
            "key": "CJSS",
            "mode": "anchor",
            "anchor": "2027-06-18",
            "earliest": "2027-01-04",
            "budget_pct": "50",
            "role_SD": str(manager.member_id),
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    made = _projects(manager).get(key="CJSS")
    launch = WorkItem.objects.of(manager).get(project=made, code="M4")
    assert launch.finish.isoformat() == "2027-06-18"
    assert RoleHolder.objects.of(manager).filter(project=made, role__code="SD").count() == 1


def test_too_little_time_before_the_anchor_is_said_and_the_anchor_stays(client_of, manager):
    page = client_of(manager).post(
        "/projects/new",
        {
            "template": "new_product_launch",
            "step": "people",
            "name": "赶工",
            "mode": "anchor",
            "anchor": "2027-03-05",
            "earliest": "2027-03-01",
        },
    )
    text = page.content.decode()
    assert "个工作日" in text
    assert "锚定日期不会自动移动" in text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("start", "2027-13-45", "日期格式"),
        ("start", "", "请填写开始日期"),
        ("budget_pct", "很多", "预算比例应为数字"),
        ("name", "  ", "请填写项目名称"),
    ],
)
def test_a_wrong_answer_is_explained_and_what_was_typed_is_kept(
    field, value, told, client_of, manager
):
    form = {
        "template": "crm_rollout",
        "step": "create",
        "name": "上线",
        "mode": "start",
        "start": "2027-03-01",
    }
    answer = client_of(manager).post("/projects/new", form | {field: value})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not _projects(manager).exists()


def test_a_copy_leaves_progress_behind(client_of, manager, project):
    item = WorkItem.objects.of(manager).get(project=project, code="T1")
    WorkItem.objects.of(manager).filter(id=item.id).update(percent=60)
    answer = client_of(manager).post(
        "/projects/new",
        {
            "copy": "XPSS",
            "step": "create",
            "name": "再来一次",
            "mode": "start",
            "start": "2027-03-01",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    made = _projects(manager).get(name="再来一次")
    copied = WorkItem.objects.of(manager).get(project=made, code="T1")
    assert (copied.percent, copied.duration) == (0, item.duration)
    assert not Assignment.objects.of(manager).filter(project=made).exists()


def test_a_member_may_not_make_projects(client_of, member):
    assert client_of(member).get("/projects/new").status_code == 403


def test_a_project_of_others_cannot_be_copied(client_of, outsider, project):
    assert client_of(outsider).get("/projects/new?copy=XPSS").status_code == 404


def test_a_taken_key_is_refused_and_nothing_is_written(client_of, manager, project):
    answer = client_of(manager).post(
        "/projects/new",
        {
            "template": "crm_rollout", "step": "create", "name": "上线", "key": "XPSS",
            "mode": "start", "start": "2027-03-01",
        },
    )  # fmt: skip
    assert "已被使用" in answer.content.decode()
    assert _projects(manager).count() == 1
