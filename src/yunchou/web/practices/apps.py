"""App of step 10."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """Check-up and document (step 10)."""

    name = "yunchou.web.practices"
    label = "practices"
