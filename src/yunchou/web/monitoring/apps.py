"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """KPI targets and incentives (step 5)."""

    name = "yunchou.web.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """Make the step's tables and figures known."""
        for module in ("registers", "months", "figures"):
            import_module(f"yunchou.web.monitoring.{module}")
