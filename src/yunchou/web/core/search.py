"""Search by index, always: character bigrams in SQLite's FTS5 or PostgreSQL's tsvector.

A trigram index finds no word of two characters, and most Chinese words have two. So the text is cut
into overlapping pairs of characters here, Latin words stay whole, names bring their pinyin, and
both databases index the result as plain words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from yunchou.web.core.models import SearchEntry
from yunchou.web.core.pinyin import beginnings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[a-z0-9]+")
_MOST_BODY = 20_000
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Parameters
    ----------
    kind
        ``project``, ``task``, ``person``…
    project_id
        Of what belongs to a project; None for what everybody of the workspace may find.
    title, body
        What is searched; pinyin is made of the title.
    ref
        Human key, searched as well (XPSS-22).
    """

    workspace_id: UUID
    kind: str
    subject_id: UUID
    title: str
    body: str = ""
    ref: str = ""
    url: str = ""
    project_id: UUID | None = None


def fold(text: str) -> str:
    """Return a text in one form: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str) -> list[str]:
    """Return the words to be indexed: Han characters in pairs and alone, Latin words whole."""
    words: list[str] = []
    for run in _RUN.findall(fold(text)):
        if run[0].isascii():
            words.append(run)
            continue
        words += [run[n : n + 2] for n in range(len(run) - 1)] + list(run)
    return words


def put(entries: Iterable[Entry]) -> None:
    """Index entries, those already there anew."""
    rows = [
        SearchEntry(
            workspace_id=e.workspace_id, kind=e.kind, subject_id=e.subject_id,
            project_id=e.project_id, title=e.title[:500], ref=e.ref[:30], url=e.url[:300],
            grams=" ".join([*grams(_text(e)), *beginnings(e.title)]),
        )
        for e in entries
    ]  # fmt: skip
    SearchEntry.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["subject_id"],
        update_fields=["title", "ref", "url", "grams", "project_id"],
    )  # fmt: skip


def _text(entry: Entry) -> str:
    return f"{entry.title} {entry.ref} {entry.body[:_MOST_BODY]}"


def drop(subject_ids: Sequence[UUID]) -> None:
    """Take entries out of the index."""
    SearchEntry.objects.across_workspaces().filter(subject_id__in=list(subject_ids)).delete()


def terms(query: str) -> list[list[str]]:
    """Return the query as word lists: all words of all lists must be there, Latin ones begin so."""
    found: list[list[str]] = []
    for run in _RUN.findall(fold(query))[:_MOST_WORDS]:
        if run[0].isascii() or len(run) == 1:
            found.append([run])
        else:
            found.append([run[n : n + 2] for n in range(len(run) - 1)])
    return found


def find(
    *,
    workspace_id: UUID,
    query: str,
    projects: str = "",
    params: Sequence[Any] = (),
    first: str = "",
    first_params: Sequence[Any] = (),
    limit: int = 20,
) -> list[dict[str, Any]]:
    """Return what matches, newest first: one statement on either database.

    Parameters
    ----------
    projects, params
        SQL that yields the ids of the projects the reader may see, and its parameters; entries of
        other projects are not found. "" for readers who see all of the workspace.
    first, first_params
        SQL of rows in the same columns that stand before the others, and its parameters.
    """
    if not terms(query):
        return []
    postgres = connection.vendor == "postgresql"
    match, value = condition(query)
    seen = f"AND (e.project_id IS NULL OR e.project_id IN ({projects}))" if projects else ""
    sql = (
        "SELECT e.kind, e.subject_id, e.title, e.ref, e.url, e.project_id "  # noqa: S608 (fixed parts only)
        f"FROM {tables()} WHERE {match} AND e.workspace_id = %s {seen} "
        f"ORDER BY {place()} DESC LIMIT %s"
    )
    if first:
        sql = f"SELECT * FROM ({first}) a UNION ALL SELECT * FROM ({sql}) b"  # noqa: S608 (as above)
    workspace = workspace_id if postgres else workspace_id.hex
    with connection.cursor() as cursor:
        cursor.execute(sql, [*first_params, value, workspace, *params, limit])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def subjects(query: str) -> tuple[str, list[Any]]:
    """Return SQL that yields the ids of what matches, and its parameters: for use inside others.

    It names no workspace: what it stands in must.
    """
    match, value = condition(query)
    return f"SELECT e.subject_id FROM {tables()} WHERE {match}", [value]  # noqa: S608 (fixed)


def tables() -> str:
    """Return SQL of the entries `e`, the index first where it is a table of its own."""
    if connection.vendor == "postgresql":
        return "core_searchentry e"
    return "core_search_fts f CROSS JOIN core_searchentry e ON e.id = f.rowid"


def place() -> str:
    """Return SQL of when an entry was made.

    SQLite's index gives this order. PostgreSQL's does not: the sum keeps it from reading the table
    backwards, where it would take every text apart.
    """
    return "e.id + 0" if connection.vendor == "postgresql" else "f.rowid"


def condition(query: str) -> tuple[str, str]:
    """Return the condition under which an entry matches, and its parameter; without words none."""
    words = terms(query)
    if not words:
        return "%s <> ''", ""
    return _postgres(words) if connection.vendor == "postgresql" else _sqlite(words)


def _sqlite(words: list[list[str]]) -> tuple[str, str]:
    parts = [f'"{word}"*' if word.isascii() else f'"{word}"' for run in words for word in run]
    return "core_search_fts MATCH %s", " AND ".join(parts)


def _postgres(words: list[list[str]]) -> tuple[str, str]:
    parts = [f"{word}:*" if word.isascii() else word for run in words for word in run]
    return "core_search_words(e.grams) @@ to_tsquery('simple', %s)", " & ".join(parts)
