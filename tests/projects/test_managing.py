"""Settings, members and the trash of a project."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.core.errors import Conflict, DomainError, Forbidden, NotFound
from yunchou.web.core.permissions import Level
from yunchou.web.projects import managing, selectors
from yunchou.web.projects.models import ProjectMember


def fresh(actor):
    return selectors.get_project(actor=actor, key="XPSS")


def change(actor, values, version=None):
    return managing.change_project(
        actor=actor, project=fresh(actor), values=values, version=version
    )


def level_of(actor, member):
    rows = ProjectMember.objects.of(actor).filter(member_id=member.member_id)
    return rows.values_list("level", flat=True).first()


def test_settings_are_kept_and_can_be_undone(project, manager):
    done = change(manager, {"name": "新品上市二期", "effective_date": "2026-04-01",
                            "cosigners": "吴敏、唐宁，"})  # fmt: skip
    now = fresh(manager)
    assert (now.name, now.cosigners) == ("新品上市二期", ["吴敏", "唐宁，"])
    assert now.effective_date.isoformat() == "2026-04-01"
    activity.undo(actor=manager, activity_id=done.id)
    assert (fresh(manager).name, fresh(manager).effective_date) == ("新品上市", None)


def test_a_new_name_is_found_by_its_pinyin(project, manager):
    change(manager, {"name": "渠道下沉"})
    assert "qudaoxiachen" in fresh(manager).pinyin


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "长" * 501}, "name"),
        ({"state": "asleep"}, "state"),
        ({"tax_basis": "none"}, "tax_basis"),
        ({"warn_pct": 95}, "escalate_pct"),
        ({"freeze_pct": "many"}, "freeze_pct"),
        ({"freeze_pct": 1001}, "freeze_pct"),
        ({"manager_role": "NOBODY"}, "manager_role"),
        ({"key": "OTHER"}, "key"),
        ({"workspace_id": "x"}, "workspace_id"),
    ],
)
def test_nonsense_is_refused_and_named(project, manager, values, field):
    with pytest.raises(DomainError) as refusal:
        change(manager, values)
    assert refusal.value.field == field


def test_members_and_strangers_change_no_settings(project, member, outsider):
    with pytest.raises(Forbidden):
        change(member, {"name": "别名"})
    with pytest.raises(NotFound):
        fresh(outsider)


def test_background_and_basis_keep_their_paragraphs_and_stand_in_the_document(
    project, manager, client_of
):
    text = "老品增长停滞。\r\n\r\n主力门店动销连续三个季度下滑。"
    form = {"name": "新品上市", "background": text, "basis": " 年度计划 "}
    assert client_of(manager).post("/p/XPSS/settings", form).status_code == 302
    kept = fresh(manager)
    assert kept.background == "老品增长停滞。\n\n主力门店动销连续三个季度下滑。"
    assert kept.basis == "年度计划"
    page = client_of(manager).get("/p/XPSS/practices/document").content.decode()
    assert "主力门店动销连续三个季度下滑。" in page
    assert "项目背景" in client_of(manager).get("/p/XPSS/changes").content.decode()


def test_a_background_of_no_end_is_refused(project, manager):
    with pytest.raises(DomainError) as refusal:
        change(manager, {"background": "长" * 20_001})
    assert refusal.value.field == "background"


def test_a_clash_shows_both_values(project, manager, owner):
    version = fresh(owner).version
    change(manager, {"name": "甲"}, version)
    with pytest.raises(Conflict) as refusal:
        change(owner, {"name": "乙"}, version)
    assert (refusal.value.details["yours"], refusal.value.details["theirs"]) == ("乙", "甲")


def test_a_clash_in_the_form_shows_both_values_and_keeps_the_typed(project, manager, client_of):
    version = fresh(manager).version
    change(manager, {"name": "甲"}, version)
    answer = client_of(manager).post("/p/XPSS/settings", {"name": "乙", "version": version})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="乙"' in page
    assert "<p>甲</p>" in page


def test_somebody_joins_rises_and_leaves_and_each_can_be_undone(project, manager, finance):
    def put(level):
        return managing.set_member(
            actor=manager, project=fresh(manager), member_id=finance.member_id, level=level
        )

    joined = put(10)
    risen = put(20)
    activity.undo(actor=manager, activity_id=risen.id)
    assert level_of(manager, finance) == 10
    left = put(None)
    activity.undo(actor=manager, activity_id=left.id)
    assert level_of(manager, finance) == 10
    activity.undo(actor=manager, activity_id=joined.id)
    assert level_of(manager, finance) is None


def test_nobody_gives_more_than_they_have(project, manager, finance):
    with pytest.raises(DomainError):
        managing.set_member(
            actor=manager, project=project, member_id=finance.member_id, level=int(Level.OWNER)
        )


def test_strangers_of_other_workspaces_cannot_join(project, manager, outsider):
    with pytest.raises(DomainError):
        managing.set_member(actor=manager, project=project, member_id=outsider.member_id, level=10)


def test_a_project_keeps_a_manager(project, manager, owner):
    rows = ProjectMember.objects.of(manager).filter(level__gte=int(Level.MANAGER))
    last = rows.get().member_id
    with pytest.raises(DomainError):
        managing.set_member(actor=owner, project=fresh(owner), member_id=last, level=None)


def test_a_project_goes_to_the_trash_and_comes_back(project, manager, member, client_of):
    with pytest.raises(Forbidden):
        managing.trash_project(actor=member, project=fresh(member))
    managing.trash_project(actor=manager, project=fresh(manager))
    with pytest.raises(NotFound):
        fresh(manager)
    page = client_of(manager).get("/trash").content.decode()
    assert "新品上市" in page
    url = f"/trash/project/{project.id}/restore"
    assert client_of(member).post(url).status_code == 403
    assert client_of(manager).post(url, headers={"HX-Request": "1"}).status_code == 200
    assert fresh(manager).name == "新品上市"


def test_an_outsider_restores_nothing(project, manager, outsider, client_of):
    managing.trash_project(actor=manager, project=fresh(manager))
    answer = client_of(outsider).post(f"/trash/project/{project.id}/restore")
    assert answer.status_code == 404
