"""Repetition rules (RFC 5545) as people choose them: a pattern, a time of day, how often in all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchou.web.core.errors import DomainError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dateutil.rrule import rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST = 500  # occurrences of one series
_ALLOWED = frozenset({
    "FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "COUNT", "UNTIL", "WKST",
    "BYSETPOS",
})  # fmt: skip
_PART = re.compile(r"[A-Z]+=[A-Z0-9,+\-]+")


class Choice(NamedTuple):
    """A rule in the three parts that a form asks for."""

    pattern: str
    time: str
    times: str


def weekdays() -> tuple[str, ...]:
    """Return the names of the days, Monday first."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def read(rule: str, start: dt.datetime) -> rrule:
    """Return a rule that is safe to expand, from `start` on.

    Raises
    ------
    ValueError
        When it is no rule of days, or one that could repeat without end within a day.
    """
    text = rule.removeprefix("RRULE:").upper()
    parts = text.split(";")
    if len(rule) > 300 or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(rule)
    found = dict(part.split("=", 1) for part in parts)
    if len(found) != len(parts) or not set(found) <= _ALLOWED:
        raise ValueError(rule)
    count, every = int(found.get("COUNT", "0")), int(found.get("INTERVAL", "1"))
    hourly = found.get("FREQ") == "HOURLY" and 0 < count <= MOST
    if not hourly and found.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY"}:
        raise ValueError(rule)
    if not 1 <= every <= 400 or not 0 <= count <= 10_000:
        raise ValueError(rule)
    if "BYMONTHDAY" in found and found["FREQ"] != "MONTHLY":
        raise ValueError(rule)
    made: rrule = rrulestr(text, dtstart=start, ignoretz=True)  # type: ignore[assignment]
    return made


def split(rule: str) -> Choice:
    """Return pattern, time of day and number of times of a rule."""
    parts = dict(p.split("=", 1) for p in rule.removeprefix("RRULE:").split(";") if "=" in p)
    hour, least = parts.pop("BYHOUR", ""), parts.pop("BYMINUTE", "0")
    count = parts.pop("COUNT", "")
    time = f"{int(hour):02d}:{int(least):02d}" if hour.isdigit() and least.isdigit() else ""
    return Choice(";".join(f"{key}={value}" for key, value in parts.items()), time, count)


def join(pattern: str, time: str, count: str) -> str:
    """Return the rule that a form's three parts make; refuse what is no time or number."""
    if not pattern:
        return ""
    parts = [pattern[:200]]
    if time:
        match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", time)
        if match is None:
            raise DomainError("time.invalid", _("时间写成 09:30 这样。"), "rrule")
        parts.append(f"BYHOUR={int(match[1])};BYMINUTE={int(match[2])}")
    if count:
        if not (count.isascii() and count.isdigit() and 0 < int(count[:6]) <= MOST):
            raise DomainError("count.invalid", _("次数应在 1 到 500 之间。"), "rrule")
        parts.append(f"COUNT={int(count)}")
    return ";".join(parts)


def patterns() -> Iterator[tuple[str, str]]:
    """Yield the patterns offered, with their words."""
    yield "", _("只开一次")
    names = weekdays()
    for code, name in zip(DAYS[:5], names, strict=False):
        yield f"FREQ=WEEKLY;BYDAY={code}", _("每%(day)s") % {"day": name}
    yield "FREQ=WEEKLY;BYDAY=MO,WE,FR", _("每周一、三、五")
    for code, name in zip(DAYS[:5], names, strict=False):
        yield f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}", _("每两周的%(day)s") % {"day": name}
    for place, words in (("1", _("每月第一个%(day)s")), ("-1", _("每月最后一个%(day)s"))):
        for code, name in zip(DAYS[:5], names, strict=False):
            yield f"FREQ=MONTHLY;BYDAY={place}{code}", words % {"day": name}
    yield "FREQ=DAILY", _("每天")


def words(rule: str) -> str:
    """Return a rule in words: 每周一 09:30，共 8 次."""
    if not rule:
        return _("只开一次")
    chosen = split(rule)
    known = dict(patterns())
    text = known.get(chosen.pattern) or known.get(";".join(sorted(chosen.pattern.split(";"))))
    if text is None:
        text = _hourly(chosen.pattern) or chosen.pattern
    if chosen.time:
        text = f"{text} {chosen.time}"
    if chosen.times:
        times = ngettext("%(rule)s，共 %(n)s 次", "%(rule)s，共 %(n)s 次", int(chosen.times))
        text = times % {"rule": text, "n": chosen.times}
    return text


def _hourly(pattern: str) -> str:
    match = re.fullmatch(r"FREQ=HOURLY(?:;INTERVAL=(\d+))?", pattern)
    if not match:
        return ""
    hours = int(match[1] or 1)
    return ngettext("每 %(n)s 小时", "每 %(n)s 小时", hours) % {"n": hours}
