"""One address for everything: Django by WSGI in threads, and the event stream beside it.

`/events/<KEY>` never enters Django's handler: it reads the activity table only. Everything else
goes to the WSGI application (a2wsgi). Teams may serve the two apart: `application` here for
`/events/`, `wsgi.application` for the rest.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware

from yunchou.web.config.live import stream_app
from yunchou.web.config.wsgi import application as django_application
from yunchou.web.projects.uploads import most_bytes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024
PAUSE_SECONDS = 15  # without a byte
SLOWEST_BYTES = 4096  # a second, over the whole body

_django: Any = WSGIMiddleware(cast("Any", django_application), workers=8)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch a connection to the event stream or to Django."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/events/"):
        await stream_app(scope, receive, send)
    elif scope["type"] == "http":
        await _django_with_body(scope, receive, send)


async def _django_with_body(scope: Scope, receive: Receive, send: Send) -> None:
    """Call Django once the whole body is here: a client that dawdles must not hold a thread."""
    headers = dict(scope["headers"])

    async def send_message(message: dict[str, Any]) -> None:
        await send(message)

    with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        if b"content-length" in headers or b"transfer-encoding" in headers:
            refusal = await _take(receive, headers, body, most_bytes(scope["path"]))
            if refusal:
                await _refuse(send, refusal)
                return
            body.seek(0)

        async def receive_message() -> dict[str, Any]:
            chunk = body.read(CHUNK)
            return {"type": "http.request", "body": chunk, "more_body": len(chunk) == CHUNK}

        await _django(scope, receive_message, send_message)


async def _take(receive: Receive, headers: dict[bytes, bytes], body: IO[bytes], most: int) -> int:
    """Write a request's body to a file; return the status to refuse it with, 0 when it is whole.

    Nothing is read of a body that is stated to be too large: Django refuses it by its length and
    says why.
    """
    stated = headers.get(b"content-length", b"")
    if stated.isdigit() and int(stated[:20]) > most:
        return 0
    size, began = 0, monotonic()
    while True:
        try:
            message = await asyncio.wait_for(receive(), PAUSE_SECONDS)
        except TimeoutError:
            return 408
        if message["type"] != "http.request":
            return 400  # gone before all was said
        size += len(message.get("body", b""))
        if size > most:
            return 413
        if size < SLOWEST_BYTES * (monotonic() - began - PAUSE_SECONDS):
            return 408
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            return 0


async def _refuse(send: Send, status: int) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": HTTPStatus(status).phrase.encode()})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
