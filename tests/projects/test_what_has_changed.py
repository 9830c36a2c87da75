"""What has changed, in words: fields before and after, undo where possible, guarded ones hidden."""

from __future__ import annotations

import pytest

from yunchou.web.projects import history, managing, registers, selectors, services
from yunchou.web.projects.models import Role
from yunchou.web.projects.tasks import checklists, progressing, talking


def item_of(actor, ref="XPSS-2"):
    return selectors.get_work_item(actor=actor, ref=ref)


def feed(actor, **further):
    project = selectors.get_project(actor=actor, key="XPSS")
    return history.feed(actor=actor, project=project, **further)


def newest(actor):
    return feed(actor)[0][0]


def test_a_field_is_told_by_name_before_and_after(project, manager, member):
    services.change_work_item(
        actor=member, item=item_of(member), values={"priority": "high", "duration": 960},
        version=None,
    )  # fmt: skip
    entry = newest(manager)
    told = {each.label: (each.before, each.after) for each in entry.details}
    assert told == {"优先级": ("", "高"), "工期": ("5 天", "2 天")}
    assert (entry.who, entry.url) == ("周立", "/p/XPSS/t/2")


def test_a_status_is_told_by_its_name(project, member):
    progressing.report(actor=member, item=item_of(member), state="done")
    told = {each.label: each.after for each in newest(member).details}
    done = selectors.statuses(actor=member, project=project).get(category="done")
    assert told["状态"] == done.name
    assert told["进度"] == "100%"


def test_talk_is_quoted(project, member):
    talking.add_comment(actor=member, item=item_of(member), body="样品周三到")
    assert newest(member).quote == "样品周三到"
    checklists.add_box(actor=member, item=item_of(member), name="寄样品")
    assert newest(member).quote == "寄样品"


def test_who_joined_is_told_with_the_level(project, manager, finance):
    managing.set_member(actor=manager, project=project, member_id=finance.member_id, level=20)
    assert newest(manager).quote == "吴敏 · 成员"
    managing.set_member(actor=manager, project=project, member_id=finance.member_id, level=None)
    assert newest(manager).quote == "吴敏 · 离开项目"


def test_a_cost_rate_is_told_only_to_who_may_see_it(project, manager, member):
    entry = next(each for each in registers.all_registers() if each.model is Role and each.guarded)
    row = registers.get_row(
        actor=manager, entry=entry, row_id=Role.objects.of(manager).first().id, write=True
    )
    registers.change_row(
        actor=manager, entry=entry, row=row,
        values={"cost_rate_fen": 123400, "headcount": 3}, version=None,
    )  # fmt: skip

    def values(actor):
        return [each.after for each in newest(actor).details]

    assert "¥1,234.00" in values(manager)
    assert "¥1,234.00" not in values(member)
    assert values(member)


def test_undo_is_offered_to_who_may_and_not_twice(project, manager, member, viewer):
    change = services.change_work_item(
        actor=member, item=item_of(member), values={"priority": "high"}, version=None
    )
    assert newest(member).undo.endswith(f"/undo/{change.activity.id}")
    assert newest(viewer).undo == ""
    services.change_work_item(
        actor=member, item=item_of(member), values={"priority": ""}, version=None,
        undoes=change.activity.id,
    )  # fmt: skip
    entries, _after = feed(member)
    assert entries[0].words.startswith("撤销")
    assert entries[1].undo == ""


def test_pages_follow_each_other(project, member):
    for number in range(7):
        talking.add_comment(actor=member, item=item_of(member), body=f"第 {number} 条")
    first, after = feed(member, limit=4)
    second, _end = feed(member, limit=4, before=after)
    quotes = [entry.quote for entry in [*first, *second]]
    assert quotes[:7] == [f"第 {number} 条" for number in range(6, -1, -1)]


@pytest.mark.parametrize(
    ("kind", "expected"), [("talk", {"评论了"}), ("tasks", {"修改了"}), ("plan", {"创建了项目"})]
)
def test_kinds_are_kept_apart(project, member, kind, expected):
    talking.add_comment(actor=member, item=item_of(member), body="一")
    services.change_work_item(
        actor=member, item=item_of(member), values={"priority": "high"}, version=None
    )
    assert {entry.words for entry in feed(member, kind=kind)[0]} == expected


def test_changes_of_one_person_are_found(project, member, manager):
    talking.add_comment(actor=member, item=item_of(member), body="一")
    talking.add_comment(actor=manager, item=item_of(manager), body="二")
    assert {entry.who for entry in feed(manager, who=member.member_id)[0]} == {"周立"}


def test_the_whole_workspace_shows_only_what_one_sees(project, member, finance, outsider):
    talking.add_comment(actor=member, item=item_of(member), body="一")
    assert history.feed(actor=member)[0]
    assert history.feed(actor=finance)[0] == []
    assert history.feed(actor=outsider)[0] == []


def test_every_verb_written_here_has_words():
    from yunchou.web.core import activity

    known = set(history.VERBS) | {
        f"{entry.key}.{done}"
        for entry in registers.all_registers()
        for done in ("added", "changed", "trashed", "restored")
    }
    silent = {verb for verb in activity._undoers if verb.startswith(("work_item", "project."))}
    assert silent <= known
