"""Signing in: the lock, equal answers, cookies, and where one lands."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from tests.users import known
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError, TooMany
from yunchou.web.users import services
from yunchou.web.users.forms import local_path
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import Member, Session, SignInFailure, User
from yunchou.web.users.tokens import digest

GOOD = "七上八下-correct-horse"


@pytest.fixture
def account(member):
    user = User.objects.get(id=member.user_id)
    services.set_password(user=user, password=GOOD)
    return user


def _try(email, password, **more):
    return Client().post("/sign-in", {"email": email, "password": password}, **more)


def test_the_right_password_opens_a_session_known_only_by_its_hash(account):
    answer = _try(account.email.upper(), GOOD)
    assert answer.status_code == 302
    cookie = answer.cookies[SESSION_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Session.objects.get().token_hash == digest(cookie.value)


def test_the_cookie_is_secure_under_https(account, settings):
    settings.HTTPS = True
    assert _try(account.email, GOOD).cookies[SESSION_COOKIE]["secure"]


def test_known_and_unknown_accounts_get_the_same_answer(account):
    pages = []
    for email in (account.email, "nobody-is-here@b.example"):
        answer = _try(email, "falsch-falsch")
        body = answer.content.decode().replace(email, "")
        pages.append((answer.status_code, answer.headers["Content-Type"], _plain(body)))
    assert pages[0] == pages[1]


def _plain(body):
    return re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]*"', "", body)


def test_the_work_for_an_unknown_account_is_the_same_hashing(account, monkeypatch):
    worked = []

    def noting(name):
        real = getattr(Argon2PasswordHasher, name)

        def method(*args, **more):
            worked.append(name)
            return real(*args, **more)

        monkeypatch.setattr(Argon2PasswordHasher, name, method)

    noting("encode")
    noting("verify")
    _try(account.email, "falsch-falsch")
    _try("nobody@b.example", "falsch-falsch")
    assert worked == ["verify", "encode"]


def test_ten_failures_lock_the_account_for_fifteen_minutes_even_for_the_right_password(account):
    for number in range(10):
        assert _try(account.email, "falsch", REMOTE_ADDR=f"192.0.2.{number}").status_code == 401
    assert _try(account.email, GOOD, REMOTE_ADDR="192.0.2.99").status_code == 429
    with clock.at(clock.now() + dt.timedelta(minutes=15, seconds=1)):
        assert _try(account.email, GOOD, REMOTE_ADDR="192.0.2.99").status_code == 302


def test_ten_failures_lock_the_address_for_every_account(account):
    for number in range(10):
        assert _try(f"a{number}@b.example", "x", REMOTE_ADDR="192.0.2.7").status_code == 401
    assert _try(account.email, GOOD, REMOTE_ADDR="192.0.2.7").status_code == 429
    assert _try(account.email, GOOD, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_an_unknown_account_is_locked_like_a_known_one(db):
    for number in range(10):
        _try("nobody@b.example", "x", REMOTE_ADDR=f"192.0.2.{number}")
    with pytest.raises(TooMany):
        services.sign_in(email="nobody@b.example", password="x", address="192.0.2.99")


def test_a_forged_forwarding_header_does_not_change_the_address(account, settings):
    for number in range(10):
        _try(
            f"a{number}@b.example", "x", REMOTE_ADDR="192.0.2.7",
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )  # fmt: skip
    assert _try(account.email, GOOD, REMOTE_ADDR="192.0.2.7").status_code == 429


def test_a_listed_proxy_names_the_client_by_the_end_of_its_header(account, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    forged = {"X-Forwarded-For": "203.0.113.1, 198.51.100.5"}
    _try(account.email, GOOD, REMOTE_ADDR="10.0.0.1", headers=forged)
    assert Session.objects.get().address == "198.51.100.5"


def test_old_failures_are_forgotten(account):
    _try(account.email, "falsch")
    with clock.at(clock.now() + dt.timedelta(minutes=16)):
        _try("other@b.example", "falsch")
    assert SignInFailure.objects.count() == 2


def test_a_person_of_no_workspace_is_told_so_and_not_led_in_circles(account):
    Member.objects.across_workspaces().filter(user=account).update(active=False)
    answer = _try(account.email, GOOD)
    assert answer.status_code == 401
    assert "不在任何工作区" in answer.content.decode()
    assert not Session.objects.exists()


def test_an_enormous_password_is_wrong_without_being_hashed(account, monkeypatch):
    def never(*args):
        pytest.fail("hashed a novel")

    monkeypatch.setattr(Argon2PasswordHasher, "verify", never)
    assert _try(account.email, "x" * 100_000).status_code == 401


@pytest.mark.parametrize(
    "target", ["//e.example", "/\\e.example", "@e", "https:e", "https://e.example", "///e", "/\t/e",
               "javascript:alert(1)", "\\\\e", "/a\\b", "/\r\nSet-Cookie:x", ""],
)  # fmt: skip
def test_next_stays_on_this_site(account, target):
    answer = Client().post("/sign-in", {"email": account.email, "password": GOOD, "next": target})
    assert answer.headers["Location"] == "/"
    assert local_path(target) == "/"


def test_next_leads_to_the_page_that_was_asked_for(account):
    browser = Client()
    asked = browser.get("/people?q=zl")
    assert asked.headers["Location"] == "/sign-in?next=/people%3Fq%3Dzl"
    form = {"email": account.email, "password": GOOD, "next": "/people?q=zl"}
    assert browser.post("/sign-in", form).headers["Location"] == "/people?q=zl"


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/sign-out", "/language", "/theme", "/people/invite", "/settings", "/profile",
     "/profile/password", "/profile/tokens", "/profile/sessions", "/settings/logo",
     "/settings/holidays", "/settings/workspaces", "/workspace", "/link/x"],
)  # fmt: skip
def test_a_form_without_its_token_is_refused(path, owner):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[SESSION_COOKIE] = services.open_session(
        user=User.objects.get(id=owner.user_id), workspace_id=owner.workspace_id
    )
    assert strict.post(path, {}).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in", "/link/x", "/profile", "/settings", "/people", "/nowhere", "/healthz",
     "/api/v1/me", "/api/v1/nowhere", "/api/v1/docs", "/media/logos/a/b", "/static/ui/seal.svg"],
)  # fmt: skip
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_has_the_security_headers(path, signed_in, owner, client_of):
    answer = (client_of(owner) if signed_in else Client()).get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    answer.close()


def test_signing_out_ends_the_session(member, client_of):
    browser = client_of(member)
    browser.post("/sign-out")
    assert not Session.objects.exists()
    assert browser.get("/profile").status_code == 302


def test_one_query_says_who_asks(member, django_assert_num_queries):
    token = services.open_session(user=User.objects.get(id=member.user_id))
    with django_assert_num_queries(1):
        assert known.of_session(token).member_id == member.member_id


def test_a_common_password_is_refused_with_the_reason(account):
    with pytest.raises(DomainError) as refused:
        services.set_password(user=account, password="1234567890")
    assert refused.value.code == "password.weak"
