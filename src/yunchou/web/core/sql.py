"""The few lines that statements written by hand share: hot paths only, both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence


def postgres() -> bool:
    """Whether the database is PostgreSQL."""
    return connection.vendor == "postgresql"


def unindexed(column: str) -> str:
    """Return a column for a condition that no index shall be chosen by.

    SQLite has no figures: it takes all rows of a workspace for fewer than a handful of ids.
    """
    return column if postgres() else f"+{column}"


def stored(value: Any) -> Any:
    """Return a parameter as the database keeps it: SQLite has no type of its own for ids."""
    if isinstance(value, UUID):
        return value if postgres() else value.hex
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def identity(value: Any) -> Any:
    """Return an id as a UUID, however the driver handed it over; None stays."""
    return UUID(value) if isinstance(value, str) else value


def document(value: Any) -> Any:
    """Return a JSON column's value, however the driver handed it over."""
    return orjson.loads(value) if isinstance(value, str | bytes) else value


def run(sql: str, params: Sequence[Any]) -> None:
    """Run one statement that returns nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))


def run_each(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run one prepared statement for every row of parameters."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def fetch(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one statement and return its rows as the driver gives them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())
