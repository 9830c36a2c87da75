"""Numbers in English: 45 million, 6 percentage points, by a quarter, double, 18 dealers."""

from __future__ import annotations

import re
from dataclasses import replace

from yunchou.plan.smart.normalise import NUMBER_EN, parse_en
from yunchou.plan.smart.quantities import (
    USED,
    Quantity,
    QuantityKind,
    Rule,
    collect,
    settle_baselines,
    without,
)
from yunchou.plan.smart.time import MASK

_N = rf"(?P<n>{NUMBER_EN})"
_HEDGE = (
    r"(?:at least |no less than |no fewer than |not less than |up to |about |around |"
    r"over |more than |roughly |approximately |nearly |a further |another |some |only |"
    r"well |just )*"
)
_FROM = re.compile(
    rf"\bfrom (?:the |a |an |our |its |current |present |today's |existing |level |of |{_HEDGE})*$"
)
_NOW = re.compile(
    r"\b(?:currently|baseline|now|today|current|presently|versus|vs\.?)(?: (?:is|at|of|"
    r"level))?:? ?$"
)
_BY = re.compile(rf"\bby {_HEDGE}$")
_REACH = re.compile(
    rf"\b(?:to|at|of|reach(?:es|ing)?|achiev(?:e|ing)|hit(?:ting)?|attain|above|below|"
    rf"under|over|than|least|most|exceed(?:ing)?|within|is|be|worth|and|or|up to|down to|"
    rf"or above|or below) {_HEDGE}(?:an? |the )?(?:average (?:of )?)?$|[≥≤<>=] ?$"
)
_UP = r"(?:grow|increase|boost|raise|lift|improve|expand|gain|add|enhance|up)(?:s|ing|ed)?"
_DOWN = r"(?:cut|reduc|lower|decreas|shorten|trim|slash|shrink|drop|bring down)(?:e|es|ing|ed|s)?"
_CHANGE_NOUN = re.compile(
    r" ?(?:(?:increase|growth|rise|improvement|reduction|decrease|drop|decline|uplift|"
    r"lift|cut|gain|jump)\b|(?:more|higher|fewer|lower|less|faster|shorter|better)\b)"
)
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_MULTIPLES = {"doubl": 2, "twofold": 2, "tripl": 3, "trebl": 3, "threefold": 3, "quadrupl": 4}
_MULTIPLES |= {"quintupl": 5, "tenfold": 10}


_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"


def _quantity(
    match: re.Match[str], kind: QuantityKind, unit: str = "", value: float | None = None
) -> Quantity | None:
    if value is None:
        value = parse_en(match["n"])
    return None if value is None else Quantity(match.start(), match.end(), value, kind, unit)


def _percent(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "pct", "%")


def _per_mille(match: re.Match[str]) -> Quantity | None:
    value = parse_en(match["n"])
    return None if value is None else _quantity(match, "pct", "%", round(value / 10, 6))


def _points(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "pp", "pp")


def _basis_points(match: re.Match[str]) -> Quantity | None:
    value = parse_en(match["n"])
    return None if value is None else _quantity(match, "pp", "pp", value / 100)


def _fraction(match: re.Match[str]) -> Quantity | None:
    above = (
        parse_en(match["above"]) if match["above"] and match["above"] not in ("a", "an") else 1.0
    )
    below = _FRACTIONS[match["below"].removesuffix("s").replace("halve", "half")]
    found = _quantity(match, "pct", "%", round((above or 1.0) / below * 100, 2))
    return replace(found, role="change") if found else None


def _share(match: re.Match[str]) -> Quantity | None:
    """Two thirds of the dealers is a value; only a verb before it makes it a change."""
    found = _fraction(match)
    return replace(found, role="plain") if found else None


def _one_in(match: re.Match[str]) -> Quantity | None:
    """Read one in five, nine out of ten."""
    above, below = parse_en(match["above"]), parse_en(match["below"])
    if above is None or not below or above > below:
        return None
    return _quantity(match, "pct", "%", round(above / below * 100, 2))


def _halve(match: re.Match[str]) -> Quantity | None:
    found = _quantity(match, "pct", "%", 50.0)
    return replace(found, role="change", negative_change=True) if found else None


def _multiple(match: re.Match[str]) -> Quantity | None:
    value = next(v for stem, v in _MULTIPLES.items() if match["n"].startswith(stem))
    found = _quantity(match, "mult", "x", float(value))
    return replace(found, role="change") if found else None


def _times(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "mult", "x")


def _money(match: re.Match[str]) -> Quantity | None:
    currency = match["cur"]
    unit = "USD" if currency in ("usd", "$", "us$", "dollars", "dollar") else "CNY"
    unit = "yuan" if currency == "yuan" else unit
    unit = "EUR" if currency in ("eur", "€", "euros", "euro") else unit
    return _quantity(match, "money", unit)


def _duration(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "duration", match["u"].rstrip("s") + "s")


def _score(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "score", "points")


_STOP = (
    "by|within|in|on|at|to|from|of|for|per|with|before|after|until|and|or|the|a|an|"
    "every|each|next|this|is|are|"
    "through|during|over|under|that|which|as|across|into|than|above|below|via|among|"
    "between|who|worth|signed|submitted"
)
_NP = re.compile(rf"(?: (?!(?:{_STOP})\b)[a-z][a-z'-]*){{1,5}}")


def _count(match: re.Match[str]) -> Quantity | None:
    if match["n"] in ("one", "zero") or re.search(
        r"(?:week|month|day|top|no\.?|phase|tier|version|step) ?$", match.string[: match.start()]
    ):
        return None
    found = _quantity(match, "count")
    phrase = _NP.match(match.string, match.end())
    if found is None or phrase is None:
        return None
    words = phrase[0].split()
    if words[0] in ("more", "or", "fewer", "less"):
        return None
    return replace(found, unit=words[-1].rstrip("'"), noun=" ".join(words))


