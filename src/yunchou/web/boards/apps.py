"""App of the step."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Board, list, my work, search (step 9)."""

    name = "yunchou.web.boards"
    label = "boards"
