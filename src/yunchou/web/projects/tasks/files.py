"""Files and addresses attached to a task.

A file is kept below MEDIA_ROOT under its own id, never under the name somebody gave it; the name
is only ever told in the header of a download.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import clock
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.ids import uuid7
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Attachment
from yunchou.web.projects.services import record

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import WorkItem

FOLDER = "attachments"
MOST = 200
#: programs and scripts that a double click would run
REFUSED = frozenset({
    "apk", "app", "bat", "cmd", "com", "cpl", "dll", "dmg", "exe", "gadget", "hta", "iso", "jar",
    "js", "jse", "lnk", "msc", "msi", "msp", "ps1", "ps1xml", "psm1", "reg", "scr", "sh", "url",
    "vb", "vbe", "vbs", "ws", "wsc", "wsf", "wsh",
})  # fmt: skip
#: what a browser would run as a page is handed over as plain bytes
_ACTIVE = re.compile(r"html|svg|xml|javascript|ecmascript|flash|rfc822|multipart", re.IGNORECASE)
#: pictures that every browser draws and none runs: shown on the page of their task
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CHUNK = 1024 * 1024


def clean_file_name(name: str) -> str:
    """Return a name without folders, control and direction marks: what a download may be called."""
    line = _HIDDEN.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/")
    last = line.rsplit("/", 1)[-1].strip().strip(".").strip()
    if len(last) > 200:
        stem, dot, ending = last.rpartition(".")
        last = f"{stem[: 199 - len(ending)]}.{ending}" if dot and len(ending) < 20 else last[:200]
    return last or _("未命名文件")


def media_type(name: str) -> str:
    """Return the type that a download states: never one that a browser would run as a page."""
    guessed = mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"
    return "application/octet-stream" if _ACTIVE.search(guessed) else guessed[:120]


def path_of(attachment: Attachment) -> Path:
    """Return where an attachment's bytes are; refuse a place outside its folder."""
    root = (Path(settings.MEDIA_ROOT) / FOLDER).resolve()
    path = (Path(settings.MEDIA_ROOT) / attachment.file).resolve()
    if not attachment.file or not path.is_relative_to(root) or not path.is_file():
        raise selectors.not_found()
    return path


def drop_files(workspace_id: UUID) -> None:
    """Remove every file of a workspace from the disk: called once the workspace itself is gone."""
    shutil.rmtree(Path(settings.MEDIA_ROOT) / FOLDER / workspace_id.hex, ignore_errors=True)


def _check_room(actor: Actor, item: WorkItem) -> None:
    require(actor, "project.work", item.project.level)
    if Attachment.objects.of(actor).filter(item=item, trashed_at=None).count() >= MOST:
        words = _("一项任务最多放 %(n)s 个附件。") % {"n": MOST}
        raise DomainError("attachment.full", words, "file")


