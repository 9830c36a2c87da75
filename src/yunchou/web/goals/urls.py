"""Addresses of step 1."""

from django.urls import path

from yunchou.web.goals import views

urlpatterns = [
    path("p/<str:key>/goals", views.page, name="goals"),
    path("p/<str:key>/goals/check", views.check, name="goals-check"),
]
