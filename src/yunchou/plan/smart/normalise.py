"""Folding of characters and reading of numbers, Chinese and English, without moving any character.

Folding is one to one, so a position in the folded text is the same position in the original:
evidence can be underlined where the person wrote it.
"""

from __future__ import annotations

import re

#: full-width ASCII, ideographic space, dashes, formal and traditional numerals
_FOLD = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord("\u3000"): " ", ord("\u00a0"): " ", ord("\t"): " "}
    | {ord(dash): "-" for dash in "–—−－～〜~‐‑"}
    | {
        ord(a): b
        for a, b in zip(
            "壹贰叁肆伍陆柒捌玖拾佰仟萬億兩參", "一二三四五六七八九十百千万亿两三", strict=True
        )
    }
    | {ord("。"): "。", ord("’"): "'", ord("‘"): "'", ord("﹪"): "%", ord("％"): "%"}
    | {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    | {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
)

CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "半": 0.5}
CN_UNITS = {"十": 10, "百": 100, "千": 1000}
CN_SCALES = {"万": 10_000, "亿": 100_000_000}

EN_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
EN_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "dozen": 12,
}
EN_SUFFIXES = {
    "k": 1000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mm": 1_000_000,
    "mil": 1_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
}

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: a number as written in Chinese text: 1200, 1.2亿, 3千万, 一千二百万, 两百
NUMBER_ZH = (
    rf"(?:(?<![\d%天个月])-)?(?:(?:(?:{_ARABIC})|[零〇一二三四五六七八九十百千两]{{1,6}})\s?个亿"
    rf"|(?:{_ARABIC})(?:\s?[十百千万亿]{{1,3}}"
    r"(?:[零〇一二三四五六七八九两\d][零〇一二三四五六七八九十百千万两\d]{0,9})?)?"
    r"|[零〇一二三四五六七八九十]{1,4}点[零一二三四五六七八九]{1,3}"
    r"|[零〇一二三四五六七八九十百千万亿两]{1,16})"
)
_EN_WORD = "|".join([*EN_UNITS, *EN_SCALES])
#: a number as written in English text: 12,000, 3.5m, forty-five, two hundred thousand
NUMBER_EN = (
    rf"(?:(?:(?<![\w%])-)?(?:{_ARABIC})(?:\s?(?:hundred|thousand|million|billion|bn|mn|mm|mil|[kmb])\b)?"
    rf"|\b(?:{_EN_WORD}|an? (?:hundred|thousand|million|billion|dozen))"
    rf"(?:[ -](?:and )?(?:{_EN_WORD}))*\b)"
)

_TOKEN = re.compile(rf"(?:{_ARABIC})|\S")
_TOKEN_EN = re.compile(rf"{_ARABIC}|[a-z]+")


def fold(text: str) -> str:
    """Return the text half-width and lower case, each character in its old place."""
    return text.translate(_FOLD)


#: more than all the money there is; longer strings of digits are no goal
_LARGEST = 1e15


def _sane(value: float) -> float | None:
    return value if abs(value) < _LARGEST else None


def tidy(value: float) -> float | int:
    """Return an int where the value is whole, else at most six decimals."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def parse_zh(text: str) -> float | None:
    """Read `1.2亿`, `三千五`, `二〇二六`, `-5`; None if it is no number."""
    text = text.strip().replace(" ", "").replace("个亿", "亿")
    negative = text.startswith("-")
    if "点" in text:
        return _decimal_zh(text)
    tokens = _TOKEN.findall(text.lstrip("-"))
    if not tokens:
        return None
    if len(tokens) > 1 and all(t in CN_DIGITS for t in tokens):
        value = float("".join(str(CN_DIGITS[t]) for t in tokens if t != "半"))
    else:
        read = _read_units(tokens)
        if read is None:
            return None
        value = read
    return _sane(-value if negative else value)


def _decimal_zh(text: str) -> float | None:
    whole, _, places = text.partition("点")
    value = parse_zh(whole)
    if value is None or not places or any(p not in CN_DIGITS for p in places):
        return None
    return value + float("0." + "".join(str(CN_DIGITS[p]) for p in places))


def _read_units(tokens: list[str]) -> float | None:
    total = section = 0.0
    number: float | None = None
    last_unit = 1.0
    for sign in tokens:
        if sign in CN_DIGITS:
            number = float(CN_DIGITS[sign])
            last_unit = 1.0 if sign in "零〇" else last_unit
        elif sign in CN_UNITS:
            section += (1.0 if number is None else number) * CN_UNITS[sign]
            number, last_unit = None, float(CN_UNITS[sign])
        elif sign in CN_SCALES:
            block = section + (number or 0.0)
            total, section = _scale(total, block, CN_SCALES[sign])
            number, last_unit = None, float(CN_SCALES[sign])
        elif sign[0].isdigit():
            number = float(sign.replace(",", ""))
        else:
            return None
    # 三千五 says 3500: a last digit straight after a unit counts the next lower place
    if number is not None and last_unit > 1 and number < 10:
        number *= last_unit / 10
    return total + section + (number or 0.0)


def _scale(total: float, block: float, scale: int) -> tuple[float, float]:
    if scale == CN_SCALES["亿"]:
        return (total + block or 1.0) * scale, 0.0
    return total + (block or 1.0) * scale, 0.0


def parse_en(text: str) -> float | None:
    """Read `45 million`, `3.5m`, `thirty-five`, `two hundred`, `a dozen`."""
    negative = text.strip().startswith("-")
    total = 0.0
    current: float | None = None
    for token in _TOKEN_EN.findall(text):
        if token[0].isdigit():
            current = float(token.replace(",", ""))
        elif token in EN_UNITS:
            current = (current or 0.0) + EN_UNITS[token]
        elif token in ("hundred", "dozen"):
            current = (1.0 if current is None else current) * EN_SCALES[token]
        elif token in EN_SCALES or token in EN_SUFFIXES:
            scale = EN_SCALES.get(token) or EN_SUFFIXES[token]
            total += (1.0 if current is None else current) * scale
            current = None
        elif token not in ("a", "an", "and"):
            return None
    if current is None and total == 0.0:
        return None
    value = total + (current or 0.0)
    return _sane(-value if negative else value)


def is_chinese(text: str) -> bool:
    """Tell whether the sentence is to be read by the Chinese grammar."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)
