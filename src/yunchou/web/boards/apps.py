"""App of the step."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Board, list, my work, search (step 9)."""

    name = "yunchou.web.boards"
    label = "boards"

    def ready(self) -> None:
        """Let changes of columns be taken back."""
        from yunchou.web.boards import columns  # noqa: F401 (its inverses register themselves)
