"""Sessions, tokens and links: what ends, ends with the next request."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.cast import join_workspace
from tests.users import known
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError, Forbidden, NotFound
from yunchou.web.core.permissions import Level
from yunchou.web.projects.models import WorkItem
from yunchou.web.users import access, hooks, operators, people, selectors, services
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import ApiToken, Member, Session, User
from yunchou.web.users.tokens import digest

GOOD = "七上八下-correct-horse"


def _me(secret):
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code


def _row(actor):
    return selectors.get_member(actor=actor, member_id=actor.member_id)


def test_a_deactivated_person_is_out_everywhere(owner, member, client_of):
    browser = client_of(member)
    _token, secret = access.make_token(actor=member, name="脚本")
    assert browser.get("/profile").status_code == 200
    assert _me(secret) == 200
    people.deactivate_member(actor=owner, member=_row(member))
    assert browser.get("/profile").status_code == 302
    assert _me(secret) == 401
    people.activate_member(actor=owner, member=selectors.get_member(
        actor=owner, member_id=member.member_id))  # fmt: skip
    assert browser.get("/profile").status_code == 302  # the old session stays ended
    assert _me(secret) == 401


def test_what_a_leaver_holds_is_counted(owner, member, project, client_of):
    from yunchou.web.projects.models import Assignment

    items = WorkItem.objects.of(owner).filter(code__in=["T1", "T2"])
    for item in items:
        Assignment.objects.create(
            workspace_id=item.workspace_id, project=project, item=item, member_id=member.member_id
        )
    held = {one.label: one.count for one in hooks.holdings(owner, member.member_id)}
    assert held == {"未完成的任务": 2}
    page = client_of(owner).get(f"/people/{member.member_id}").content.decode()
    assert "未完成的任务：2" in page


def test_a_lower_level_holds_from_the_next_request_on(owner, manager, client_of):
    browser = client_of(manager)
    assert browser.get("/people/invite").status_code == 200
    people.change_member(actor=owner, member=_row(manager), values={"level": 10})
    assert browser.get("/people/invite").status_code == 403


def test_a_reset_link_sets_a_password_and_ends_other_sessions(owner, member, client_of):
    before = client_of(member)
    token = people.make_reset_link(actor=owner, member=_row(member))
    browser = Client()
    assert browser.get(f"/link/{token}").status_code == 200
    answer = browser.post(f"/link/{token}", {"password": GOOD, "again": GOOD})
    assert answer.status_code == 302
    assert browser.get("/profile").status_code == 200
    assert before.get("/profile").status_code == 302
    mail = User.objects.get(id=member.user_id).email
    assert services.sign_in(email=mail, password=GOOD, address="192.0.2.1")
    assert browser.post(f"/link/{token}", {"password": GOOD, "again": GOOD}).status_code == 410


def test_passwords_that_differ_are_refused(owner, member):
    token = people.make_reset_link(actor=owner, member=_row(member))
    answer = Client().post(f"/link/{token}", {"password": GOOD, "again": GOOD + "x"})
    assert answer.status_code == 422
    assert "两次输入的密码不一样" in answer.content.decode()


def test_a_reset_link_for_somebody_of_other_workspaces_is_refused(owner, member, outsider):
    other = selectors.workspace(actor=outsider)
    services.add_member(workspace=other, name="周立", user=User.objects.get(id=member.user_id))
    with pytest.raises(Forbidden, match="其他工作区"):
        people.make_reset_link(actor=owner, member=_row(member))


def test_a_manager_makes_no_reset_link_for_equals_or_richer_in_functions(
    manager, finance, workspace
):
    equal = join_workspace(workspace, "同级", Level.MANAGER)
    for target in (equal, finance):
        with pytest.raises(Forbidden):
            people.make_reset_link(actor=manager, member=_row(target))


def test_the_link_uses_the_configured_address_whatever_the_host_header_says(
    owner, member, client_of, settings
):
    settings.PUBLIC_URL = "https://yunchou.example"
    settings.ALLOWED_HOSTS = ["*"]
    page = client_of(owner).post(
        f"/people/{member.member_id}/reset-link",
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    body = page.content.decode()
    assert "https://yunchou.example/link/" in body
    assert "evil.example" not in body


def test_changing_the_password_needs_the_old_one(member, client_of):
    services.set_password(user=User.objects.get(id=member.user_id), password=GOOD)
    browser, other = client_of(member), client_of(member)
    new = {"password": GOOD + "2", "again": GOOD + "2"}
    assert browser.post("/profile/password", {"old": "falsch-falsch", **new}).status_code == 422
    assert browser.post("/profile/password", {"old": GOOD, **new}).status_code == 200
    assert browser.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 302


def test_guessing_the_old_password_is_slowed_down_too(member, client_of):
    services.set_password(user=User.objects.get(id=member.user_id), password=GOOD)
    browser = client_of(member)
    form = {"old": "falsch-falsch", "password": GOOD + "2", "again": GOOD + "2"}
    for _ in range(10):
        assert browser.post("/profile/password", form).status_code == 422
    assert browser.post("/profile/password", {**form, "old": GOOD}).status_code == 429


def test_sessions_are_ended_one_or_all_but_never_another_s(member, viewer, client_of):
    browser, second, third = client_of(member), client_of(member), client_of(member)
    client_of(viewer)
    foreign = Session.objects.get(user_id=viewer.user_id)
    assert browser.post("/profile/sessions", {"session": str(foreign.id)}).status_code == 404
    chosen = Session.objects.get(token_hash=digest(second.cookies[SESSION_COOKIE].value))
    browser.post("/profile/sessions", {"session": str(chosen.id)})
    assert second.get("/profile").status_code == 302
    assert third.get("/profile").status_code == 200
    browser.post("/profile/sessions", {})
    assert third.get("/profile").status_code == 302
    assert browser.get("/profile").status_code == 200
    assert Session.objects.filter(id=foreign.id).exists()


def test_a_session_expires_without_any_cleaning_job(member, client_of, settings):
    browser = client_of(member)
    with clock.at(clock.now() + dt.timedelta(days=settings.SESSION_DAYS, seconds=1)):
        assert browser.get("/profile").status_code == 302


def test_a_token_is_shown_once_and_kept_as_hash(member, client_of):
    browser = client_of(member)
    page = browser.post("/profile/tokens", {"label": "报表", "scope": "write", "days": "30"})
    row = ApiToken.objects.of(member).get()
    assert page.headers["Cache-Control"] == "no-store"
    secret = page.content.decode().split('value="yc_')[1].split('"')[0]
    assert digest(f"yc_{secret}") == row.token_hash
    assert f"yc_{secret}" not in browser.get("/profile").content.decode()


def test_a_revoked_or_expired_token_is_refused(member):
    row, secret = access.make_token(actor=member, name="脚本", days=1)
    assert _me(secret) == 200
    with clock.at(clock.now() + dt.timedelta(days=1, seconds=1)):
        assert _me(secret) == 401
    access.revoke_token(actor=member, token_id=row.id)
    assert _me(secret) == 401


def test_another_s_token_is_not_found(member, manager):
    row, _secret = access.make_token(actor=member, name="脚本")
    with pytest.raises(NotFound):
        access.revoke_token(actor=manager, token_id=row.id)


def test_using_a_token_is_noted_but_not_on_every_request(member, django_assert_num_queries):
    _token, secret = access.make_token(actor=member, name="脚本")
    assert _me(secret) == 200
    assert ApiToken.objects.of(member).get().last_used_at is not None
    with django_assert_num_queries(1):  # who asks; nothing is written
        assert _me(secret) == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/members", {"name": "张三"}),
        ("patch", "/members/{member}", {"level": "viewer"}),
        ("post", "/members/{member}/reset-link", {}),
        ("post", "/members/{member}/deactivate", {}),
        ("post", "/members/{member}/activate", {}),
        ("post", "/members/{member}/invitation", {}),
        ("delete", "/members/{member}/invitation", {}),
        ("get", "/tokens", {}),
        ("delete", "/tokens/{member}", {}),
        ("patch", "/workspace", {"name": "别名"}),
        ("post", "/holidays", {"day": "2027-05-20", "name": "厂庆"}),
        ("delete", "/holidays/{member}", {}),
    ],
)
def test_a_token_decides_nothing_over_access(method, path, body, owner, member):
    _token, secret = access.make_token(actor=owner, name="脚本", scope="write")
    before = list(Member.objects.of(owner).order_by("id").values())
    answer = getattr(Client(), method)(
        f"/api/v1{path.format(member=member.member_id)}", body,
        content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 403
    assert list(Member.objects.of(owner).order_by("id").values()) == before


def test_a_token_does_not_open_the_pages(owner):
    _token, secret = access.make_token(actor=owner, name="脚本", scope="write")
    for path in ("/profile", "/settings", "/people/invite"):
        answer = Client().get(path, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 302


def test_tokens_do_not_make_tokens_or_passwords(member):
    _token, secret = access.make_token(actor=member, name="脚本", scope="write")
    actor = known.of_token(secret)
    for act in (
        lambda: access.make_token(actor=actor, name="另一个"),
        lambda: services.change_password(actor=actor, old="", new=GOOD),
        lambda: services.end_other_sessions(actor=actor),
        lambda: services.rename_self(actor=actor, name="别人"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_closed_account_is_out_of_every_workspace(owner, member, client_of):
    browser = client_of(member)
    _token, secret = access.make_token(actor=member, name="脚本")
    operators.deactivate(user=User.objects.get(id=member.user_id))
    assert browser.get("/profile").status_code == 302
    assert _me(secret) == 401
    with pytest.raises(DomainError):
        operators.deactivate(user=User.objects.get(id=owner.user_id))  # the last owner
