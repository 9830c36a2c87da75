"""What the person who prints may choose, and what the system knows beside the plan."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
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
