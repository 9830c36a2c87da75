"""One address for everything: Django by WSGI in threads, and the event stream beside it.

`/events/<KEY>` never enters Django's handler: it reads the activity table only. Everything else
goes to the WSGI application (a2wsgi). Teams may serve the two apart: `application` here for
`/events/`, `wsgi.application` for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware

from yunchou.web.config.live import stream_app
from yunchou.web.config.wsgi import application as django_application

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

_django: Any = WSGIMiddleware(cast("Any", django_application), workers=8)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch a connection to the event stream or to Django."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/events/"):
        await stream_app(scope, receive, send)
    elif scope["type"] == "http":

        async def receive_message() -> dict[str, Any]:
            return await receive()  # a2wsgi asks for a coroutine, granian hands out a future

        async def send_message(message: dict[str, Any]) -> None:
            await send(message)

        await _django(scope, receive_message, send_message)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
