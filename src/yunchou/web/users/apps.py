"""App of people and workspaces."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """People and workspaces."""

    name = "yunchou.web.users"
    label = "users"
