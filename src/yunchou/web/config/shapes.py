"""What is wrong with a value of a request, in the reader's words instead of pydantic's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


def complaint(error: Mapping[str, Any]) -> str:
    """Return why a value will not do.

    Parameters
    ----------
    error
        One of pydantic's errors: its `type`, what bounds it had in `ctx`, and `msg`, which is
        said as it stands where no words of ours fit.
    """
    kind, bounds = str(error.get("type", "")), error.get("ctx") or {}
    words = _bounded(kind) or _of_a_kind(kind.removesuffix("_type").partition("_")[0])
    try:
        return words % bounds if words else str(error.get("msg", ""))
    except KeyError:
        return str(error.get("msg", ""))


def _bounded(kind: str) -> str:
    return {
        "missing": _("缺少这一项"),
        "extra_forbidden": _("没有这一项"),
        "greater_than_equal": _("不能小于 %(ge)s"),
        "greater_than": _("要大于 %(gt)s"),
        "less_than_equal": _("不能大于 %(le)s"),
        "less_than": _("要小于 %(lt)s"),
        "string_too_long": _("最多 %(max_length)s 个字"),
        "string_too_short": _("至少 %(min_length)s 个字"),
        "too_long": _("最多 %(max_length)s 项"),
        "too_short": _("至少 %(min_length)s 项"),
        "literal_error": _("只能是 %(expected)s"),
        "enum": _("只能是 %(expected)s"),
    }.get(kind, "")


def _of_a_kind(kind: str) -> str:
    return {
        "string": _("应为文字"),
        "int": _("应为整数"),
        "float": _("应为数字"),
        "decimal": _("应为数字"),
        "finite": _("应为数字"),
        "bool": _("应为 true 或 false"),
        "date": _("应为日期，如 2027-03-01"),
        "datetime": _("应为时刻，如 2027-03-01T09:00:00+08:00"),
        "uuid": _("应为编号（UUID）"),
        "list": _("应为列表"),
        "dict": _("应为对象"),
        "model": _("应为对象"),
    }.get(kind, "")
