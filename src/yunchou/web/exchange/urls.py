"""Addresses of the wizard, imports and exports."""

from django.urls import path

from yunchou.web.exchange import demo_views, views

urlpatterns = [
    path("settings/demo", demo_views.remove, name="demo-remove"),
    path("projects/new", views.new_project, name="project-new"),
    path("projects/import", views.upload, name="import-upload"),
    path("projects/import/<uuid:import_id>", views.review, name="import-review"),
    path("p/<str:key>/tools", views.tools, name="tools"),
    path("p/<str:key>/export/<str:kind>", views.export, name="export"),
]
