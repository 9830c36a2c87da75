"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Training and improvements (step 8)."""

    name = "yunchou.web.learning"
    label = "learning"

    def ready(self) -> None:
        """Make the step's tables known."""
        import_module("yunchou.web.learning.registers")
