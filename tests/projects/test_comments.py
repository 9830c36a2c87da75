"""Comments: said, edited, deleted, undone; @ calls people; hostile text stays text."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError, Forbidden, NotFound
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Comment, Mention
from yunchou.web.projects.tasks import talking


@pytest.fixture
def item(project, member):
    return selectors.get_work_item(actor=member, ref="XPSS-2")


def said(actor):
    return [row.body for row in Comment.objects.of(actor).filter(trashed_at=None).order_by("at")]


def test_a_comment_is_kept_and_told_on_the_spine(item, member):
    comment, change = talking.add_comment(actor=member, item=item, body=" 样品周三到 ")
    assert comment.body == "样品周三到"
    assert (change.verb, change.subject_id) == ("work_item.commented", item.id)


def test_a_viewer_may_comment_and_somebody_elsewhere_finds_nothing(item, viewer, outsider):
    talking.add_comment(
        actor=viewer, item=selectors.get_work_item(actor=viewer, ref="XPSS-2"), body="看到了"
    )
    with pytest.raises(NotFound):
        talking.get_comment(actor=outsider, comment_id=Comment.objects.of(viewer).get().id)


@pytest.mark.parametrize("body", ["", "  \n ", "\x00"])
def test_an_empty_comment_is_refused(item, member, body):
    with pytest.raises(DomainError):
        talking.add_comment(actor=member, item=item, body=body)


def test_an_endless_comment_is_refused(item, member):
    with pytest.raises(DomainError):
        talking.add_comment(actor=member, item=item, body="长" * (talking.LONGEST + 1))


def test_only_the_author_edits_and_the_manager_may_delete(item, member, manager, viewer):
    comment, _change = talking.add_comment(actor=member, item=item, body="一")
    theirs = talking.get_comment(actor=manager, comment_id=comment.id)
    with pytest.raises(Forbidden):
        talking.edit_comment(actor=manager, comment=theirs, body="二")
    seen = talking.get_comment(actor=viewer, comment_id=comment.id)
    with pytest.raises(Forbidden):
        talking.trash_comment(actor=viewer, comment=seen)
    talking.trash_comment(actor=manager, comment=theirs)
    assert said(member) == []


def test_every_change_of_a_comment_can_be_undone(item, member):
    comment, spoken = talking.add_comment(actor=member, item=item, body="一")
    edited = talking.edit_comment(
        actor=member, comment=talking.get_comment(actor=member, comment_id=comment.id), body="二"
    )
    activity.undo(actor=member, activity_id=edited.id)
    assert said(member) == ["一"]
    gone = talking.trash_comment(
        actor=member, comment=talking.get_comment(actor=member, comment_id=comment.id)
    )
    activity.undo(actor=member, activity_id=gone.id)
    assert said(member) == ["一"]
    activity.undo(actor=member, activity_id=spoken.id)
    assert said(member) == []


def test_an_edit_overtaken_by_another_is_not_undone(item, member):
    comment, _spoken = talking.add_comment(actor=member, item=item, body="一")

    def edit(body):
        now = talking.get_comment(actor=member, comment_id=comment.id)
        return talking.edit_comment(actor=member, comment=now, body=body)

    first = edit("二")
    edit("三")
    with pytest.raises(DomainError):
        activity.undo(actor=member, activity_id=first.id)
    assert said(member) == ["三"]


def test_the_longest_name_after_an_at_is_called():
    people = [(1, "周立"), (2, "周立新"), (3, "林晓")]
    assert talking.called("@周立新 看一下，@林晓也看，@无人", people) == [2, 3]


def test_a_call_reaches_who_may_see_the_project_and_nobody_else(item, member, manager, finance):
    talking.add_comment(actor=member, item=item, body="@林晓 @吴敏 请确认")
    assert talking.unread(actor=manager) == 1
    assert talking.unread(actor=finance) == 0  # not in the project
    assert [row["item__name"] for row in talking.inbox(actor=manager)] == [item.name]


def test_looking_at_a_task_settles_its_calls(item, member, manager, client_of):
    talking.add_comment(actor=member, item=item, body="@林晓 请确认")
    client_of(manager).get("/p/XPSS/t/2")
    assert talking.unread(actor=manager) == 0


def test_an_edit_calls_newcomers_and_withdraws_unread_calls(item, member, manager, viewer):
    comment, _change = talking.add_comment(actor=member, item=item, body="@林晓")
    talking.edit_comment(actor=member, comment=comment, body="@徐静")
    called = Mention.objects.of(member).values_list("member__name", flat=True)
    assert list(called) == ["徐静"]


@pytest.mark.parametrize("typed", ["zl", "zhouli", "周", "li"])
def test_people_are_found_by_pinyin_initials_and_characters(project, member, typed):
    found = talking.people(actor=member, project=project, query=typed)
    assert "周立" in [person["name"] for person in found] or typed == "li"


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点我](javascript:alert(1))",
        "<svg/onload=alert(1)>",
        '@周立"><script>alert(1)</script>',
    ],
)
def test_hostile_comments_are_shown_as_text(item, member, client_of, body):
    talking.add_comment(actor=member, item=item, body=body)
    page = client_of(member).get("/p/XPSS/t/2").content.decode()
    talk = page[page.index('id="talk"') :]
    assert "<script>alert" not in talk
    assert "<img src" not in talk
    assert "<svg/onload" not in talk
    assert 'href="javascript' not in talk


def test_a_name_in_a_link_is_not_torn_apart(member):
    html = str(talking.html("@周立 见 [页面](https://a.example/@周立)", ["周立"]))
    assert '<b class="mention">@周立</b>' in html
    assert 'href="https://a.example/@' in html.replace("%E5%91%A8%E7%AB%8B", "周立")
    assert html.count("mention") == 1


def test_a_refused_comment_keeps_what_was_typed(project, member, client_of):
    answer = client_of(member).post(
        "/p/XPSS/t/2/comments", {"body": "长" * (talking.LONGEST + 1)}, headers={"HX-Request": "1"}
    )
    assert answer.status_code == 422
    assert "长长长" in answer.content.decode()


def test_a_posted_comment_answers_with_the_talk_and_an_undo(project, member, client_of):
    answer = client_of(member).post(
        "/p/XPSS/t/2/comments", {"body": "好"}, headers={"HX-Request": "1"}
    )
    assert answer.status_code == 200
    assert "/undo/" in answer.headers["HX-Trigger"]
    assert "好" in answer.content.decode()
