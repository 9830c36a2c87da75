"""The event stream: what is new, for those who may see it, as long as they may."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.users import known
from yunchou.web.config import live
from yunchou.web.core.errors import DomainError
from yunchou.web.projects import selectors, services
from yunchou.web.projects.models import ProjectMember, WorkItem
from yunchou.web.users import people
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import Session, User
from yunchou.web.users.selectors import get_member
from yunchou.web.users.services import open_session, sign_out


def token_of(actor):
    return open_session(user=User.objects.get(id=actor.user_id), workspace_id=actor.workspace_id)


def change(actor, name):
    item = WorkItem.objects.of(actor).get(code="T1")
    item = selectors.get_work_item(actor=actor, ref=item.id, need="project.work")
    services.change_work_item(actor=actor, item=item, values={"name": name}, version=item.version)


def test_a_listener_gets_what_it_missed(project, member):
    token = token_of(member)
    seen = live._admit(token, project.key)[2]
    change(member, "新名字")
    rows = live._news(token, project.key, seen)
    assert [row["verb"] for row in rows] == ["work_item.changed"]
    assert live._news(token, project.key, rows[-1]["seq"]) == []


def test_a_change_is_told_apart_from_ones_own(project, member, manager):
    change(member, "我改的")
    change(manager, "别人改的")
    rows = live._news(token_of(member), project.key, 0)[-2:]
    assert [(row["actor_name"], row["own"]) for row in rows] == [("周立", True), ("林晓", False)]
    assert b'"own":false' in live._frame(rows[-1])


def test_nothing_is_delivered_after_signing_out(project, member):
    token = token_of(member)
    change(member, "新名字")
    session = known.of_session(token).session_id
    assert session is not None
    sign_out(session_id=session)
    with pytest.raises(DomainError):
        live._news(token, project.key, 0)


def test_nothing_is_delivered_to_who_was_let_go(project, owner, viewer):
    token = token_of(viewer)
    people.deactivate_member(
        actor=owner, member=get_member(actor=owner, member_id=viewer.member_id)
    )
    with pytest.raises(DomainError):
        live._news(token, project.key, 0)


def test_nothing_is_delivered_to_who_left_the_project(project, member):
    token = token_of(member)
    ProjectMember.objects.of(member).filter(member_id=member.member_id).delete()
    with pytest.raises(DomainError):
        live._news(token, project.key, 0)


@pytest.mark.parametrize("who", ["outsider", "finance"])
def test_who_may_not_see_the_project_is_not_let_in(who, project, request):
    with pytest.raises(DomainError):
        live._admit(token_of(request.getfixturevalue(who)), project.key)


def listen(key, token, *, seconds, headers=()):
    """Listen for a while and return status and everything that came."""
    came = []

    async def receive():
        await asyncio.sleep(seconds)
        return {"type": "http.disconnect"}

    async def send(message):
        came.append(message)

    cookie = (b"cookie", f"{SESSION_COOKIE}={token}".encode())
    scope = {"path": f"/events/{key}", "method": "GET", "headers": [cookie, *headers]}

    async def run():
        live._watch.poller = None  # of another test's loop
        await asyncio.wait_for(live.stream_app(scope, receive, send), 30)

    asyncio.run(run())
    return came[0]["status"], b"".join(message.get("body", b"") for message in came)


@pytest.fixture
def direct(transactional_db, monkeypatch):
    """Give the stream a thread of its own, and let its database connection go afterwards."""
    pool = ThreadPoolExecutor(max_workers=1)
    monkeypatch.setattr(live._watch, "pool", pool)
    yield
    pool.submit(connections.close_all).result()
    pool.shutdown()


def test_a_reconnecting_listener_gets_the_changes_since_its_last(direct, project, member):
    token = token_of(member)
    seen = live._admit(token, project.key)[2]
    change(member, "一")
    change(member, "二")
    status, body = listen(
        project.key, token, seconds=0.05, headers=[(b"last-event-id", str(seen).encode())]
    )
    assert status == 200
    assert body.count(b"event: change") == 2
    assert f"id: {seen + 2}".encode() in body


def test_the_stream_ends_at_the_next_sign_of_life_after_signing_out(
    direct, project, member, monkeypatch
):
    token = token_of(member)
    monkeypatch.setattr(live, "KEEP_ALIVE_SECONDS", 0.01)
    real = live._woken
    rounds = []

    async def woken(wake, gone):
        rounds.append(1)
        if len(rounds) == 3:
            await live._watch.database(lambda: Session.objects.all().delete())
        return await real(wake, gone)

    monkeypatch.setattr(live, "_woken", woken)
    status, body = listen(project.key, token, seconds=3600)
    assert status == 200
    assert b": still here" in body
    assert len(rounds) == 3


@pytest.mark.parametrize(
    ("key", "token", "headers"),
    [
        ("XPSS", "", ()), ("XPSS", "wrong", ()), ("NOPE", None, ()), ("../x", None, ()),
        ("XPSS", None, ((b"sec-fetch-site", b"cross-site"),)),
    ],
)  # fmt: skip
def test_a_stream_is_refused_alike_for_whatever_reason(
    key, token, headers, direct, project, member
):
    chosen = token_of(member) if token is None else token
    assert listen(key, chosen, seconds=0.01, headers=headers) == (404, b"")
