"""Time expressions in English: by the end of Q3 2026, within six months, before Labour Day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from yunchou.plan.smart import periods
from yunchou.plan.smart.normalise import EN_UNITS, parse_en
from yunchou.plan.smart.periods import Period
from yunchou.plan.smart.time import Scan, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MON = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = (
    r"(?P<year>(?:fy\s?'?)?20\d\d(?!\d)|fy\s?'?\d\d(?!\d)|'\d\d(?!\d)|(?:this|the|"
    r"the current|next|the next|last|the coming)"
    r"(?: fiscal| financial| calendar)? year)"
)
_OF = rf"(?:,? (?:of |in )?{_YEAR})?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    period: Period
    text: str


def _year_of(text: str | None, ref: date) -> int | None:
    if not text:
        return None
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)
    if "next" in text or "coming" in text:
        return ref.year + 1
    return ref.year - 1 if "last" in text else ref.year


def _dated(match: re.Match[str], ref: date, make: Callable[[int], Period | None]) -> Period | None:
    said = _year_of(match.groupdict().get("year") or match.groupdict().get("year2"), ref)
    if said is not None:
        return make(said)
    period = make(ref.year)
    return make(ref.year + 1) if period and period.end < ref else period


def _month_number(match: re.Match[str]) -> int:
    return next(
        i for i, name in enumerate(_MONTHS, 1) if name.startswith(match["mon"].rstrip(".")[:3])
    )


def _day(match: re.Match[str], ref: date) -> Period | None:
    def make(year: int) -> Period | None:
        found = periods.make_date(year, _month_number(match), int(match["d"]))
        return periods.day(found) if found else None

    return _dated(match, ref, make)


def _iso(match: re.Match[str], _ref: date) -> Period | None:
    found = periods.make_date(int(match[1]), int(match[2]), int(match[3]))
    return periods.day(found) if found else None


def _american(match: re.Match[str], _ref: date) -> Period | None:
    first, second = int(match[1]), int(match[2])
    m, d = (second, first) if first > 12 else (first, second)
    found = periods.make_date(int(match[3]), m, d)
    return periods.day(found) if found else None


def _month(match: re.Match[str], ref: date) -> Period | None:
    period = _dated(match, ref, lambda year: periods.month(year, _month_number(match)))
    part = match["part"]
    if period is None or not part or part == "late":
        return period.ended() if period and part else period
    return periods.day(period.start + timedelta(days={"early": 9, "mid": 14}[part]))


def _quarter(match: re.Match[str], ref: date) -> Period | None:
    word = match.groupdict().get("q") or match.groupdict().get("ord") or ""
    number = _ORDINALS.get(word) or int(word)
    return _dated(match, ref, lambda year: periods.quarter(year, number))


def _half(match: re.Match[str], ref: date) -> Period | None:
    word = match.groupdict().get("h") or match.groupdict().get("ord") or ""
    number = _ORDINALS.get(word) or int(word)
    return _dated(match, ref, lambda year: periods.half(year, number))


def _mid_year(match: re.Match[str], ref: date) -> Period | None:
    period = _dated(match, ref, lambda year: periods.half(year, 1))
    return period.ended() if period else None


def _year(match: re.Match[str], ref: date) -> Period | None:
    return periods.year(_year_of(match["year"], ref) or ref.year)


def _relative(match: re.Match[str], ref: date) -> Period | None:
    ahead = {"next": 1, "coming": 1, "last": -1, "previous": -1}.get(match["rel"].split()[-1], 0)
    unit = match["u"]
    if unit == "month":
        return periods.shift_month(ref, ahead)
    return periods.shift_quarter(ref, ahead) if unit == "quarter" else periods.week(ref, ahead)


def _closing(match: re.Match[str], ref: date) -> Period | None:
    word = match[0]
    if "quarter" in word or word == "eoq":
        period = periods.shift_quarter(ref, 0)
    elif "month" in word or word == "eom":
        period = periods.shift_month(ref, 0)
    else:
        period = periods.week(ref) if "week" in word else periods.year(ref.year)
    return period.ended() if period else None


def _weekday(match: re.Match[str], ref: date) -> Period | None:
    ahead = (_WEEKDAYS.index(match["wd"]) - ref.weekday()) % 7
    if match["rel"] == "next ":
        ahead = _WEEKDAYS.index(match["wd"]) - ref.weekday() + 7
    return periods.day(ref + timedelta(days=ahead))


def _near_day(match: re.Match[str], ref: date) -> Period | None:
    return periods.day(ref + timedelta(days=int(match[0] == "tomorrow")))


_FISCAL = r"(?:fiscal |financial |calendar )?"
_POINTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _iso),
        (r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](20\d\d)(?!\d)", _american),
        (rf"\b{_DAY} (?:of )?{_MON}{_OF}", _day),
        (rf"\b{_MON} (?:the )?{_DAY}(?![\d%.]|,\d{{3}}| (?:new|percent|dealers|leads)){_OF}", _day),
        (rf"\b(?:(?P<part>early|mid|late)[- ])?{_MON}{_OF}", _month),
        (
            rf"\b(?:{_YEAR}[ -]?)?q(?P<q>[1-4])(?:[ -]?(?:of )?(?P<year2>(?:fy\s?'?)?(?:20)?\d\d"
            rf"(?![\d%.]|,\d| ?(?:percent|new|days))"
            r"|(?:this|the|next|last)(?: fiscal| financial)? year))?",
            _quarter,
        ),
        (
            rf"\b(?:the )?(?P<ord>first|second|third|fourth|last|final|1st|2nd|3rd|"
            rf"4th)[ -]{_FISCAL}quarter{_OF}",
            _quarter,
        ),
        (r"\b(?:h(?P<h>[12])(?:[ -]?(?:of )?(?P<year>(?:fy\s?'?)?(?:20)?\d\d(?![\d%])))?)", _half),
        (r"\b(?P<h>[12])h[ -]?(?P<year>(?:20)?\d\d)\b", _half),
        (rf"\b(?:the )?(?P<ord>first|second) half{_OF}", _half),
        (rf"\b(?P<ord>mid)(?:dle of the )?[ -]?(?:{_YEAR}|year\b(?! sale| promotion))", _mid_year),
        (rf"\b(?:(?:the )?(?:full|whole|entire)[- ]year )?{_YEAR}\b", _year),
        (
            r"\b(?P<rel>this|next|the next|the coming|coming|the|the current|current|last|"
            r"the last|previous)(?: (?:fiscal|calendar))? (?P<u>month|quarter|week)\b(?!ly)",
            _relative,
        ),
        (
            rf"\b(?:{_FISCAL}year[- ]?end|{_FISCAL}(?:quarter|month|week)[- ]?end|eoy|eoq|eom|"
            rf"end of (?:the )?{_FISCAL}(?:year|quarter|month|week)|"
            rf"(?:the |this ){_FISCAL}(?:year|quarter|month|week) "
            rf"(?:is (?:out|over)|ends|closes))\b",
            _closing,
        ),
        (rf"\b(?P<rel>next |this |coming )?(?P<wd>{'|'.join(_WEEKDAYS)})\b(?!s)", _weekday),
        (r"\b(?:today|tomorrow)\b", _near_day),
    )
)


@cache
def _festival_patterns() -> tuple[tuple[re.Pattern[str], periods.Festival], ...]:
    return tuple(
        (re.compile(rf"(?<![\w.])(?:{'|'.join(f.en)}){_OF}(?!\w)"), f) for f in periods.festivals()
    )


def _points(scan: Scan, ref: date) -> list[_Point]:
    found: list[_Point] = []
    for pattern, make in _POINTS:
        for match in pattern.finditer(scan.text):
            period = make(match, ref)
            if period and scan.free(match.start(), match.end()):
                found.append(_Point(match.start(), match.end(), period, match[0]))
    for pattern, festival in _festival_patterns():
        for match in pattern.finditer(scan.text):
            period = _dated(match, ref, festival.in_year) or Period(ref, ref, "unknown")
            if scan.free(match.start(), match.end()):
                found.append(_Point(match.start(), match.end(), period, match[0]))
    kept: list[_Point] = []
    for point in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if all(point.end <= o.start or point.start >= o.end for o in kept):
            kept.append(point)
    return sorted(kept, key=lambda p: p.start)


_WORDS = "|".join([*EN_UNITS, "hundred"])
_NUMBER = (
    rf"(?P<n>\d{{1,4}}|half(?: an?)?|an?|one[- ]and[- ]a[- ]half|(?:{_WORDS})(?:[- ](?:{_WORDS}))?)"
)
_DURATION = re.compile(
    r"\b(?:(?P<prep>within|in|inside|over|for|during|throughout|under|no more than|"
    r"after)(?: (?:the|a period of|less than|under))?"
    r"(?: (?:next|coming|following|first|subsequent))? |(?P<bare>(?:the )?next )?)"
    rf"{_NUMBER}[ -](?P<bd>business |working |trading |calendar |consecutive )?"
    r"(?P<u>hour|day|workday|week|fortnight|month|quarter|year)s?(?P<old>-old)?\b(?:' time)?"
    r"(?P<event> (?:after|of|from|following|before|prior to|ahead of) (?:the |its |"
    r"their |our |project |contract |campaign )*[\w-]+(?: (?:ends?|closes|date|start|"
    r"launch|sign-?off|signing|kick-?off|opens|begins|show|starts))?)?"
)
_UNIT = {"day": "D", "workday": "BD", "week": "W", "fortnight": "F", "month": "M", "quarter": "Q"}
_UNIT |= {"year": "Y", "hour": "H"}


def _norm(match: re.Match[str]) -> str | None:
    word, unit = match["n"], _UNIT[match["u"]]
    if word.startswith("half"):
        number = 0.5
    elif word in ("a", "an"):
        number = 1.0
    elif "half" in word:
        number = 1.5
    else:
        number = parse_en(word) or 0.0
    if unit == "D" and match["bd"] and match["bd"].startswith(("bus", "work", "trad")):
        unit = "BD"
    number, unit = {"Q": (number * 3, "M"), "F": (number * 2, "W")}.get(unit, (number, unit))
    if number != int(number):
        number, unit = (number * 12, "M") if unit == "Y" else (number * 30, "D")
    return f"P{int(number)}{unit}" if number >= 1 and unit != "H" else None


def _read_duration(match: re.Match[str]) -> TimeSpan | None:
    norm = _norm(match)
    event = match["event"] or ""
    if norm is None or match["old"]:
        return None
    start, end = match.start(), match.end()
    backwards = re.match(r" (?:before|prior|ahead)", event)
    if backwards:
        return TimeSpan(start, end, "deadline", "anchor", 3.0)
    forwards = re.match(r" (?:after|following)| (?:of|from) (?!\d)", event)
    prep = match["prep"]
    if prep in ("after", "over", "for", "no more than", "under") and not match["bare"]:
        if not re.search(r"next|coming|following|first", match[0]) and not forwards:
            return None
        if prep == "after" and not forwards:
            return TimeSpan(start, end, "deadline", norm, 2.0)
    if not (prep or match["bare"] or forwards):
        return None
    end = end if forwards else end - len(event)
    return TimeSpan(start, end, "deadline", norm, 3.0)


_WEEK_NUMBER = re.compile(
    r"\b(?:by|before|in|until|within)?\s?(?:the )?(?:end of )?(?:week|month|"
    r"day) (?P<n>\d{1,3})\b(?! ?%)|\b(?:by|before) the (?P<o>\d{1,3})(?:st|nd|rd|"
    r"th) (?:week|month|day)\b"
)
_ANCHOR = re.compile(
    r"\b(?:by|before|until|during|throughout|ahead of|prior to|through|at|when|"
    r"by the time)(?: the)? (?:end of |close of |start of |opening of )?(?:the |its |"
    r"their |our |this )?"
    r"(?:[\w-]+ ){0,2}?(?:campaign|promotion|exhibition|trade show|show|event|launch|"
    r"go-live|project|contract|expiry|expiration|bid|tender|fair|"
    r"opening|kick-?off|peak season|sale|season|pilot|trial|conference|delivery|"
    r"acceptance|renewal date|bid opening|roll-?out)s?"
    r"(?: (?:ends?|closes?|starts?|opens?|begins?|finishes|period|date|day|expires?|"
    r"expiry|closure|opening))?\b"
)
_FREQUENCY = re.compile(
    r"\b(?:every|each|per)(?: (?:single|other|working|business))?(?: (?:\d+|two|"
    r"three))? (?:days?|weeks?|months?|quarters?|years?|workdays?)\b"
    r"|\b(?:a|an) (?:day|week|month)\b|/(?:day|week|month)\b|\b(?:once|twice) an? \w+\b"
)
_VAGUE = re.compile(
    r"\b(?:very |pretty )?soon(?:est)?\b|\basap\b|\bas soon as (?:possible|we can)\b|"
    r"\bongoing\b|\bcontinuous(?:ly)?\b|\bgradual(?:ly)?\b|\bin due course\b|"
    r"\bshortly\b|\bquickly\b|\bgoing forward\b|\bin the (?:near|coming|"
    r"foreseeable) future\b|\bover time\b|\b(?:in the )?long[- ](?:term|run)\b|"
    r"\beventually\b|\bat the earliest\b|\bconstantly\b|\bwhen(?:ever)? (?:possible|"
    r"ready)\b|\bsometime\b|\bin the future\b|\bstep by step\b|\bimmediately\b|"
    r"\bpromptly\b"
)
_PREP = re.compile(
    r"\b(?P<prep>no later than|not later than|later than|by|before|until|till|prior to|"
    r"ahead of|through|throughout|in|during|within|on|for|at|over|since|from|after|"
    r"starting|beginning|as of|as from|versus|vs\.?|than|compared (?:to|with)|against|"
    r"relative to|of|between|per)\s+(?:the )?"
    r"(?P<end>(?:very )?(?:end|close|last day|finish)(?: of)?(?: the)? |(?:start|"
    r"beginning) of (?:the )?)?(?:the )?$"
)
_BASE = ("versus", "vs", "vs.", "than", "compared to", "compared with", "against", "relative to")
_START = ("since", "after", "starting", "beginning", "as from", "from")


def _read_point(scan: Scan, point: _Point, ref: date) -> TimeSpan:
    window = max(0, point.start - 32)
    lead = _PREP.search(scan.text[window : point.start])
    prep = lead["prep"] if lead else ""
    grain, period = point.period.grain, point.period
    end_said = bool(lead and lead["end"]) or scan.text[window : point.start].endswith(
        ("end of ", "end of the ", "end-")
    )
    if end_said and not (lead and lead["end"] and lead["end"].startswith(("start", "beg"))):
        period = period.ended()
    start = window + lead.start() if lead else point.start
    if not scan.free(start, point.start):
        start = point.start
    if grain == "unknown":
        return TimeSpan(point.start, point.end, "other")
    old = period.end < ref and grain != "day"
    possessive = scan.text[point.end : point.end + 2] in ("'s", "s'")
    if prep in _BASE or (
        old and (prep in ("from", "over", "on", "of", "in") or possessive or "last" in point.text)
    ):
        return TimeSpan(start, point.end, "other")
    if prep in _START:
        return TimeSpan(start, point.end, "start")
    if grain == "festival" and not prep:
        return TimeSpan(point.start, point.end, "other")
    last = _last_day(period, prep, grain)
    weight = 3.0 if prep and prep not in ("of", "per") else 2.0
    return TimeSpan(start, point.end, "deadline", last.isoformat(), weight, grain)


def _last_day(period: Period, prep: str, grain: str) -> date:
    if prep in ("before", "prior to", "ahead of") and not period.closed:
        return period.start - timedelta(days=1)
    if grain == "festival" and prep in ("by", "on", "until", "till", "no later than"):
        return period.start
    return period.end


def _read_points(scan: Scan, ref: date) -> None:
    points = _points(scan, ref)
    skip = False
    for index, point in enumerate(points):
        if skip or not scan.free(point.start, point.end):
            skip = False
            continue
        following = points[index + 1] if index + 1 < len(points) else None
        if following and re.fullmatch(
            r"\s?(?:to|and|until|till|through|-)(?: the)?(?: end of)?(?: the)?\s?",
            scan.text[point.end : following.start],
        ):
            last = following.period.end.isoformat()
            lead = re.search(r"(?:from|between|in|during)\s$", scan.text[: point.start])
            start = lead.start() if lead else point.start
            scan.add(TimeSpan(start, following.end, "deadline", last, 3.2, following.period.grain))
            skip = True
            continue
        scan.add(_read_point(scan, point, ref))


def scan_times(text: str, ref: date) -> Scan:
    """Cut all time expressions out of a folded English sentence, as seen on the day `ref`."""
    scan = Scan(text)
    for match in _DURATION.finditer(text):
        span = _read_duration(match)
        if span:
            scan.add(span)
    for match in _FREQUENCY.finditer(text):
        if scan.free(match.start(), match.end()):
            scan.add(TimeSpan(match.start(), match.end(), "frequency"))
    for match in _WEEK_NUMBER.finditer(text):
        if scan.free(match.start(), match.end()):
            unit = next(
                u for w, u in (("week", "W"), ("month", "M"), ("day", "D")) if w in match[0]
            )
            norm = f"P{int(match['n'] or match['o'])}{unit}"
            scan.add(TimeSpan(match.start(), match.end(), "deadline", norm, 3.0))
    _read_points(scan, ref)
    for match in _ANCHOR.finditer(scan.masked):
        scan.add(TimeSpan(match.start(), match.end(), "deadline", "anchor", 2.5))
    for match in _VAGUE.finditer(scan.masked):
        scan.add(TimeSpan(match.start(), match.end(), "vague"), blank=False)
    return scan
