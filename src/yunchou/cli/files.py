"""Files of the command line: read within bounds, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Report
    from yunchou.plan.model import Plan

_REASONS = {
    errno.ENOENT: Text("文件不存在", "there is no such file"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Text("这是一个文件夹", "it is a folder"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "permission denied"),
    errno.ELOOP: Text("符号链接成环", "its symbolic links form a ring"),
    errno.ENAMETOOLONG: Text("文件名过长", "the name is too long"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已满", "the disk quota is used up"),
    errno.EROFS: Text("所在磁盘只读", "the disk is read-only"),
}


def reason(error: OSError) -> Text:
    """Return why the system refused a file, in both languages."""
    told = str(error.strerror or error)
    return _REASONS.get(error.errno or 0, Text(told, told))


def refusal(error: OSError) -> InputError:
    """Return what the system refused as one message about the file concerned."""
    why = reason(error)
    return InputError(
        Text(f"系统拒绝了这个操作（{why.zh}）", f"The system refused this ({why.en})"),
        place=str(error.filename or ""),
        remedy=Text("请检查路径和权限。", "Check the path and the permissions."),
        code="file.refused",
    )


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    InputError
        ``file.unreadable``, or ``format.too_big`` by its size alone.
    """
    from yunchou.plan import formats

    try:
        size = path.stat().st_size
        if size > formats.MAX_BYTES:
            raise _too_big(path, size)
        with path.open("rb") as stream:
            # a pipe has no size: one byte too many is enough to tell
            return stream.read(formats.MAX_BYTES + 1)
    except OSError as error:
        why = reason(error)
        raise InputError(
            Text(f"无法读取文件（{why.zh}）", f"Cannot read the file ({why.en})"),
            place=str(path),
            remedy=Text("请检查路径和权限。", "Check the path and the permissions."),
            code="file.unreadable",
        ) from error


def _too_big(path: Path, size: int) -> InputError:
    from yunchou.plan import formats

    limit = formats.MAX_BYTES // 2**20
    return InputError(
        Text(
            f"文件有 {size / 2**20:.1f} MB，超过上限 {limit} MB",
            f"The file has {size / 2**20:.1f} MB, the limit is {limit} MB",
        ),
        place=path.name,
        remedy=Text("请拆分或只导出需要的部分。", "Split it, or export only what you need."),
        code="format.too_big",
    )


def read_plan(path: Path, form: str | None = None) -> tuple[Plan, Report]:
    """Read a plan file; its name spares the look at every other format."""
    from yunchou.plan import formats

    data = read_bytes(path)
    if form is None and path.suffix.lower() in {".yaml", ".yml"} and not _other_kind(data):
        form = "yaml"
    return formats.read(data, path.name, form)


def _other_kind(data: bytes) -> bool:
    """Whether a file is not the text that its name says."""
    return data[:4].startswith((b"PK", b"{", b"<", b"%PDF", b"\x89PNG")) or b"\x00" in data[:4096]


def check_target(target: Path, source: Path | None = None, *, force: bool = False) -> None:
    """Refuse a target that is the source, that exists (unless forced), or that has no folder.

    Raises
    ------
    InputError
        ``file.same``, ``file.exists`` or ``file.no_folder``.
    """
    if source is not None and target.absolute() == source.absolute():
        raise InputError(
            Text("输出会覆盖源文件", "This would overwrite the source"),
            place=str(target),
            remedy=Text("，请换一个文件名。", "; choose another name."),
            code="file.same",
        )
    if target.is_dir():
        raise InputError(
            Text("这是一个文件夹", "This is a folder"),
            place=str(target),
            remedy=Text("，请给出文件名。", "; give the name of a file."),
            code="file.exists",
        )
    if target.exists() and not force:
        raise InputError(
            Text("文件已存在", "The file exists"),
            place=str(target),
            remedy=Text("，加 --force 覆盖。", "; add --force to overwrite it."),
            code="file.exists",
        )
    if not target.absolute().parent.is_dir():
        raise InputError(
            Text("没有这个文件夹", "There is no such folder"),
            place=str(target.parent),
            remedy=Text("，请先建好。", "; make it first."),
            code="file.no_folder",
        )


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    name = ""
    try:
        # a name of its own: the target's may be too long to add to
        handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=".yunchou-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        why = reason(error)
        raise InputError(
            Text(f"无法写入文件（{why.zh}）", f"Cannot write the file ({why.en})"),
            place=str(target),
            remedy=Text("请换一个位置。", "Choose another place."),
            code="file.unwritable",
        ) from error