def _bare(match: re.Match[str]) -> Quantity | None:
    if not any(c.isdigit() for c in match["n"]) and len(match["n"].split()) < 2:
        return None
    if re.search(
        r"(?:week|month|day|top|no\.?|phase|tier|version|step|[a-z]-?) ?$",
        match.string[: match.start()][-8:],
    ) and not re.search(
        r"\b(?:to|from|of|at|by|than|least|reach|with|sign|hit|achieve|visit|score|above|"
        r"below|over|under|is|into|towards) ?$",
        match.string[: match.start()][-10:],
    ):
        return None
    return _quantity(match, "bare")


_SUFFIX_CUR = r"(?P<cur>yuan|rmb|cny|renminbi|dollars?|usd|euros?|eur)\b"
_RULES: tuple[Rule, ...] = (
    (
        re.compile(
            rf"{_N} ?(?:%|percentage|percent|per cent)? ?(?:percentage[- ]points?|ppts?\b|pp\b|"
            rf"p\.p\.|pts?\b)"
        ),
        _points,
    ),
    (re.compile(rf"{_N} ?(?:basis points?|bps)\b"), _basis_points),
    (re.compile(rf"{_N} ?(?:‰|per (?:mille|thousand)\b|permille\b)"), _per_mille),
    (re.compile(rf"{_N} ?(?:%|percent\b|per cent\b|pct\b)"), _percent),
    (
        re.compile(
            r"\b(?:by )(?P<above>an?|one|two|three|four)?[ -]?(?P<below>half|halves|thirds?|"
            r"quarters?|fifths?|sixths?|eighths?|tenths?)\b(?P<n>)"
        ),
        _fraction,
    ),
    (
        re.compile(
            r"\b(?P<above>one|two|three|four)[ -](?P<below>half|thirds?|quarters?|fifths?|"
            r"tenths?)\b(?P<n>)"
        ),
        _share,
    ),
    (
        re.compile(
            rf"\b(?P<above>\d{{1,2}}|{_SMALL}) (?:in|out of|of|in every|of every|out of every) "
            rf"(?P<below>\d{{1,3}}|{_SMALL}|twenty|a hundred)\b(?! (?:%|per))(?P<n>)"
        ),
        _one_in,
    ),
    (re.compile(r"\b(?P<n>halv(?:e|es|ing|ed)|cut in half)\b"), _halve),
    (
        re.compile(
            r"\b(?P<n>doubl(?:e|es|ing|ed)(?![ -](?:11|eleven|12|twelve|digit))|twofold|"
            r"tripl(?:e|es|ing|ed)|trebl(?:e|es|ing|ed)|threefold|quadrupl(?:e|es|ing|ed)|"
            r"quintupl(?:e|es|ing|ed)|tenfold)\b"
        ),
        _multiple,
    ),
    (re.compile(rf"{_N}[- ]?(?:fold\b|x\b|times\b(?! (?:a|an|per|each|every)\b))"), _times),
    (
        re.compile(r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)fold\b"),
        _times,
    ),
    (re.compile(rf"(?P<cur>cny|rmb|usd|us\$|\$|¥|￥|€|eur|yuan) ?{_N}"), _money),
    (re.compile(rf"{_N} ?{_SUFFIX_CUR}"), _money),
    (
        re.compile(
            rf"{_N}[ -]?(?P<u>minutes?|hours?|hrs?|(?:working |business |calendar )?days?|weeks?|"
            rf"months?|years?)\b(?:(?<=days) (?=or))?"
        ),
        _duration,
    ),
    (re.compile(rf"{_N} ?points?\b"), _score),
    (re.compile(rf"(?<![\w.$-]){_N}(?= [a-z])"), _count),
    (re.compile(rf"(?<![\w.$-]){_N}(?!\w)"), _bare),
)


def read_quantities(masked: str) -> list[Quantity]:
    """Read all numbers of a folded English sentence whose times are blanked, each with its role."""
    text = masked.replace(MASK, "\n")
    found = collect(text, _RULES)
    blank = without(text, found)
    return settle_baselines([_with_role(q, blank) for q in found])


def _with_role(quantity: Quantity, blank: str) -> Quantity:
    if quantity.role != "plain":
        return quantity
    before = blank[max(0, quantity.start - 40) : quantity.start]
    after = blank[quantity.end : quantity.end + 16]
    if _FROM.search(before) or _NOW.search(before):
        return quantity.moved("baseline")
    if _BY.search(before):
        return _changed(quantity)
    if quantity.kind in ("pct", "mult", "pp") and _CHANGE_NOUN.match(after):
        return _changed(quantity, noun=True)
    if _REACH.search(before):
        return quantity.moved("reach")
    if quantity.kind == "pp":
        return _changed(quantity)
    verb = re.search(rf"\b(?P<up>{_UP})\b|\b(?P<down>{_DOWN})\b", blank[: quantity.start])
    if quantity.kind in ("pct", "mult") and verb and USED not in blank[verb.end() : quantity.start]:
        return _changed(quantity, noun=True)
    return quantity


def _changed(quantity: Quantity, *, noun: bool = False) -> Quantity:
    """Grow by 3 times is four times; grow tenfold or 3x is what it says."""
    grows = quantity.kind == "mult" and quantity.unit == "x" and not noun
    value = quantity.value + 1 if grows else quantity.value
    return replace(quantity, role="change", value=value)