def _check_file(name: str, size: int) -> None:
    limit = settings.ATTACHMENT_MAX_BYTES
    if size > limit:
        words = _("文件超过 %(n)s MB，请压缩后再传，或放到网盘后粘贴链接。") % {"n": limit // 2**20}
        raise DomainError("attachment.size", words, "file")
    if size == 0:
        raise DomainError("attachment.empty", _("这个文件是空的。"), "file")
    ending = name.rpartition(".")[2].lower()
    if ending in REFUSED:
        words = _("为了安全，不能上传 .%(type)s 文件。可以先压缩成 zip。") % {"type": ending}
        raise DomainError("attachment.type", words, "file")


def _write(workspace_id: UUID, file_id: UUID, upload: UploadedFile[Any]) -> tuple[str, int, str]:
    """Write an upload in one move; return its place below MEDIA_ROOT, size and SHA-256."""
    place = Path(FOLDER) / workspace_id.hex / file_id.hex[-2:] / file_id.hex
    target = Path(settings.MEDIA_ROOT) / place
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch, digest, size = target.with_suffix(".part"), hashlib.sha256(), 0
    try:
        with scratch.open("xb") as out:
            for chunk in upload.chunks(_CHUNK):
                size += len(chunk)
                digest.update(chunk)
                out.write(chunk)
        scratch.rename(target)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        words = _("文件没有存下来，可能是服务器磁盘已满。请联系管理员。")
        raise DomainError("attachment.disk", words, "file") from error
    return place.as_posix(), size, digest.hexdigest()


def add_file(
    *, actor: Actor, item: WorkItem, upload: UploadedFile[Any]
) -> tuple[Attachment, Activity]:
    """Attach a file; refuse what is too large, empty or a program."""
    _check_room(actor, item)
    name = clean_file_name(upload.name or "")
    _check_file(name, upload.size or 0)
    file_id = uuid7()
    place, size, digest = _write(item.workspace_id, file_id, upload)
    try:
        return _keep(actor, item, Attachment(
            id=file_id, name=name, file=place, mime=media_type(name), bytes=size, sha256=digest,
        ))  # fmt: skip
    except BaseException:
        (Path(settings.MEDIA_ROOT) / place).unlink(missing_ok=True)
        raise


def add_link(
    *, actor: Actor, item: WorkItem, url: str, name: str = ""
) -> tuple[Attachment, Activity]:
    """Attach an address; refuse anything but http and https."""
    _check_room(actor, item)
    address = _HIDDEN.sub("", url).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(address) > 2000:
        words = _("链接要以 http:// 或 https:// 开头。")
        raise DomainError("attachment.url", words, "url")
    title = " ".join(_HIDDEN.sub("", name).split())[:200] or address[:200]
    return _keep(actor, item, Attachment(name=title, url=address))


@transaction.atomic
def _keep(actor: Actor, item: WorkItem, row: Attachment) -> tuple[Attachment, Activity]:
    row.workspace_id, row.project_id, row.item = item.workspace_id, item.project_id, item
    row.created_by_id = actor.user_id
    row.save(force_insert=True)
    return row, _record(actor, row, "attached", None, _facts(row))


def get_attachment(
    *, actor: Actor, attachment_id: UUID, need: str = "project.view", trashed: bool = False
) -> Attachment:
    """Return an attachment whose task the actor may see, the task attached."""
    rows = Attachment.objects.of(actor).filter(id=attachment_id, trashed_at__isnull=not trashed)
    row = rows.first()
    if row is None:
        raise selectors.not_found()
    row.item = selectors.get_work_item(actor=actor, ref=row.item_id, need=need)
    return row


@transaction.atomic
def trash_attachment(*, actor: Actor, row: Attachment, undoes: UUID | None = None) -> Activity:
    """Take an attachment off its task; its bytes stay, so that it can come back."""
    require(actor, "project.work", row.item.project.level)
    values = {"trashed_at": clock.now()}
    apply(row, values, version=None, allowed=frozenset(values))
    return _record(actor, row, "detached", _facts(row), None, undoes)


@transaction.atomic
def restore_attachment(*, actor: Actor, row: Attachment, undoes: UUID | None = None) -> Activity:
    """Bring an attachment back."""
    require(actor, "project.work", row.item.project.level)
    apply(row, {"trashed_at": None}, version=None, allowed=frozenset({"trashed_at"}))
    return _record(actor, row, "attached", None, _facts(row), undoes)


def _facts(row: Attachment) -> dict[str, str]:
    return {"id": str(row.id), "name": row.name}


def _record(
    actor: Actor,
    row: Attachment,
    verb: str,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
    undoes: UUID | None = None,
) -> Activity:
    return record(actor, row.item, verb, {"attachment": [before, after]}, undoes)


@undoer("work_item.attached")
def _undo_attached(actor: Actor, row: Activity) -> None:
    found = get_attachment(actor=actor, attachment_id=UUID(row.changes["attachment"][1]["id"]))
    trash_attachment(actor=actor, row=found, undoes=row.id)


@undoer("work_item.detached")
def _undo_detached(actor: Actor, row: Activity) -> None:
    pk = UUID(row.changes["attachment"][0]["id"])
    found = get_attachment(actor=actor, attachment_id=pk, trashed=True)
    restore_attachment(actor=actor, row=found, undoes=row.id)
