"""Translation catalogues: compile them, and compare them with the source strings.

`python -m tools.catalogues` compiles; `python -m tools.catalogues missing` prints, for every step,
the entries that its catalogue lacks, ready to be filled in.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

#: a message (its singular) and its context
Key = tuple[str, str | None]

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/yunchou"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "lazy": None,  # gettext_lazy where _ is gettext
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
METHODS = [("**.py", "python"), ("**/templates/**", "jinja2")]
#: the extensions of web/ui/jinja.py; an unreadable template is an error, not an empty one
OPTIONS = {"**/templates/**": {"silent": "false", "extensions": "jinja2.ext.do"}}


def catalogues(root: Path = SOURCES) -> list[Path]:
    """Return all catalogues of the product."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """Return one catalogue."""
    with path.open("rb") as source:
        return read_po(source, abort_invalid=True)


def compile_one(path: Path) -> Path:
    """Write the `.mo` beside a `.po`, in one move so that a running server never reads half."""
    target = path.with_suffix(".mo")
    scratch = target.with_suffix(".mo.new")
    with scratch.open("wb") as out:
        write_mo(out, read(path))
    return scratch.replace(target)


def messages(folder: Path) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Yield file, line, message (or singular and plural) and context of every marked string."""
    found = extract_from_dir(folder, METHODS, keywords=KEYWORDS, options_map=OPTIONS)
    for file, line, message, _comments, context in found:
        yield file, line, message, context


def steps(web: Path = SOURCES / "web") -> list[Path]:
    """Return the folders of the web's steps."""
    return sorted(path for path in web.iterdir() if (path / "__init__.py").exists())


def marked(step: Path) -> dict[Key, str]:
    """Return message and context -> first place, for every string marked in a step."""
    found: dict[Key, str] = {}
    for file, line, message, context in messages(step):
        singular = message if isinstance(message, str) else message[0]
        found.setdefault((singular, context), f"{step.name}/{file}:{line}")
    return found


def english(step: Path) -> dict[Key, list[str]]:
    """Return message and context -> English forms, from a step's catalogue."""
    path = step / "locale/en/LC_MESSAGES/django.po"
    if not path.exists():
        return {}
    found: dict[Key, list[str]] = {}
    for entry in read(path):
        if entry.id and not entry.fuzzy:
            singular = entry.id if isinstance(entry.id, str) else entry.id[0]
            forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])
            found.setdefault((singular, entry.context), []).extend(forms)
    return found


def untranslated(step: Path) -> list[tuple[Key, str]]:
    """Return message and place of every string without its English."""
    there = english(step)
    return [(key, place) for key, place in marked(step).items() if not all(there.get(key, [""]))]


def print_missing() -> None:
    """Print entries to fill in, step by step."""
    for step in steps():
        for (message, context), place in untranslated(step):
            print(f"#: {place}")
            if context:
                print(f"msgctxt {normalize(context)}")
            print(f'msgid {normalize(message)}\nmsgstr ""\n')


def main(argv: list[str]) -> int:
    """Compile all catalogues, or print what they lack."""
    if argv == ["missing"]:
        print_missing()
        return 0
    for path in catalogues():
        print(compile_one(path).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
