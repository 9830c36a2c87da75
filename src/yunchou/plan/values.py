"""Values of a plan: amounts in fen, local moments, durations as people write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from yunchou.messages import InputError, Text


class Fen(int):
    """An amount of money in fen, 1/100 yuan; the currency and tax basis are the project's."""

    @classmethod
    def from_yuan(cls, value: object) -> Fen:
        """Read yuan written as int, float or text (thousands separators allowed).

        Raises
        ------
        ValueError
            When the text is no number or has more than two decimals.
        """
        if isinstance(value, Fen):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            msg = "an amount in yuan is expected"
            raise ValueError(msg)
        try:
            fen = Decimal(str(value).replace(",", "").replace("，", "").strip()) * 100
        except InvalidOperation as error:
            msg = f"not an amount: {value!r}"
            raise ValueError(msg) from error
        if not fen.is_finite() or abs(fen) > 10**17:
            msg = f"amount out of range: {value!r}"
            raise ValueError(msg)
        if isinstance(value, float):
            # binary noise is rounded away, a third decimal is not
            rounded = fen.quantize(Decimal(1), ROUND_HALF_UP)
            fen = rounded if abs(fen - rounded) < Decimal("0.001") else fen
        if fen != fen.to_integral_value():
            msg = f"more than two decimals: {value!r}"
            raise ValueError(msg)
        return cls(int(fen))

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, exact."""
        return Decimal(int(self)) / 100


def _yuan_out(value: int) -> int | float:
    return value // 100 if value % 100 == 0 else float(Decimal(value) / 100)


Money = Annotated[
    Fen,
    PlainValidator(Fen.from_yuan),
    PlainSerializer(_yuan_out),
    WithJsonSchema({"type": "number", "multipleOf": 0.01, "description": "yuan"}),
]


def _moment(value: object) -> object:
    if isinstance(value, dt.datetime) or not isinstance(value, str):
        return value
    text = value.strip()
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


#: a day, or a local date-time where a source file carries times of day
Moment = Annotated[
    dt.date | dt.datetime,
    BeforeValidator(_moment),
    PlainSerializer(
        lambda m: m.isoformat(timespec="minutes") if isinstance(m, dt.datetime) else m.isoformat(),
        when_used="json",
    ),
    WithJsonSchema({"type": "string", "description": "YYYY-MM-DD or YYYY-MM-DDTHH:MM"}),
]


class DurationText(NamedTuple):
    """A length as people write it: `5d` working days, `5ed` elapsed days, `40h`, `40eh`."""

    value: Decimal
    unit: Literal["d", "ed", "h", "eh"]


_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ed|eh|d|h)")


def parse_duration(text: str) -> DurationText:
    """Read `5d`, `5ed`, `40h` or `40eh`.

    Raises
    ------
    InputError
        ``plan.duration``, for any other text; it is a ValueError.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if not match:
        raise InputError(
            Text(f"看不懂工期“{text[:40]}”", f"“{text[:40]}” is no duration"),
            remedy=Text("请写成 5d、5ed、40h 或 40eh。", "Write 5d, 5ed, 40h or 40eh."),
            code="plan.duration",
        )
    return DurationText(Decimal(match[1]), match[2])  # type: ignore[arg-type]  # the pattern's own
