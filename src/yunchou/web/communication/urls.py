"""Addresses of step 4."""

from django.urls import path

from yunchou.web.communication import views

urlpatterns = [path("p/<str:key>/communication", views.page, name="communication")]
