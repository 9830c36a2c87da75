"""A request reaches a thread only when all of it is here."""

from __future__ import annotations

import asyncio

import pytest

from yunchou.web.config import asgi


@pytest.fixture
def django(monkeypatch):
    """Stand in for Django: note the bodies that arrive."""
    arrived = []

    async def application(scope, receive, send):
        body = b""
        while True:
            message = await receive()
            body += message["body"]
            if not message["more_body"]:
                break
        arrived.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    monkeypatch.setattr(asgi, "_django", application)
    return arrived


def call(messages, *headers, pause=None):
    """Send a request in pieces; after the last piece the client falls silent."""
    sent = []
    waiting = list(messages)

    async def receive():
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        return {}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/sign-in", "method": "POST", "headers": list(headers)}
    asyncio.run(asgi.application(scope, receive, send))
    return sent[0]["status"]


def piece(body, *, more=True):
    return {"type": "http.request", "body": body, "more_body": more}


LENGTH = (b"content-length", b"10")


def test_a_body_in_pieces_arrives_whole(django):
    pieces = [piece(b"hello"), piece(b""), piece(b"world", more=False)]
    assert call(pieces, LENGTH) == 200
    assert django == [b"helloworld"]


@pytest.mark.parametrize("size", [0, 1, asgi.CHUNK - 1, asgi.CHUNK, 3 * asgi.CHUNK, 2_000_000])
def test_bodies_of_any_size_arrive_whole(django, size):
    data = bytes(size % 251 for size in range(size))
    assert call([piece(data, more=False)], (b"transfer-encoding", b"chunked")) == 200
    assert django == [data]


def test_a_request_without_body_is_not_waited_for(django):
    assert call([]) == 200
    assert django == [b""]


def test_a_client_that_falls_silent_never_reaches_a_thread(django, monkeypatch):
    monkeypatch.setattr(asgi, "PAUSE_SECONDS", 0.01)
    assert call([piece(b"email=")], LENGTH) == 408
    assert django == []


def test_a_client_that_trickles_is_refused(django, monkeypatch):
    monkeypatch.setattr(asgi, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(asgi, "SLOWEST_BYTES", 10**12)
    assert call([piece(b"e"), piece(b"m"), piece(b"a", more=False)], LENGTH) == 408
    assert django == []


def test_nothing_is_read_of_a_body_that_is_stated_to_be_too_large(django):
    silent: list[dict] = []  # a client of whom nothing comes: waiting for it would take for ever
    assert call(silent, (b"content-length", b"99999999999999999999999")) == 200
    assert django == [b""]  # which refuses by the length, in words


def test_a_body_that_becomes_too_large_is_refused_while_it_comes(django, monkeypatch):
    monkeypatch.setattr(asgi, "most_bytes", lambda _path: 8)
    assert call([piece(b"x" * 9)], (b"transfer-encoding", b"chunked")) == 413
    assert django == []


def test_a_client_that_leaves_half_way_is_forgotten(django):
    assert call([piece(b"he"), {"type": "http.disconnect"}], LENGTH) == 400
    assert django == []
