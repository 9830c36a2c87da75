"""What people say about a task: comments in Markdown, and who is called by @."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from yunchou.web.core import clock, sql
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.core.permissions import Level, allows, require
from yunchou.web.core.search import fold
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Comment, Mention, ProjectMember, WorkItem
from yunchou.web.projects.services import record
from yunchou.web.ui import shell
from yunchou.web.ui.jinja import markdown
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

LONGEST = 20_000
INBOX = 100


def clean_body(body: str) -> str:
    """Return what was written without what cannot be stored; refuse an empty or endless text."""
    text = body.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise DomainError("comment.empty", _("请先写点什么再发表。"), "body")
    if len(text) > LONGEST:
        words = _("评论太长，最多 %(n)s 个字符。") % {"n": LONGEST}
        raise DomainError("comment.long", words, "body")
    return text


def reachable(*, actor: Actor, project: Project) -> QuerySet[Member]:
    """Return the people who can see a project, by name: those who may be called."""
    own = ProjectMember.objects.of(actor).filter(project=project).values("member_id")
    all_projects = Q(level__gte=int(Level.MANAGER)) | Q(functions__icontains="director")
    rows = Member.objects.of(actor).filter(active=True)
    return rows.filter(all_projects | Q(id__in=own)).order_by("name")


_TAG = re.compile(r"(<[^>]*>)")


def html(body: str, names: Iterable[str]) -> Markup:
    """Return a comment as safe HTML, the people it calls marked."""
    rendered = markdown(body)
    sought = sorted((str(escape(name)) for name in names), key=len, reverse=True)
    if not sought:
        return rendered
    pattern = re.compile("@(" + "|".join(re.escape(name) for name in sought) + ")")
    parts = _TAG.split(str(rendered))
    marked = [
        part if part.startswith("<") else pattern.sub(r'<b class="mention">@\1</b>', part)
        for part in parts
    ]
    return Markup("".join(marked))  # noqa: S704 (cleaned HTML; only its text was marked)


def plain_text(body: str) -> str:
    """Return a comment on one line without its Markdown."""
    return " ".join(markdown(body).striptags().split())


def people(*, actor: Actor, project: Project, query: str, limit: int = 8) -> list[dict[str, Any]]:
    """Return people of a project whose name or pinyin begins or contains what was typed."""
    sought = fold(query).replace(" ", "")[:60]
    rows = reachable(actor=actor, project=project)
    if sought:
        spaced = Q(pinyin__startswith=sought) | Q(pinyin__contains=f" {sought}")
        rows = rows.filter(Q(name__icontains=sought) | spaced)
    columns = ("id", "name", "position", "department")
    return [
        {**row, "id": str(row["id"]), "initial": row["name"][:1]}
        for row in rows.values(*columns)[:limit]
    ]


def called(body: str, people: Iterable[tuple[UUID, str]]) -> list[UUID]:
    """Return who is called by @ in a text: of names that fit, the longest."""
    names = sorted(people, key=lambda person: -len(person[1]))
    found: dict[UUID, None] = {}
    for part in body.split("@")[1:]:
        hit = next((pk for pk, name in names if part.startswith(name)), None)
        if hit is not None:
            found[hit] = None
    return list(found)


@transaction.atomic
def add_comment(
    *, actor: Actor, item: WorkItem, body: str, undoes: UUID | None = None
) -> tuple[Comment, Activity]:
    """Say something about a task and call those named by @."""
    require(actor, "project.comment", item.project.level)
    comment = Comment.objects.create(
        workspace_id=item.workspace_id, project_id=item.project_id, item=item,
        author_id=actor.member_id, author_name=actor.name, body=clean_body(body), at=clock.now(),
        created_by_id=actor.user_id,
    )  # fmt: skip
    _call(actor, item, comment)
    return comment, _record(actor, item, "commented", None, _facts(comment), undoes)


@transaction.atomic
def edit_comment(
    *,
    actor: Actor,
    comment: Comment,
    body: str,
    version: int | None = None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Change one's own comment; refuse anybody else's."""
    require(actor, "project.comment", comment.item.project.level)
    if comment.author_id != actor.member_id:
        raise Forbidden("comment.not_yours", _("只能修改自己写的评论。"))
    before = _facts(comment)
    values = {"body": clean_body(body), "edited_at": clock.now()}
    if values["body"] == comment.body:
        return None
    apply(comment, values, version=version, allowed=frozenset(values))
    _call(actor, comment.item, comment)
    return _record(actor, comment.item, "comment_edited", before, _facts(comment), undoes)


@transaction.atomic
def trash_comment(*, actor: Actor, comment: Comment, undoes: UUID | None = None) -> Activity:
    """Take a comment away: one's own, or any by who manages the project."""
    level = comment.item.project.level
    require(actor, "project.comment", level)
    if comment.author_id != actor.member_id and not allows(actor, "project.manage", level):
        raise Forbidden("comment.not_yours", _("只能删除自己写的评论。"))
    before = _facts(comment)
    values = {"trashed_at": clock.now()}
    apply(comment, values, version=None, allowed=frozenset(values))
    return _record(actor, comment.item, "comment_trashed", before, None, undoes)


