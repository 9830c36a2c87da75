"""Every marked string has its English, in the catalogue of the step that says it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.conventions import tree
from tools import catalogues

if TYPE_CHECKING:
    from pathlib import Path

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!{){(\w*)[^{}]*}(?!})")
UNNAMED = re.compile(r"(?<!%)%[sd]|{}")


def steps() -> list[Path]:
    """Return the folders of the web's steps."""
    return sorted(p for p in tree.WEB.iterdir() if (p / "__init__.py").exists())


def placeholders(text: str) -> set[str]:
    """Return the named placeholders of a text."""
    return {one or other for one, other in PLACEHOLDER.findall(text)}


def marked(step: Path) -> dict[tuple[str, str | None], str]:
    """Return message and context -> first place, for every string marked in a step."""
    found: dict[tuple[str, str | None], str] = {}
    for file, line, message, context in catalogues.messages(step):
        singular = message if isinstance(message, str) else message[0]
        found.setdefault((singular, context), f"{tree.short(step)}/{file}:{line}")
    return found


def english(step: Path) -> dict[tuple[str, str | None], list[str]]:
    """Return message and context -> English forms, from a step's catalogue."""
    path = step / "locale/en/LC_MESSAGES/django.po"
    if not path.exists():
        return {}
    found: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for entry in catalogues.read(path):
        if entry.id and not entry.fuzzy:
            singular = entry.id if isinstance(entry.id, str) else entry.id[0]
            forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])
            found[singular, entry.context] += forms
    return found


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_every_string_has_its_english(step):
    there = english(step)
    found = [
        f"{place} {message!r}"
        for (message, context), place in marked(step).items()
        if not all(there.get((message, context), [""]))
    ]
    remedy = f"add msgid and msgstr to {tree.short(step)}/locale/en/LC_MESSAGES/django.po"
    tree.complain(found, remedy)


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_no_translation_has_outlived_its_string(step):
    now = marked(step)
    found = [repr(message) for message, context in english(step) if (message, context) not in now]
    tree.complain(found, f"delete the entry from {tree.short(step)}/locale/en")


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name)
def test_placeholders_are_named_and_the_same_in_both_languages(step):
    found = []
    for (message, _context), forms in english(step).items():
        if UNNAMED.search(message):
            found.append(f"unnamed: {message!r}")
        found += [
            f"{message!r} → {form!r}"
            for form in forms
            if form and placeholders(form) != placeholders(message)
        ]
    tree.complain(found, "use the same %(name)s or {name} in msgid and msgstr")
