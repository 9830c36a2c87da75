"""The one clock: tests move it, nothing else asks the system for the time."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: ContextVar[dt.datetime | None] = ContextVar("clock", default=None)


def now() -> dt.datetime:
    """Return the instant, UTC."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def today(timezone: str = "Asia/Shanghai") -> dt.date:
    """Return the day it is in a project's time zone."""
    return now().astimezone(ZoneInfo(timezone)).date()


@contextmanager
def at(instant: dt.datetime) -> Iterator[None]:
    """Hold the clock at an instant (UTC), for tests and for the demo's past."""
    token = _frozen.set(instant)
    try:
        yield
    finally:
        _frozen.reset(token)
