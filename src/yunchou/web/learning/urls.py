"""Addresses of step 8."""

from django.urls import path

from yunchou.web.learning import views

urlpatterns = [path("p/<str:key>/learning", views.page, name="learning")]
