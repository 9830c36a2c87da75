"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Goals, scope and change rules (step 1)."""

    name = "yunchou.web.goals"
    label = "goals"

    def ready(self) -> None:
        """Make the step's tables and inverses known."""
        for module in ("registers", "services", "figures"):
            import_module(f"yunchou.web.goals.{module}")
