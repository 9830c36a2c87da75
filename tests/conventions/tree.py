"""The files of the project, as git sees them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/yunchou/web"


@cache
def files() -> tuple[Path, ...]:
    """Return tracked files and new ones that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def below(folder: str, *suffixes: str) -> list[Path]:
    """Return the project's files below a folder with one of the suffixes."""
    return [p for p in files() if p.is_relative_to(ROOT / folder) and p.suffix in suffixes]


def python(*folders: str) -> list[Path]:
    """Return Python sources below the folders, generated migrations left out."""
    found = (p for folder in folders for p in below(folder, ".py"))
    return [p for p in found if "migrations" not in p.parts]


def web_templates() -> list[Path]:
    """Return the templates of the pages (not those of printed documents)."""
    return [p for p in below("src/yunchou/web", ".html", ".txt", ".xml") if "templates" in p.parts]


def short(path: Path) -> str:
    """Return a path as a person would type it."""
    return str(path.relative_to(ROOT))


@cache
def syntax(path: Path) -> ast.Module:
    """Return a source file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def complain(found: list[str], remedy: str) -> None:
    """Fail with every place found and what to do instead."""
    if found:
        pytest.fail("\n".join([*found, f"→ {remedy}"]), pytrace=False)
