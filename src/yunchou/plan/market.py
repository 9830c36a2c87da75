"""Market and strategy: the evidence, and what is decided on it."""

# ruff: noqa: RUF012  (a Part copies its defaults and reads its types at run time)

from __future__ import annotations

import datetime as dt  # noqa: TC003 (pydantic reads it at run time)
from typing import Literal

from yunchou.plan.part import Id, LongText, Part, Role


class MarketFact(Part):
    """A dated piece of evidence about market, customers or competitors."""

    id: Id
    kind: Literal[
        "policy",
        "economy",
        "social",
        "technology",
        "competitor",
        "segment",
        "preference",
        "trend",
        "opportunity",
        "channel",
        "other",
    ] = "other"
    fact: LongText
    source: LongText = ""
    date: dt.date | None = None
    implication: LongText = ""
    owner_role: Role | None = None


class Market(Part):
    """Market, customers and competitors: what is known, from where, since when."""

    summary: LongText = ""
    evidence: list[MarketFact] = []


class Strategy(Part):
    """Value proposition and the four decisions of the marketing mix."""

    value_proposition: LongText = ""
    product: LongText = ""
    price: LongText = ""
    channel: LongText = ""
    promotion: LongText = ""
