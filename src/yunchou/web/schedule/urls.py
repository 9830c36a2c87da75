"""Addresses of step 2."""

from django.urls import path

from yunchou.web.schedule import views

urlpatterns = [
    path("p/<str:key>/schedule", views.gantt, name="schedule"),
    path("p/<str:key>/schedule/list", views.listing, name="schedule-list"),
]
