"""Addresses of step 3."""

from django.urls import path

from yunchou.web.resources import views

urlpatterns = [
    path("p/<str:key>/resources", views.page, name="resources"),
    path("p/<str:key>/resources/panel", views.panel, name="resources-panel"),
    path("p/<str:key>/resources/roles/<uuid:row_id>", views.role_holders, name="role-holders"),
]
