"""Real time: server-sent events fed by the activity sequence.

One poller per process asks once for all streams that anybody watches and wakes those that moved;
no database connection is held per listener. A client that reconnects sends Last-Event-ID and gets
what it missed.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

import orjson
from django.db import close_old_connections

from yunchou.web.core.errors import DomainError
from yunchou.web.core.models import Activity, ActivityStream
from yunchou.web.projects.selectors import get_project
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.selectors import actor_of_session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

POLL_SECONDS = 0.5
KEEP_ALIVE_SECONDS = 20
MISSED_AT_MOST = 200
_PATH = re.compile(r"/events/([A-Za-z0-9]{1,12})/?")
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Watch:
    """The streams that are listened to in this process, and the one poller that watches them."""

    def __init__(self) -> None:
        self.seqs: dict[UUID, int] = {}
        self.listeners: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self.pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
        self.poller: asyncio.Task[None] | None = None

    async def database(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run a database call in one of the two live threads."""
        return await asyncio.get_running_loop().run_in_executor(
            self.pool, _with_connection, function, args
        )

    def join(self, stream_id: UUID) -> asyncio.Event:
        """Return an event that is set whenever the stream has moved."""
        wake = asyncio.Event()
        self.listeners[stream_id].add(wake)
        if self.poller is None or self.poller.done():
            self.poller = asyncio.create_task(self._poll())
        return wake

    def leave(self, stream_id: UUID, wake: asyncio.Event) -> None:
        """Stop listening; the poller stops with the last listener."""
        self.listeners[stream_id].discard(wake)
        if not self.listeners[stream_id]:
            del self.listeners[stream_id]
            self.seqs.pop(stream_id, None)

    async def _poll(self) -> None:
        while self.listeners:
            found = await self.database(_sequences, list(self.listeners))
            for stream_id, seq in found:
                if self.seqs.get(stream_id) != seq:
                    self.seqs[stream_id] = seq
                    for wake in self.listeners.get(stream_id, ()):
                        wake.set()
            await asyncio.sleep(POLL_SECONDS)


_watch = Watch()


def _with_connection(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    close_old_connections()
    return function(*args)


def _sequences(ids: list[UUID]) -> list[tuple[UUID, int]]:
    rows = ActivityStream.objects.across_workspaces().filter(id__in=ids)
    return list(rows.values_list("id", "seq"))


def _admit(token: str, key: str) -> tuple[Actor, UUID, int]:
    """Return listener, project and present sequence, under the permission check."""
    actor = actor_of_session(token)
    if actor is None:
        raise DomainError("not_signed_in", "")
    project = get_project(actor=actor, key=key)
    rows = ActivityStream.objects.of(actor).filter(id=project.id)
    return actor, project.id, rows.values_list("seq", flat=True).first() or 0


def _news(token: str, key: str, since: int) -> list[dict[str, Any]]:
    """Return what a listener has not seen, if they may still look: nothing outlives sign-out."""
    actor, stream_id, seq = _admit(token, key)
    return _missed(actor, stream_id, since) if seq > since else []


def _missed(actor: Actor, stream_id: UUID, since: int) -> list[dict[str, Any]]:
    """Return changes after `since`, each saying whether it is the listener's own."""
    rows = Activity.objects.of(actor).filter(stream_id=stream_id, seq__gt=since)
    columns = ("seq", "actor_name", "verb", "subject_id", "user_id")
    found = rows.order_by("seq").values(*columns)[:MISSED_AT_MOST]
    return [{**row, "own": row["user_id"] == actor.user_id} for row in found]


def _frame(row: dict[str, Any]) -> bytes:
    data = {
        "seq": row["seq"], "by": row["actor_name"], "verb": row["verb"],
        "ids": [str(row["subject_id"])], "own": row["own"],
    }  # fmt: skip
    return b"id: %d\nevent: change\ndata: %s\n\n" % (row["seq"], orjson.dumps(data))


async def stream_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/events/<KEY>`: a stream of the project's changes to whoever may see it."""
    headers = dict(scope["headers"])
    match = _PATH.fullmatch(scope["path"])
    if not match or scope["method"] != "GET" or _foreign(headers):
        return await _refuse(send, 404)
    try:
        _workspace, stream_id, seq = await _watch.database(_admit, _token(headers), match[1])
    except DomainError:
        return await _refuse(send, 404)
    since = headers.get(b"last-event-id", b"")
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    seen = int(since[:18]) if since.isdigit() else seq
    wake = _watch.join(stream_id)
    gone = asyncio.create_task(_disconnected(receive))
    try:
        await send({"type": "http.response.body", "body": b": hello\n\n", "more_body": True})
        while not gone.done():
            fresh = await _watch.database(_news, _token(headers), match[1], seen)
            for row in fresh:
                await send({"type": "http.response.body", "body": _frame(row), "more_body": True})
                seen = row["seq"]
            if not await _woken(wake, gone):
                await send(
                    {"type": "http.response.body", "body": b": still here\n\n", "more_body": True}
                )
    except (DomainError, OSError, RuntimeError):
        pass  # the person has left, or may no longer look
    finally:
        gone.cancel()
        _watch.leave(stream_id, wake)
    return None


async def _woken(wake: asyncio.Event, gone: asyncio.Task[None]) -> bool:
    waiting = asyncio.create_task(wake.wait())
    done, _pending = await asyncio.wait(
        {waiting, gone}, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    waiting.cancel()
    wake.clear()
    return bool(done)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _foreign(headers: dict[bytes, bytes]) -> bool:
    """Whether another site asks: a browser says so by Sec-Fetch-Site."""
    return headers.get(b"sec-fetch-site", b"same-origin") not in {b"same-origin", b"none"}


def _token(headers: dict[bytes, bytes]) -> str:
    try:
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    found = cookies.get(SESSION_COOKIE)
    return found.value if found else ""


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})
