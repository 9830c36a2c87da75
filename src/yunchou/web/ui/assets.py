"""Addresses of the built front end, from Vite's manifest."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

DIST = Path(__file__).resolve().parent / "static" / "dist"


def asset(name: str) -> list[str]:
    """Return the addresses of an entry's styles and script, dependencies first.

    Raises
    ------
    RuntimeError
        When the front end has not been built.
    """
    entries = _entries(_stamp() if settings.DEBUG else 0.0)
    if name not in entries:
        msg = f"front end entry {name!r} is not built; run `make install`"
        raise RuntimeError(msg)
    return entries[name]


def _stamp() -> float:
    manifest = DIST / ".vite" / "manifest.json"
    return manifest.stat().st_mtime if manifest.exists() else 0.0


@lru_cache(maxsize=2)
def _entries(_stamp: float) -> dict[str, list[str]]:
    manifest = DIST / ".vite" / "manifest.json"
    if not manifest.exists():
        return {}
    chunks: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))
    return {
        Path(chunk.get("name", key)).stem: _files(chunks, key)
        for key, chunk in chunks.items()
        if chunk.get("isEntry")
    }


def _files(chunks: dict[str, dict[str, Any]], key: str) -> list[str]:
    styles: dict[str, None] = {}

    def gather(current: str, seen: set[str]) -> None:
        if current in seen:
            return
        seen.add(current)
        for needed in chunks[current].get("imports", []):
            gather(needed, seen)
        styles.update(dict.fromkeys(chunks[current].get("css", [])))

    gather(key, set())
    return [static(f"dist/{name}") for name in [*styles, chunks[key]["file"]]]
