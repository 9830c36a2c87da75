"""The API's description as a file: `python -m tools.openapi` writes docs/api/openapi.json anew.

A reader of the repository sees in a diff what a change means for programs that use the API.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "docs/api/openapi.json"


def described() -> dict[str, Any]:
    """Return what the API serves at /api/v1/openapi.json."""
    from yunchou.web.config.api import api

    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return found


def text(schema: dict[str, Any]) -> str:
    """Return the text of the file, stable from run to run."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    import django

    django.setup()
    FILE.write_text(text(described()), encoding="utf-8")
    print(FILE)


if __name__ == "__main__":
    main()
