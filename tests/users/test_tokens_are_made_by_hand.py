"""A token outlives the session that makes it: the person proves once more who they are."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.users import known
from yunchou.web.core import clock
from yunchou.web.users import services
from yunchou.web.users.models import ApiToken, Session, SignInFailure, User

GOOD = "yang-mei-2027-xia"
WISH = {"label": "报表脚本", "scope": "write", "days": "30"}


@pytest.fixture
def browser(member, client_of):
    services.set_password(user=User.objects.get(id=member.user_id), password=GOOD)
    return client_of(member)


@pytest.mark.parametrize("typed", ["", "wrong-password"])
def test_without_the_password_no_token_is_made(typed, browser):
    answer = browser.post("/profile/tokens", {**WISH, "confirm": typed})
    assert answer.status_code == 422
    assert "token-confirm-error" in answer.content.decode()
    assert not ApiToken.objects.across_workspaces().exists()


def test_a_wrong_password_counts_as_a_failed_sign_in(browser):
    browser.post("/profile/tokens", {**WISH, "confirm": "wrong-password"})
    assert SignInFailure.objects.exists()


def test_guessing_the_password_by_this_door_is_slowed_down_as_well(browser):
    for _attempt in range(services.MAX_FAILURES):
        browser.post("/profile/tokens", {**WISH, "confirm": "wrong-password"})
    answer = browser.post("/profile/tokens", {**WISH, "confirm": GOOD})
    assert answer.status_code == 429
    assert not ApiToken.objects.across_workspaces().exists()


def test_the_password_makes_a_token_that_is_shown_once_and_works_until_it_ends(browser, member):
    answer = browser.post("/profile/tokens", {**WISH, "confirm": GOOD})
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    secret = page.split('value="yc_')[1].split('"')[0]
    assert known.of_token(f"yc_{secret}").member_id == member.member_id
    row = ApiToken.objects.of(member).get()
    assert row.last_used_at is not None
    assert row.expires_at is not None
    assert row.expires_at - clock.now() > dt.timedelta(days=29)
    assert secret not in browser.get("/profile").content.decode()
    assert GOOD not in page


def test_whoever_came_by_a_link_makes_one_only_soon_after(member, client_of):
    browser = client_of(member)
    Session.objects.update(created_at=clock.now() - services.FRESH)
    answer = browser.post("/profile/tokens", WISH)
    assert answer.status_code == 422
    assert "登录已超过一小时" in answer.content.decode()
    Session.objects.update(created_at=clock.now())
    assert "yc_" in browser.post("/profile/tokens", WISH).content.decode()
