"""App of the page shell and components."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page shell and components."""

    name = "yunchou.web.ui"
    label = "ui"