@transaction.atomic
def restore_comment(*, actor: Actor, comment: Comment, undoes: UUID | None = None) -> Activity:
    """Bring a comment back."""
    level = comment.item.project.level
    require(actor, "project.comment", level)
    if comment.author_id != actor.member_id and not allows(actor, "project.manage", level):
        raise Forbidden("comment.not_yours", _("只能恢复自己写的评论。"))
    apply(comment, {"trashed_at": None}, version=None, allowed=frozenset({"trashed_at"}))
    return _record(actor, comment.item, "comment_restored", None, _facts(comment), undoes)


def get_comment(*, actor: Actor, comment_id: UUID, trashed: bool = False) -> Comment:
    """Return a comment whose task the actor may see, the task attached."""
    rows = Comment.objects.of(actor).filter(id=comment_id, trashed_at__isnull=not trashed)
    comment = rows.first()
    if comment is None:
        raise selectors.not_found()
    comment.item = selectors.get_work_item(actor=actor, ref=comment.item_id)
    return comment


def _call(actor: Actor, item: WorkItem, comment: Comment) -> None:
    """Leave a note for everybody newly called; take unread ones of those no longer named."""
    pairs = reachable(actor=actor, project=item.project).values_list("id", "name")
    wanted = [pk for pk in called(comment.body, pairs) if pk != actor.member_id]
    notes = Mention.objects.of(actor).filter(comment=comment)
    notes.filter(seen_at=None).exclude(member_id__in=wanted).delete()
    there = set(notes.values_list("member_id", flat=True))
    Mention.objects.bulk_create(
        Mention(
            workspace_id=item.workspace_id, project_id=item.project_id, item=item,
            comment=comment, member_id=pk, created_by_id=actor.user_id,
        )
        for pk in wanted
        if pk not in there
    )  # fmt: skip


def _facts(comment: Comment) -> dict[str, str]:
    return {"id": str(comment.id), "body": comment.body}


def _record(
    actor: Actor,
    item: WorkItem,
    verb: str,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
    undoes: UUID | None,
) -> Activity:
    return record(actor, item, verb, {"comment": [before, after]}, undoes)


# --- the inbox -----------------------------------------------------------------------------------


def _notes(actor: Actor) -> QuerySet[Mention]:
    seen = selectors.visible_projects(actor=actor).values("id")
    rows = Mention.objects.of(actor).filter(member_id=actor.member_id)
    return rows.filter(
        project_id__in=seen, comment__trashed_at=None, item__trashed_at=None
    ).order_by("-id")


def inbox(*, actor: Actor, unread: bool = False, limit: int = INBOX) -> list[dict[str, Any]]:
    """Return where the actor was called by @, newest first: one statement."""
    rows = _notes(actor).filter(seen_at=None) if unread else _notes(actor)
    columns = (
        "id", "seen_at", "comment__body", "comment__at", "comment__author_name", "comment_id",
        "item__number", "item__name", "project__key", "project__name",
    )  # fmt: skip
    found = rows.values(*columns)[:limit]
    return [{**row, "text": plain_text(row["comment__body"])} for row in found]


def unread(*, actor: Actor) -> int:
    """Return how many calls the actor has not seen."""
    return int(
        sql.fetch(_UNREAD, [sql.stored(actor.workspace_id), sql.stored(actor.member_id)])[0][0]
    )


_UNREAD = """
SELECT count(*) FROM projects_mention o
JOIN projects_comment c ON c.id = o.comment_id AND c.trashed_at IS NULL
WHERE o.workspace_id = %s AND o.member_id = %s AND o.seen_at IS NULL
"""


def mark_seen(*, actor: Actor, item_id: UUID | None = None) -> int:
    """Mark calls as seen: those on one task, or all. Nobody else sees a difference."""
    rows = Mention.objects.of(actor).filter(member_id=actor.member_id, seen_at=None)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    if actor.read_only or not rows.exists():
        return 0  # reading a task takes no lock
    return rows.update(seen_at=clock.now())


@shell.count("mentions")
def _bell(actor: Actor, _project: object) -> shell.Count | None:
    number = unread(actor=actor)
    return (number, True) if number else None


# --- taking back ---------------------------------------------------------------------------------


def _comment(actor: Actor, row: Activity, *, trashed: bool = False) -> Comment:
    before, after = row.changes["comment"]
    return get_comment(actor=actor, comment_id=UUID((after or before)["id"]), trashed=trashed)


@undoer("work_item.commented")
@undoer("work_item.comment_restored")
def _undo_said(actor: Actor, row: Activity) -> None:
    trash_comment(actor=actor, comment=_comment(actor, row), undoes=row.id)


@undoer("work_item.comment_edited")
def _undo_edited(actor: Actor, row: Activity) -> None:
    comment = _comment(actor, row)
    before, after = row.changes["comment"]
    if comment.body != after["body"]:
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"), "comment")
    edit_comment(actor=actor, comment=comment, body=before["body"], undoes=row.id)


@undoer("work_item.comment_trashed")
def _undo_taken(actor: Actor, row: Activity) -> None:
    restore_comment(actor=actor, comment=_comment(actor, row, trashed=True), undoes=row.id)
