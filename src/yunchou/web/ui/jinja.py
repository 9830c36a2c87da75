"""The Jinja2 environment of all pages: globals, filters, translation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import nh3
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from yunchou.web.ui.assets import asset

if TYPE_CHECKING:
    import datetime as dt

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SUMMARY = 10_000_00  # from one 万元 on, summaries count in 万


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend asks for."""
    options.setdefault("undefined", StrictUndefined)
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701 (Django passes autoescape on)
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        translation.gettext, translation.ngettext, newstyle=True
    )
    env.globals.update(static=static, asset=asset, url=url)
    env.filters.update(
        day=day, day_text=day_text, short_day=short_day, weekday=weekday, yuan=yuan, wan=wan,
        number=number, pct=pct, markdown=markdown, mark=mark, month_text=month_text,
    )  # fmt: skip
    return env


def url(name: str, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, kwargs=kwargs)


def english() -> bool:
    """Whether the active language is English."""
    return (translation.get_language() or "").startswith("en")


def day(value: dt.date | None) -> str:
    """Return 2027-03-05, or a dash."""
    return value.isoformat()[:10] if value else "—"


def short_day(value: dt.date | None, year: int | None = None) -> str:
    """Return 03-05 within the given year and 2027-03-05 beyond, or a dash."""
    if not value:
        return "—"
    return value.strftime("%m-%d") if year == value.year else value.isoformat()[:10]


def month_text(value: dt.date) -> str:
    """Return 2027年3月 (Mar 2027 in English)."""
    return f"{value:%b %Y}" if english() else f"{value.year}年{value.month}月"


def day_text(value: dt.date | None) -> str:
    """Return 2027年3月5日 (5 March 2027 in English), or a dash."""
    if not value:
        return "—"
    if english():
        return f"{value.day} {value:%B} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def weekday(value: dt.date) -> str:
    """Return 周三 (Wed in English)."""
    return value.strftime("%a") if english() else WEEKDAYS[value.weekday()]


def yuan(fen: int | None) -> str:
    """Return ¥1,864,000.00 from fen, for ledgers; a dash for nothing."""
    if fen is None:
        return "—"
    whole, rest = divmod(abs(int(fen)), 100)
    return f"{'−' if fen < 0 else ''}¥{whole:,}.{rest:02d}"


def wan(fen: int | None) -> str:
    """Return ¥186.4 万 from fen, for summaries; below one 万 in yuan. English: ¥1.86M, ¥186K."""
    if fen is None:
        return "—"
    sign, amount = ("−", -fen) if fen < 0 else ("", fen)
    if english():
        for size, letter in ((100_000_000, "M"), (100_000, "K")):
            if amount >= size:
                return f"{sign}¥{_short(amount / size)}{letter}"
        return f"{sign}¥{amount // 100:,}"
    if amount >= _SUMMARY * 10_000:
        return f"{sign}¥{_short(amount / _SUMMARY / 10_000)} 亿"
    if amount >= _SUMMARY:
        return f"{sign}¥{_short(amount / _SUMMARY)} 万"
    return f"{sign}¥{amount // 100:,}"


def _short(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def number(value: Any) -> str:
    """Return a number with thousands separators and no needless zeros; a dash for nothing."""
    return "—" if value is None else _short(float(value))


def pct(value: Any) -> str:
    """Return 12.5%; a dash for nothing."""
    return "—" if value is None else f"{float(value):.1f}%".replace(".0%", "%")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
        ["table", "strikethrough"]
    )


def markdown(text: str) -> Markup:
    """Return Markdown as safe HTML: no scripts, no styles, links without referrer."""
    html = nh3.clean(
        _markdown().render(text), link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto"},
    )  # fmt: skip
    return Markup(html)  # noqa: S704 (cleaned on the line before)


def mark(text: str, words: str) -> Markup:
    """Return text with the sought words marked."""
    escaped = Markup.escape(text)
    sought = [re.escape(str(Markup.escape(word))) for word in words.split() if word]
    if not sought:
        return escaped
    pattern = re.compile("|".join(sought), re.IGNORECASE)
    return Markup(pattern.sub(lambda m: f"<mark>{m[0]}</mark>", str(escaped)))  # noqa: S704
