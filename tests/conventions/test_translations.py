"""Every marked string has its English, in the catalogue of the step that says it."""

from __future__ import annotations

import re

import pytest

from tests.conventions import tree
from tools import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!{){(\w*)[^{}]*}(?!})")
UNNAMED = re.compile(r"(?<!%)%[sd]|{}")


def placeholders(text: str) -> set[str]:
    """Return the named placeholders of a text."""
    return {one or other for one, other in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("step", catalogues.steps(), ids=lambda step: step.name)
def test_every_string_has_its_english(step):
    found = [f"{place} {message!r}" for (message, _), place in catalogues.untranslated(step)]
    remedy = f"`python -m tools.catalogues missing` prints what {step.name}/locale/en lacks"
    tree.complain(found, remedy)


@pytest.mark.parametrize("step", catalogues.steps(), ids=lambda step: step.name)
def test_no_translation_has_outlived_its_string(step):
    now = catalogues.marked(step)
    found = [repr(key[0]) for key in catalogues.english(step) if key not in now]
    tree.complain(found, f"delete the entry from {tree.short(step)}/locale/en")


@pytest.mark.parametrize("step", catalogues.steps(), ids=lambda step: step.name)
def test_placeholders_are_named_and_the_same_in_both_languages(step):
    found = []
    for (message, _context), forms in catalogues.english(step).items():
        number = {"n"} if len(forms) > 1 else set()  # "once" says its number in a word
        if UNNAMED.search(message):
            found.append(f"unnamed: {message!r}")
        found += [
            f"{message!r} → {form!r}"
            for place, form in enumerate(forms)
            if form
            and placeholders(form) | (number if place == 0 else set()) != placeholders(message)
        ]
    tree.complain(found, "use the same %(name)s or {name} in msgid and msgstr")
