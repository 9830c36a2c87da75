"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The risk register (step 6)."""

    name = "yunchou.web.risks"
    label = "risks"

    def ready(self) -> None:
        """Make the step's tables and figures known."""
        for module in ("registers", "figures"):
            import_module(f"yunchou.web.risks.{module}")
        import_module("yunchou.web.risks.lights")
