"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Market evidence (beside the steps)."""

    name = "yunchou.web.market"
    label = "market"

    def ready(self) -> None:
        """Make the step's tables known."""
        import_module("yunchou.web.market.registers")
