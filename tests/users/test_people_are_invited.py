"""Inviting by link, accepting, and nobody giving more than they have."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from tests.cast import join_workspace
from tests.users import known
from yunchou.web.core import activity, clock
from yunchou.web.core.errors import DomainError, Forbidden, NotFound
from yunchou.web.core.models import Activity
from yunchou.web.core.permissions import Level
from yunchou.web.users import people, selectors, services
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import Member, SignInLink, User
from yunchou.web.users.tokens import digest

GOOD = "七上八下-correct-horse"


def _verbs(actor):
    rows = Activity.objects.of(actor).filter(stream_id=actor.workspace_id)
    return list(rows.order_by("seq").values_list("verb", flat=True))


def _invite(actor, **values):
    return people.invite(actor=actor, **{"name": "张三", "level": Level.MEMBER, **values})


def test_an_invited_person_sets_name_and_password_and_is_in(owner, client_of):
    answer = client_of(owner).post(
        "/people/invite",
        {"name": "张三", "level": "20", "department": "销售一部", "functions": ["finance"]},
    )
    token = known.secret_path(answer.content.decode()).removeprefix("/link/")
    browser = Client()
    assert "张三" in browser.get(f"/link/{token}").content.decode()
    form = {"name": "张三丰", "email": "Zhang@Example.com", "password": GOOD, "again": GOOD}
    entered = browser.post(f"/link/{token}", form)
    assert entered.status_code == 302
    assert browser.get("/profile").status_code == 200
    member = Member.objects.of(owner).get(email="zhang@example.com")
    assert (member.name, member.department, member.functions) == ("张三丰", "销售一部", ["finance"])
    assert member.pinyin == "zhangsanfeng zsf"
    assert _verbs(owner) == ["member.invited", "member.joined"]


def test_fetching_a_link_does_not_spend_it(owner):
    _member, token = _invite(owner)
    for _ in range(3):
        assert Client().get(f"/link/{token}").status_code == 200
    assert SignInLink.objects.get(token_hash=digest(token)).used_at is None


def test_an_invitation_works_once(owner):
    _member, token = _invite(owner)
    form = {"name": "张三", "email": "a@b.example", "password": GOOD, "again": GOOD}
    assert Client().post(f"/link/{token}", form).status_code == 302
    again = Client().post(f"/link/{token}", {**form, "email": "c@d.example"})
    assert again.status_code == 410
    assert not User.objects.filter(email="c@d.example").exists()


def test_an_invitation_dies_after_seven_days(owner):
    _member, token = _invite(owner)
    with clock.at(clock.now() + dt.timedelta(days=7, seconds=1)):
        assert Client().get(f"/link/{token}").status_code == 410


def test_a_withdrawn_invitation_is_worth_nothing(owner):
    member, token = _invite(owner)
    people.revoke_invitation(actor=owner, member=member)
    assert Client().get(f"/link/{token}").status_code == 410
    assert _verbs(owner)[-1] == "member.invitation_revoked"


def test_a_fresh_invitation_kills_the_one_before(owner):
    member, old = _invite(owner)
    new = people.invite_member(actor=owner, member=member)
    assert Client().get(f"/link/{old}").status_code == 410
    assert Client().get(f"/link/{new}").status_code == 200


def test_used_expired_and_unknown_links_look_alike(owner):
    member, token = _invite(owner)
    people.revoke_invitation(actor=owner, member=member)
    pages = {
        re.sub(r'(csrf-token" content|value)="[^"]*"', "", page.content.decode())
        for page in (Client().get(f"/link/{token}"), Client().get("/link/never-was"))
    }
    assert len(pages) == 1


def test_the_secret_of_a_link_is_not_kept(owner):
    _member, token = _invite(owner)
    kept = SignInLink.objects.values_list("token_hash", flat=True).get()
    assert kept == digest(token)
    assert token not in str(list(SignInLink.objects.values()))


def test_an_account_joins_a_second_workspace_by_its_own_hand(owner, outsider, client_of):
    _member, token = _invite(owner, email="")
    browser = client_of(outsider)
    assert browser.post(f"/link/{token}", {"join": "1"}).status_code == 302
    actor = known.of_session(browser.cookies[SESSION_COOKIE].value)
    assert actor.workspace_id == owner.workspace_id
    assert actor.user_id == outsider.user_id
    assert len(selectors.memberships(outsider.user_id)) == 2


def test_an_existing_address_is_asked_to_sign_in_first(owner, outsider):
    _member, token = _invite(owner)
    address = User.objects.get(id=outsider.user_id).email
    form = {"name": "外人", "email": address, "password": GOOD, "again": GOOD}
    answer = Client().post(f"/link/{token}", form)
    assert answer.status_code == 422
    assert SignInLink.objects.get(token_hash=digest(token)).used_at is None


@pytest.mark.parametrize("password", ["short1234", "password1234", "x" * 201])
def test_a_weak_password_is_refused_and_the_link_stays_good(owner, password):
    _member, token = _invite(owner)
    form = {"name": "张三", "email": "a@b.example", "password": password, "again": password}
    answer = Client().post(f"/link/{token}", form)
    assert answer.status_code == 422
    assert "a@b.example" in answer.content.decode()  # what was typed is kept
    assert not User.objects.filter(email="a@b.example").exists()
    assert Client().get(f"/link/{token}").status_code == 200


def test_a_manager_gives_at_most_their_own_level(manager):
    assert _invite(manager, level=Level.MANAGER)[0].level == Level.MANAGER
    with pytest.raises(Forbidden):
        _invite(manager, name="李四", level=Level.OWNER)


def test_only_owners_give_functions_they_do_not_hold(owner, manager, member):
    row = selectors.get_member(actor=manager, member_id=member.member_id)
    with pytest.raises(Forbidden):
        people.change_member(actor=manager, member=row, values={"functions": ["finance"]})
    with pytest.raises(Forbidden):
        _invite(manager, functions=["director"])
    people.change_member(actor=owner, member=row, values={"functions": ["finance"]})
    assert Member.objects.of(owner).get(id=member.member_id).functions == ["finance"]


def test_a_manager_cannot_take_a_function_away_that_they_lack(manager, finance):
    row = selectors.get_member(actor=manager, member_id=finance.member_id)
    with pytest.raises(Forbidden):
        people.change_member(actor=manager, member=row, values={"functions": []})


def test_a_manager_cannot_raise_themselves(manager):
    own = selectors.get_member(actor=manager, member_id=manager.member_id)
    with pytest.raises(Forbidden):
        people.change_member(actor=manager, member=own, values={"level": 40})
    with pytest.raises(Forbidden):
        people.change_member(actor=manager, member=own, values={"functions": ["director"]})


def test_a_manager_cannot_touch_an_owner(owner, manager):
    row = selectors.get_member(actor=manager, member_id=owner.member_id)
    for act in (people.deactivate_member, people.make_reset_link, people.activate_member):
        with pytest.raises(Forbidden):
            act(actor=manager, member=row)
    with pytest.raises(Forbidden):
        people.change_member(actor=manager, member=row, values={"level": 20})


@pytest.mark.parametrize("who", ["member", "viewer", "finance"])
def test_those_below_manager_manage_nobody(who, request, manager):
    actor = request.getfixturevalue(who)
    row = selectors.get_member(actor=actor, member_id=manager.member_id)
    for act in (people.deactivate_member, people.make_reset_link, people.invite_member):
        with pytest.raises(Forbidden):
            act(actor=actor, member=row)
    with pytest.raises(Forbidden):
        _invite(actor)


def test_the_last_owner_stays(owner, workspace):
    own = selectors.get_member(actor=owner, member_id=owner.member_id)
    with pytest.raises(DomainError, match="最后一位所有者"):
        people.change_member(actor=owner, member=own, values={"level": 20})
    with pytest.raises(DomainError, match="最后一位所有者"):
        people.deactivate_member(actor=owner, member=own)
    join_workspace(workspace, "第二位", Level.OWNER)
    people.change_member(actor=owner, member=own, values={"level": 30})
    assert Member.objects.of(owner).get(id=owner.member_id).level == Level.MANAGER


def test_an_owner_without_account_does_not_count_as_owner(owner, workspace):
    services.add_member(workspace=workspace, name="没账号", level=Level.OWNER)
    own = selectors.get_member(actor=owner, member_id=owner.member_id)
    with pytest.raises(DomainError):
        people.deactivate_member(actor=owner, member=own)


def test_another_workspace_s_person_is_not_found(owner, outsider, client_of):
    with pytest.raises(NotFound):
        selectors.get_member(actor=outsider, member_id=owner.member_id)
    browser = client_of(outsider)
    assert browser.get(f"/people/{owner.member_id}").status_code == 404
    for action in ("deactivate", "reset-link", "invitation", "revoke", "activate"):
        assert browser.post(f"/people/{owner.member_id}/{action}").status_code == 404
    assert Member.objects.of(owner).get(id=owner.member_id).active


def test_people_are_found_by_pinyin_and_place(owner, manager, member):
    row = selectors.get_member(actor=owner, member_id=member.member_id)
    people.change_member(actor=owner, member=row, values={"department": "苏南一部"})
    for query in ("zhouli", "周立", "ZhouLi", "苏南 zl"):
        assert [m.name for m in selectors.people(actor=owner, query=query)] == ["周立"], query
    assert {m.name for m in selectors.people(actor=owner, query="zl")} == {"周立", "周岚"}


def test_an_address_is_shown_only_to_those_who_manage_people(member, manager, client_of):
    mail = User.objects.get(id=member.user_id).email
    assert mail in client_of(manager).get("/people").content.decode()
    assert mail not in client_of(member).get("/people").content.decode()
    assert not selectors.people(actor=member, query=mail).exists()
    answer = client_of(member).get(f"/api/v1/members/{member.member_id}").json()
    assert answer["email"] is None


def test_a_list_of_many_people_costs_as_many_queries_as_one_of_few(
    owner, workspace, client_of, django_assert_max_num_queries
):
    browser = client_of(owner)
    for number in range(60):
        services.add_member(workspace=workspace, name=f"人{number:02d}")
    with django_assert_max_num_queries(3):  # who asks, unread mentions, the list
        assert "人59" in browser.get("/people").content.decode()
    with django_assert_max_num_queries(2):
        assert len(browser.get("/api/v1/members").json()["items"]) == 61


def test_people_are_found_as_one_types(owner, member, client_of):
    answer = client_of(owner).get("/people", {"q": member.name}, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert member.name in shown
    assert owner.name not in shown
    assert "<main" not in shown
    nobody = client_of(owner).get("/people", {"q": "查无此人"}, headers={"HX-Request": "true"})
    assert "没有符合条件的人。" in nobody.content.decode()


def test_two_people_changing_one_person_do_not_overwrite_each_other(owner, manager, member):
    row = selectors.get_member(actor=owner, member_id=member.member_id)
    people.change_member(actor=owner, member=row, values={"position": "经理"}, version=row.version)
    stale = selectors.get_member(actor=manager, member_id=member.member_id)
    with pytest.raises(DomainError):
        people.change_member(actor=manager, member=stale, values={"position": "主管"}, version=1)
    assert Member.objects.of(owner).get(id=member.member_id).position == "经理"


def test_every_change_of_people_is_on_the_chain(owner, member):
    row = selectors.get_member(actor=owner, member_id=member.member_id)
    people.change_member(actor=owner, member=row, values={"level": 30})
    people.make_reset_link(actor=owner, member=row)
    people.deactivate_member(actor=owner, member=row)
    people.activate_member(actor=owner, member=row)
    assert _verbs(owner) == [
        "member.changed", "member.reset_link", "member.deactivated", "member.activated",
    ]  # fmt: skip
    assert activity.broken_link(owner.workspace_id, owner.workspace_id) is None
