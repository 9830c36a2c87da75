"""Addresses of step 5."""

from django.urls import path

from yunchou.web.monitoring import views

urlpatterns = [
    path("p/<str:key>/monitoring", views.page, name="monitoring"),
    path("p/<str:key>/monitoring/<uuid:row_id>/spread", views.spread, name="kpi-spread"),
]
