"""App of step 2."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """Dependencies, baselines, critical path, Gantt (step 2)."""

    name = "yunchou.web.schedule"
    label = "schedule"
