"""Typed reading of the environment: the only place that looks at `os.environ`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return a variable, or the default when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable (1, true, yes, on)."""
    value = os.environ.get(name)
    return default if not value else value.strip().lower() in {"1", "true", "yes", "on"}


def listing(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def data_dir() -> Path:
    """Folder for database, secret key and uploads; YUNCHOU_DATA_DIR or `var` below here."""
    return Path(text("YUNCHOU_DATA_DIR", "var")).resolve()


def secret_key(folder: Path) -> str:
    """Return SECRET_KEY, or the key kept in the data folder, made on first use."""
    if given := text("SECRET_KEY"):
        return given
    kept = folder / "secret_key"
    if not kept.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = folder / f".secret_key.{os.getpid()}"
        scratch.touch(mode=0o600)  # before anything is in it
        scratch.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(scratch, kept)  # the first of several starting processes wins
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return kept.read_text(encoding="ascii").strip()


def database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's database settings for DATABASE_URL, SQLite in the data folder by default.

    SQLite runs with a write-ahead log, full sync (a commit survives a power cut) and immediate
    transactions (no lock upgrade can fail half-way).
    """
    parts = urlsplit(url or f"sqlite:///{folder / 'yunchou.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY"
                ),
            },
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", None) or parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": query,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    msg = f"DATABASE_URL: {parts.scheme}:// is not supported; use sqlite:/// or postgres://"
    raise ImproperlyConfigured(msg)
