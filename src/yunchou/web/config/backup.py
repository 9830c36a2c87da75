"""Backup and restore: every row and every file in one archive, the same for both databases.

A zip holds `tables/<app>.<model>.jsonl` (first line the columns, then a row a line), `media/…` as
it lies in the data folder, and last `manifest.json` with rows, bytes and SHA-256 of each. It is
read in one snapshot of the database while people go on working, and written back in one
transaction after all of it has been checked. An archive of SQLite restores to PostgreSQL and back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from yunchou import __version__
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

FORMAT, VERSION = "yunchou-backup", 1
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Summary:
    """What an archive holds."""

    made_at: str
    tables: int
    rows: int
    files: int
    bytes: int


class _Measured:
    """A writer that counts and hashes what passes."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.digest, self.bytes = out, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        self.bytes += len(data)
        self.out.write(data)

    def facts(self) -> dict[str, Any]:
        return {"bytes": self.bytes, "sha256": self.digest.hexdigest()}


def tables() -> dict[str, type[models.Model]]:
    """Return every table of the product by its name in the archive."""
    found = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed)  # noqa: SLF001
    return {m._meta.label_lower: m for m in sorted(found, key=lambda m: m._meta.label_lower)}  # noqa: SLF001


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001


def rows_of(model: type[models.Model]) -> Iterator[list[Any]]:
    """Yield the rows of a table in order of the primary key, as JSON can hold them."""
    query: models.QuerySet[Any] = models.QuerySet(model).order_by("pk")
    for row in query.values_list(*_columns(model)).iterator(chunk_size=_BATCH):
        yield list(row)


def _line(row: list[Any]) -> bytes:
    return (
        json.dumps(row, ensure_ascii=False, default=_text, separators=(",", ":")).encode() + b"\n"
    )


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime | dt.time) else str(value)


@contextmanager
def _snapshot() -> Iterator[None]:
    """See the database as it is now, until the end, without holding writers up."""
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # SQLite's own
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def backup(path: Path) -> Summary:
    """Write an archive, under another name until it is whole; readable by its owner only."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(handle, "wb") as out,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            with _snapshot():
                manifest = _head()
                for name, model in tables().items():
                    manifest["tables"][name] = _write_table(archive, name, model)
            for file in sorted(_media()):
                _write_file(archive, file, manifest["files"])
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        scratch.replace(path)
    except OSError as error:
        raise InputError(
            Text(f"备份没有写成（{error.strerror}）。", f"The backup failed ({error.strerror})."),
            place=str(path), code="backup.write",
        ) from error  # fmt: skip
    finally:
        scratch.unlink(missing_ok=True)
    return _summary(manifest)


def _head() -> dict[str, Any]:
    return {
        "format": FORMAT, "version": VERSION, "yunchou": __version__,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "database": connection.vendor, "migrations": _migrations(), "tables": {}, "files": {},
    }  # fmt: skip


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _write_table(archive: zipfile.ZipFile, name: str, model: type[models.Model]) -> dict[str, Any]:
    rows = 0
    with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
        measured = _Measured(out)
        measured.write(_line(_columns(model)))
        for row in rows_of(model):
            measured.write(_line(row))
            rows += 1
    return {"rows": rows, **measured.facts()}


def _media() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    for path in root.rglob("*") if root.is_dir() else ():
        if path.is_file() and not path.is_symlink() and path.suffix != ".part":
            yield path


def _write_file(archive: zipfile.ZipFile, path: Path, files: dict[str, Any]) -> None:
    name = f"media/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
    try:
        source = path.open("rb")
    except FileNotFoundError:  # removed since it was listed: no row of the snapshot's future
        return
    with source, archive.open(name, "w", force_zip64=True) as out:
        measured = _Measured(out)
        while chunk := source.read(_CHUNK):
            measured.write(chunk)
    files[name] = measured.facts()


def _summary(manifest: dict[str, Any]) -> Summary:
    facts = [*manifest["tables"].values(), *manifest["files"].values()]
    return Summary(
        made_at=manifest["made_at"], tables=len(manifest["tables"]),
        rows=sum(table["rows"] for table in manifest["tables"].values()),
        files=len(manifest["files"]), bytes=sum(fact["bytes"] for fact in facts),
    )  # fmt: skip


@contextmanager
def checked(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """Open an archive once every byte of it has been checked against its manifest."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise _broken(path) from error
    with archive:
        try:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
                raise ValueError(manifest.get("format"))
            _verify(archive, manifest)
        except InputError:
            raise
        except (
            KeyError, ValueError, AttributeError, TypeError, OSError, RuntimeError,
            zipfile.BadZipFile, zlib.error,
        ) as error:  # fmt: skip
            raise _broken(path) from error
        yield archive, manifest


def _broken(path: Path) -> InputError:
    return InputError(
        Text(
            "这不是完整的运筹备份，什么都没有改动。",
            "This is not a whole backup of Yunchou; nothing was changed.",
        ),
        place=str(path),
        remedy=Text("请换一份备份。", "Use another backup."),
        code="restore.broken",
    )


