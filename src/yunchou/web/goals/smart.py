"""The SMART check as the page shows it: five letters, reasons, hints, a rewritten sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.plan.smart import MAX_LENGTH, check
from yunchou.web.projects.registers.columns import say
from yunchou.web.ui.jinja import number

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.plan.smart import SmartResult


def names() -> dict[str, str]:
    """Return what the letters stand for."""
    return {
        "S": _("具体"), "M": _("可衡量"), "A": _("可达成"), "R": _("相关"), "T": _("有时限"),
    }  # fmt: skip


def letters(sentence: str, today: dt.date, archetype: str = "") -> list[dict[str, str]]:
    """Return the verdict on each letter; nothing for an empty sentence."""
    if not sentence.strip():
        return []
    return _letters(check(sentence[:MAX_LENGTH], ref_date=today, archetype=archetype or None))


def _letters(result: SmartResult) -> list[dict[str, str]]:
    named = names()
    return [
        {
            "letter": letter, "verdict": str(result.letters[letter]), "name": named[letter],
            "reason": say(result.reasons[letter]),
        }
        for letter in "SMART"
    ]  # fmt: skip


def reading(sentence: str, today: dt.date, archetype: str = "") -> dict[str, Any]:
    """Return letters, reasons, the facts found, and hints: the rewritten sentence comes first."""
    if not sentence.strip():
        return {"letters": [], "facts": [], "hints": []}
    result = check(sentence[:MAX_LENGTH], ref_date=today, archetype=archetype or None)
    facts = [
        (_("指标"), say(result.metric_name) if result.metric_name else ""),
        (_("基线值"), _figure(result.baseline, result.unit)),
        (_("目标值"), _figure(result.target, result.unit)),
        (_("截止日期"), result.deadline_text or ""),
    ]
    hints = [say(hint) for hint in result.hints]
    return {
        "letters": _letters(result), "hints": hints if result.fails else hints[1:],
        "facts": [(name, value) for name, value in facts if value],
    }  # fmt: skip


def _figure(value: float | None, unit: str | None) -> str:
    return "" if value is None else f"{number(value)}{unit or ''}"


def strategy_labels() -> tuple[str, ...]:
    """Return the names of the parts of the strategy."""
    return (_("价值主张"), _("产品"), _("价格"), _("渠道"), _("促销"))
