"""App of the step."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The doors of the plan's formats: wizard, import, export, copy, demo (step 9)."""

    name = "yunchou.web.exchange"
    label = "exchange"
