"""What the person who prints may choose, and what the system knows beside the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.plan.documents.tree import Preset


@dataclass(frozen=True, slots=True)
class Sign:
    """A position on the approval page; what is empty is left to be signed by hand."""

    step: str
    department: str = ""
    name: str = ""
    opinion: str = ""
    signed: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A line of the revision table."""

    version: str
    date: str = ""
    chapters: str = ""
    summary: str = ""
    change_request: str = ""
    author: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How a plan is printed.

    `approved` takes the draft watermark away, for versions from V1.0 on.
    `signs` and `revisions` come from records; without them the pages are left to fill in.
    """

    lang: Literal["zh", "en"] = "zh"
    preset: Preset = "enterprise"
    approved: bool = False
    prepared_on: dt.date | None = None
    logo: bytes | None = None
    signs: tuple[Sign, ...] = ()
    revisions: tuple[Revision, ...] = ()


def major(version: str) -> int:
    """Return the major number of a version such as V1.2; 0 when there is none."""
    match = re.match(r"\s*[Vv]?(\d+)", version)
    return int(match[1]) if match else 0


#: a cover is no place for a photograph
MAX_LOGO = 2 * 1024 * 1024


def checked_logo(data: bytes, name: str = "") -> bytes:
    """Return a logo that every renderer can draw.

    Raises
    ------
    InputError
        ``render.picture`` when it is no PNG or JPEG, or larger than two megabytes.
    """
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) and len(data) <= MAX_LOGO:
        return data
    raise bad_logo(name)


def bad_logo(name: str = "") -> InputError:
    """What is said about a logo that cannot be drawn."""
    return InputError(
        Text("封面标志不可用", "The logo cannot be used"),
        place=name,
        remedy=Text("，请用 2 MB 以内的 PNG 或 JPEG 图片。", "; use a PNG or JPEG up to 2 MB."),
        code="render.picture",
    )
