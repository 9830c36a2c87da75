"""Addresses of step 6."""

from django.urls import path

from yunchou.web.risks import views

urlpatterns = [
    path("p/<str:key>/risks", views.page, name="risks"),
    path("p/<str:key>/risks/<uuid:row_id>/trigger", views.trigger, name="risk-trigger"),
]