def _verify(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    stated = {f"tables/{name}.jsonl": fact for name, fact in manifest["tables"].items()}
    stated |= manifest["files"]
    names = [info.filename for info in archive.infolist()]
    if sorted(names) != sorted([*stated, MANIFEST]):
        raise ValueError(names)
    for name, fact in stated.items():
        if name in manifest["files"]:
            place_of(name, Path(settings.MEDIA_ROOT))
        if archive.getinfo(name).file_size != fact["bytes"]:
            raise ValueError(name)
        digest = hashlib.sha256()
        with archive.open(name) as member:
            while chunk := member.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != fact["sha256"]:
            raise ValueError(name)


def place_of(name: str, folder: Path) -> Path:
    """Return where a file of the archive goes below `folder`; refuse a name that leads out."""
    parts = PurePosixPath(name).parts
    plain = len(parts) > 1 and parts[0] == "media" and "/".join(parts) == name
    if not plain or ".." in parts or any(c in name for c in "\\\0:"):
        raise InputError(
            Text(f"备份里有不该有的文件名：{name!r}。", f"A file name leads astray: {name!r}."),
            remedy=Text("请勿使用这份备份。", "Do not use this backup."),
            code="restore.name",
        )
    return folder.joinpath(*parts[1:])


def restore(path: Path, *, force: bool = False) -> Summary:
    """Replace the database's rows and the files by an archive's, all or nothing.

    Refuses an archive that is not whole, one of another version of the tables, and, without
    `force`, a database that already holds somebody's work.
    """
    with checked(path) as (archive, manifest):
        _same_tables(manifest)
        if not force:
            _refuse_used()
        media = Path(settings.MEDIA_ROOT)
        fresh = media.with_name(f".{media.name}.{os.getpid()}.new")
        try:
            _extract(archive, manifest, fresh)
            with _swapped(media, fresh), transaction.atomic():
                _clear()
                for name, model in tables().items():
                    _load(archive, name, model)
                _reset_sequences()
        except (DatabaseError, OSError) as error:
            reason = str(error).strip().splitlines()[:1]
            raise InputError(
                Text(
                    f"没有恢复成，什么都没有改动（{'；'.join(reason)}）。",
                    f"Not restored; nothing was changed ({'; '.join(reason)}).",
                ),
                place=str(path),
                code="restore.refused",
            ) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return _summary(manifest)


def _same_tables(manifest: dict[str, Any]) -> None:
    if manifest["migrations"] == _migrations() and set(manifest["tables"]) == set(tables()):
        return
    version = manifest["yunchou"]
    raise InputError(
        Text(
            f"备份来自运筹 {version}，表结构与本机（{__version__}）不同，什么都没有改动。",
            f"The backup is of Yunchou {version}, whose tables differ from {__version__}'s; "
            "nothing was changed.",
        ),
        remedy=Text(
            f"请先安装运筹 {version} 恢复，再升级。",
            f"Install Yunchou {version}, restore there, then upgrade.",
        ),
        code="restore.version",
    )


def _refuse_used() -> None:
    names = [name for name, m in tables().items() if models.QuerySet(m).exists()]
    if names:
        raise InputError(
            Text(
                "数据库里已有数据，什么都没有改动。",
                "The database is not empty; nothing was changed.",
            ),
            remedy=Text(
                "确定要全部替换时加 --force（请先备份）。",
                "Add --force to replace all of it (back it up first).",
            ),
            code="restore.used",
        )


def _extract(archive: zipfile.ZipFile, manifest: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in manifest["files"]:
        target = place_of(name, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("xb") as out:
            shutil.copyfileobj(source, out, _CHUNK)


@contextmanager
def _swapped(media: Path, fresh: Path) -> Iterator[None]:
    """Put the new files in place of the old, and back if the database does not follow."""
    old = media.with_name(f".{media.name}.{os.getpid()}.old")
    had = media.exists()
    if had:
        media.rename(old)
    try:
        fresh.rename(media)
        yield
    except BaseException:
        shutil.rmtree(media, ignore_errors=True)
        if had:
            old.rename(media)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clear() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in tables().values():
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608, SLF001 (our table names)


def _load(archive: zipfile.ZipFile, name: str, model: type[models.Model]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    quote = connection.ops.quote_name
    with archive.open(f"tables/{name}.jsonl") as member:
        lines = iter(member)
        columns = json.loads(next(lines))
        chosen = [fields[column] for column in columns]
        into = ", ".join(quote(str(field.column)) for field in chosen)
        marks = ", ".join(["%s"] * len(chosen))
        insert = f"INSERT INTO {quote(model._meta.db_table)} ({into}) VALUES ({marks})"  # noqa: S608, SLF001
        batch: list[list[Any]] = []
        with connection.cursor() as cursor:
            for line in lines:
                batch.append([
                    field.get_db_prep_save(field.to_python(value), connection)
                    for field, value in zip(chosen, json.loads(line), strict=True)
                ])  # fmt: skip
                if len(batch) == _BATCH:
                    cursor.executemany(insert, batch)
                    batch.clear()
            if batch:
                cursor.executemany(insert, batch)


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), list(tables().values()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
