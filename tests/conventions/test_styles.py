"""Colours live in the tokens, looks in the style sheets, behaviour in scripts: never in a page."""

from __future__ import annotations

import re

import pytest

from tests.conventions import tree

TOKENS = "frontend/styles/tokens.css"
COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b"
    r"|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\("
    r"|(?<![\w-])(?:white|black|gr[ae]y|red|green|blue|orange|yellow|purple|brown)(?![\w-])",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"[\w-]+\s*:\s*([^;{}]+)(?=[;}])")
IN_SCRIPT = re.compile(
    r"[\"'`](#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}))[\"'`]|\b((?:rgba?|hsla?|oklch)\(\s*\d)",
    re.IGNORECASE,
)
IN_PAGE = {
    r"\sstyle\s*=": "a class, or a data attribute that a style sheet reads",
    r"<style\b": "a file in frontend/styles",
    r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=.application/json)": "an element or island",
    r"\son[a-z]+\s*=\s*[\"']": "an element, or htmx attributes",
    r"\shx-on[:-]": "an element: the content security policy refuses evaluated code",
    r"javascript:": "a button with behaviour from an element",
    r"\b(?:fill|stroke|stop-color|color|bgcolor)=[\"']#": "currentColor or a class",
}


def colours_in_css(text: str) -> list[str]:
    """Return the colour literals of a style sheet's declarations."""
    plain = COMMENT.sub("", text)
    values = (found[1] for found in DECLARATION.finditer(plain))
    return [colour[0] for value in values for colour in COLOUR.finditer(re.sub(r"url\(.*?\)", "", value))]  # fmt: skip


def test_colour_literals_stand_only_in_the_tokens():
    found = []
    for path in tree.below("frontend", ".css"):
        if tree.short(path) != TOKENS:
            colours = colours_in_css(path.read_text(encoding="utf-8"))
            found += [f"{tree.short(path)}: {colour}" for colour in colours]
    for path in tree.below("frontend", ".ts"):
        matches = IN_SCRIPT.finditer(path.read_text(encoding="utf-8"))
        found += [f"{tree.short(path)}: {match[1] or match[2]}" for match in matches]
    tree.complain(found, f"use a variable of {TOKENS}; add one there if none fits")


@pytest.mark.parametrize(
    ("css", "colours"),
    [
        ("a { color: #C03 }", ["#C03"]),
        ("a { background: linear-gradient(rgb(1 2 3), white); }", ["rgb(", "white"]),
        ("#add:hover { color: var(--ink) } .b { white-space: nowrap; }", []),
        ("/* color: red; */ a { color: color-mix(in oklab, var(--a), var(--b)); }", []),
        ("a { background: url('x#fff'); }", []),
    ],
)
def test_a_colour_literal_would_be_seen(css, colours):
    assert colours_in_css(css) == colours


@pytest.mark.parametrize("pattern", IN_PAGE)
def test_templates_hold_no_inline_style_or_script(pattern):
    wrong = re.compile(pattern, re.IGNORECASE)
    found = []
    for path in tree.web_templates():
        text = re.sub(r"{#.*?#}", lambda c: "\n" * c[0].count("\n"), path.read_text("utf-8"), flags=re.DOTALL)  # fmt: skip
        found += [
            f"{tree.short(path)}:{text.count(chr(10), 0, match.start()) + 1} {match[0].strip()}"
            for match in wrong.finditer(text)
        ]
    tree.complain(found, f"use {IN_PAGE[pattern]}")
