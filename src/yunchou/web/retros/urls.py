"""Addresses of step 7."""

from django.urls import path

from yunchou.web.retros import views

urlpatterns = [path("p/<str:key>/retros", views.page, name="retros")]
