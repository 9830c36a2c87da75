"""App of projects and work items."""

from importlib import import_module

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects and work items."""

    name = "yunchou.web.projects"
    label = "projects"

    def ready(self) -> None:
        """Make the inverses of this step's changes known to the spine."""
        for module in (
            "undo", "tasks.assigning", "tasks.bulk", "tasks.talking", "tasks.checklists",
            "tasks.files", "tasks.progressing", "managing", "holdings",
        ):  # fmt: skip
            import_module(f"yunchou.web.projects.{module}")
