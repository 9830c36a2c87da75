"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class RetrosConfig(AppConfig):
    """Retrospective questions (step 7)."""

    name = "yunchou.web.retros"
    label = "retros"

    def ready(self) -> None:
        """Make the step's tables known."""
        import_module("yunchou.web.retros.registers")
