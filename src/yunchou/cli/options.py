"""Options that several commands share, so that they look and fail alike."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from yunchou.cli.telling import language
from yunchou.messages import Text

#: dates outside are slips of the hand, and no working calendar reaches there
_YEARS = range(1970, 2200)


def day(told: str) -> dt.date:
    """Read a day of the command line; anything else is wrong usage."""
    try:
        found = dt.date.fromisoformat(told.strip())
    except ValueError:
        wrong = Text(
            f"“{told}”不是日期，请写成 2027-03-01。", f"“{told}” is not a date; write 2027-03-01."
        )
        raise typer.BadParameter(wrong.in_(language())) from None
    if found.year not in _YEARS:
        wrong = Text(
            f"“{told}”的年份应在 {_YEARS[0]}–{_YEARS[-1]} 之间。",
            f"the year of “{told}” has to lie within {_YEARS[0]}–{_YEARS[-1]}.",
        )
        raise typer.BadParameter(wrong.in_(language()))
    return found


def today() -> dt.date:
    """Return today where the machine stands."""
    return dt.datetime.now().astimezone().date()


AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="语言 / language of the output")
]
Force = Annotated[
    bool, typer.Option("--force", help="覆盖已有文件 / overwrite files that are there")
]
Today = Annotated[
    dt.date | None,
    typer.Option(
        "--today", metavar="DATE", parser=day, help="以此日期为今天 / the day to take as today"
    ),
]
Start = Annotated[
    dt.date | None,
    typer.Option(
        "--start",
        metavar="DATE",
        parser=day,
        help="开始日期，如 2027-03-01 / start date, e.g. 2027-03-01",
    ),
]
Anchor = Annotated[
    dt.date | None,
    typer.Option(
        "--anchor",
        metavar="DATE",
        parser=day,
        help="锚点日期，由此倒排 / date of the anchor task, to count back from",
    ),
]
