"""Addresses: each step brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from yunchou.web.config.api import api
from yunchou.web.core.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    *(
        path("", include(f"yunchou.web.{step}.urls"))
        for step in settings.STEPS
        if find_spec(f"yunchou.web.{step}") and find_spec(f"yunchou.web.{step}.urls")
    ),
    path("api/v1/", api.urls),
]
handler404 = "yunchou.web.ui.refusals.page_not_found"
handler500 = "yunchou.web.ui.refusals.server_error"
