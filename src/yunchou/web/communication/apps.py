"""App of the step."""

from importlib import import_module

from django.apps import AppConfig


class CommunicationConfig(AppConfig):
    """Meetings and channels (step 4)."""

    name = "yunchou.web.communication"
    label = "communication"

    def ready(self) -> None:
        """Make the step's tables known."""
        import_module("yunchou.web.communication.registers")
