"""Translation catalogues: compile them, and compare them with the source strings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/yunchou"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
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


def main() -> int:
    """Compile all catalogues."""
    for path in catalogues():
        print(compile_one(path).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
