"""Addresses beside the steps."""

from django.urls import path

from yunchou.web.market import views

urlpatterns = [path("p/<str:key>/market", views.page, name="market")]
