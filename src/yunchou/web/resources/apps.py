"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """Budget lines by phase (step 3)."""

    name = "yunchou.web.resources"
    label = "resources"

    def ready(self) -> None:
        """Make the step's tables, inverses and figures known."""
        for module in ("registers", "services", "figures"):
            import_module(f"yunchou.web.resources.{module}")
        import_module("yunchou.web.resources.lights")
