"""App of the shared foundation."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Rows, permissions, activity."""

    name = "yunchou.web.core"
    label = "core"
