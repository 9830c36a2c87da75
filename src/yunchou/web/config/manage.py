"""`yunchou manage …`: Django's management commands."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main(arguments: list[str] | None = None) -> None:
    """Run a management command with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    execute_from_command_line(["yunchou manage", *(arguments or sys.argv[1:])])


if __name__ == "__main__":
    main()
