"""Backup and restore: row by row and file by file, or nothing at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from typer.testing import CliRunner

from yunchou.cli.backup import app as backup_app
from yunchou.cli.restore import app as restore_app
from yunchou.messages import InputError
from yunchou.web.config import backup
from yunchou.web.core import search
from yunchou.web.exchange.demo import load_demo
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Attachment, WorkItem
from yunchou.web.projects.tasks import files as files_of_tasks
from yunchou.web.users import services as users
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import Member, User, Workspace
from yunchou.web.users.selectors import actor_of_member

pytestmark = pytest.mark.django_db(transaction=True)


def content():
    """Return every row of every table."""
    return {name: list(backup.rows_of(model)) for name, model in backup.tables().items()}


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    (settings.MEDIA_ROOT / "attachments/ab").mkdir(parents=True)
    (settings.MEDIA_ROOT / "attachments/ab/合同 1.pdf").write_bytes(bytes(range(256)) * 1000)
    (settings.MEDIA_ROOT / "logos").mkdir()
    (settings.MEDIA_ROOT / "logos/x.png").write_bytes(b"")
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(media, tmp_path):
    load_demo()
    path = tmp_path / "backup.zip"
    backup.backup(path)
    return path


def rewrite(path, change):
    """Write an archive anew; `change` maps name and bytes to a name and bytes, or to None."""
    with zipfile.ZipFile(path) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in members:
            changed = change(name, data)
            if changed:
                new.writestr(*changed)


def test_a_restored_backup_is_equal_row_by_row_and_file_by_file(archive, media):
    rows, kept = content(), files(media)
    assert sum(len(table) for table in rows.values()) > 500
    User.objects.update(name="谁？")
    Workspace.objects.all().update(name="坏了")
    (media / "logos/x.png").unlink()
    (media / "logos/new.png").write_bytes(b"new")
    done = backup.restore(archive, force=True)
    assert content() == rows
    assert files(media) == kept
    assert done.rows == sum(len(table) for table in rows.values())
    assert done.files == 2


def test_an_empty_database_needs_no_force_and_search_works_afterwards(archive, media):
    rows = content()
    with transaction.atomic(), connection.cursor() as cursor:
        for model in backup.tables().values():
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 (our table names)
    backup.restore(archive)
    assert content() == rows
    workspace = Workspace.objects.get()
    assert search.find(workspace_id=workspace.id, query="周岚")
    connection.check_constraints()


def test_new_rows_can_be_added_after_a_restore(archive, media):
    backup.restore(archive, force=True)
    workspace = Workspace.objects.get()
    search.put([
        search.Entry(workspace_id=workspace.id, kind="person", subject_id=workspace.id, title="新来的")
    ])  # fmt: skip
    assert search.find(workspace_id=workspace.id, query="新来的")


def test_a_used_database_is_not_replaced_without_force(archive, media):
    rows, kept = content(), files(media)
    with pytest.raises(InputError) as refused:
        backup.restore(archive)
    assert refused.value.code == "restore.used"
    assert (content(), files(media)) == (rows, kept)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_truncated_archive_changes_nothing(share, archive, media):
    rows, kept = content(), files(media)
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError) as refused:
        backup.restore(archive, force=True)
    assert refused.value.code == "restore.broken"
    assert (content(), files(media)) == (rows, kept)


def test_every_flipped_byte_of_the_content_is_noticed(archive, media):
    rows = content()
    data = archive.read_bytes()
    for at in range(50, len(data), len(data) // 40):
        archive.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with contextlib.suppress(InputError):
            backup.restore(archive, force=True)
        assert content() == rows, at  # a flip in zip's own padding may go unseen; a wrong row never


def test_a_changed_row_with_a_sound_zip_is_noticed_by_its_checksum(archive, media):
    def change(name, data):
        return name, data.replace("周岚".encode(), "周兰".encode())

    rewrite(archive, change)
    with pytest.raises(InputError) as refused:
        backup.restore(archive, force=True)
    assert refused.value.code == "restore.broken"


@pytest.mark.parametrize("missing", ["manifest.json", "tables/users.user.jsonl"])
def test_a_missing_part_is_noticed(missing, archive, media):
    rewrite(archive, lambda name, data: None if name == missing else (name, data))
    with pytest.raises(InputError):
        backup.restore(archive, force=True)


def test_a_part_that_the_manifest_does_not_name_is_refused(archive, media):
    with zipfile.ZipFile(archive, "a") as extra:
        extra.writestr("media/evil.sh", b"#!/bin/sh")
    with pytest.raises(InputError):
        backup.restore(archive, force=True)


@pytest.mark.parametrize(
    "name",
    ["media/../evil", "media/a/../../evil", "/etc/evil", "media//etc/evil", "media/..", "evil",
     "media/./evil", "media/a\\..\\evil", "media/C:evil", "../media/evil", "media/", "media"],
)  # fmt: skip
def test_a_name_that_leads_out_of_the_folder_is_refused(name, archive, media, tmp_path):
    def change(old, data):
        if old == "manifest.json":
            manifest = json.loads(data)
            facts = {"bytes": 4, "sha256": hashlib.sha256(b"evil").hexdigest()}
            manifest["files"][name] = facts
            return old, json.dumps(manifest).encode()
        return old, data

    rewrite(archive, change)
    with zipfile.ZipFile(archive, "a") as extra:
        extra.writestr(zipfile.ZipInfo(name), b"evil")
    before = files(tmp_path / "data")
    with pytest.raises(InputError):
        backup.restore(archive, force=True)
    assert files(tmp_path / "data") == before
    assert not list(tmp_path.rglob("*evil*"))


def test_a_backup_of_other_tables_is_refused_with_the_version_it_needs(archive, media):
    def change(name, data):
        if name == "manifest.json":
            manifest = json.loads(data)
            manifest |= {"migrations": manifest["migrations"][:-1], "yunchou": "9.9.9"}
            return name, json.dumps(manifest).encode()
        return name, data

    rows = content()
    rewrite(archive, change)
    with pytest.raises(InputError, match=r"9\.9\.9"):
        backup.restore(archive, force=True)
    assert content() == rows


def test_a_row_that_the_database_refuses_takes_everything_back(archive, media):
    def change(name, data):
        """Let a member point to a workspace that is not there; checksums agree."""
        if name == "tables/users.workspace.jsonl":
            return name, data.split(b"\n", 1)[0] + b"\n"
        return name, data

    with zipfile.ZipFile(archive) as whole:
        cut = change("tables/users.workspace.jsonl", whole.read("tables/users.workspace.jsonl"))[1]

    def lie(name, data):
        if name == "manifest.json":
            manifest = json.loads(data)
            manifest["tables"]["users.workspace"] = {
                "rows": 0, "bytes": len(cut), "sha256": hashlib.sha256(cut).hexdigest(),
            }  # fmt: skip
            return name, json.dumps(manifest).encode()
        return change(name, data)

    rewrite(archive, lie)
    rows, kept = content(), files(media)
    with pytest.raises(InputError) as refused:
        backup.restore(archive, force=True)
    assert refused.value.code == "restore.refused"
    assert (content(), files(media)) == (rows, kept)
    assert {path.name for path in media.parent.iterdir()} == {"media"}


def test_a_backup_is_readable_by_its_owner_only_and_leaves_no_scratch(archive):
    assert archive.stat().st_mode & 0o077 == 0
    assert not list(archive.parent.glob(".*part"))


def test_a_backup_that_cannot_be_written_leaves_nothing(media, tmp_path):
    target = tmp_path / "absent" / "backup.zip"
    with pytest.raises(InputError) as refused:
        backup.backup(target)
    assert refused.value.code == "backup.write"


def test_links_in_the_media_folder_are_not_followed(media, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (media / "link").symlink_to(tmp_path / "secret")
    backup.backup(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "media/link" not in archive.namelist()


def test_the_commands_tell_what_they_did(media, tmp_path):
    load_demo()
    path = tmp_path / "b.zip"
    done = CliRunner().invoke(backup_app, ["-o", str(path), "--json"], catch_exceptions=False)
    told = json.loads(done.output)
    assert told["files"] == 2
    again = CliRunner().invoke(backup_app, ["-o", str(path)])
    assert isinstance(again.exception, InputError)
    back = CliRunner().invoke(restore_app, [str(path), "--force", "--json"], catch_exceptions=False)
    assert json.loads(back.output)["rows"] == told["rows"]


def test_what_is_no_archive_at_all_is_said_so(media, tmp_path):
    for name, data in (("a.zip", b"hello"), ("b.zip", b""), ("c.zip", None)):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError):
            backup.restore(tmp_path / name, force=True)


RUN = "from yunchou.cli import main; main()"


def test_an_archive_goes_from_sqlite_to_postgresql_and_back(on_postgresql, media, tmp_path):
    """The rows of all three archives are the same (jsonb orders the keys of an object its way)."""

    def sqlite(folder, *arguments):
        settings = {"DATABASE_URL": "", "YUNCHOU_DATA_DIR": str(tmp_path / folder)}
        command = [sys.executable, "-c", RUN, *arguments]
        subprocess.run(command, env={**os.environ, **settings}, check=True)

    sqlite("one", "manage", "migrate", "--verbosity", "0")
    sqlite("one", "demo")
    sqlite("one", "backup", "-o", str(tmp_path / "one.zip"))
    backup.restore(tmp_path / "one.zip", force=True)
    backup.backup(tmp_path / "two.zip")
    sqlite("three", "restore", str(tmp_path / "two.zip"))
    sqlite("three", "backup", "-o", str(tmp_path / "three.zip"))
    tables = []
    for name in ("one", "two", "three"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip") as archive:
            names = [n for n in archive.namelist() if n.startswith("tables/")]
            tables.append({n: [json.loads(line) for line in archive.open(n)] for n in names})
    assert tables[0] == tables[1] == tables[2]


def test_a_file_on_a_task_is_downloaded_again_after_a_restore(media, tmp_path, client):
    load_demo()
    item = WorkItem.objects.across_workspaces().filter(kind="task").first()
    member = Member.objects.across_workspaces().get(email="lin@demo.example")
    actor = actor_of_member(member.id)
    task = selectors.get_work_item(actor=actor, ref=item.id)
    content = bytes(range(256)) * 50
    upload = SimpleUploadedFile("报价 单.xlsx", content)
    row, _change = files_of_tasks.add_file(actor=actor, item=task, upload=upload)
    archive = tmp_path / "with-file.zip"
    assert backup.backup(archive).files == 3
    shutil.rmtree(media)
    Attachment.objects.across_workspaces().all().delete()
    backup.restore(archive, force=True)
    token = users.open_session(user=User.objects.get(id=actor.user_id))
    client.cookies[SESSION_COOKIE] = token
    answer = client.get(f"/files/{row.id}")
    assert b"".join(answer.streaming_content) == content
    assert (
        hashlib.sha256(content).hexdigest() == Attachment.objects.across_workspaces().get().sha256
    )
