"""Addresses of what people open every day."""

from django.urls import include, path

from yunchou.web.projects import overview_views, settings_views, views

_PROJECT = "p/<str:key>"

urlpatterns = [
    path("", views.home, name="home"),
    path("projects", views.projects, name="projects"),
    path("changes", views.changes, name="all-changes"),
    path("mentions", views.mentions, name="mentions"),
    path("mentions/seen", views.mentions_seen, name="mentions-seen"),
    path("trash", views.trash_page, name="trash"),
    path("trash/<str:kind>/<uuid:row_id>/restore", views.restore, name="restore"),
    path(f"{_PROJECT}/", overview_views.overview, name="overview"),
    path(f"{_PROJECT}/changes", views.changes, name="changes"),
    path(f"{_PROJECT}/settings", settings_views.page, name="project-settings"),
    path(f"{_PROJECT}/settings/members", settings_views.member, name="project-member"),
    path(f"{_PROJECT}/settings/trash", settings_views.trash, name="project-trash"),
    path("", include("yunchou.web.projects.tasks.urls")),
    path("", include("yunchou.web.projects.registers.urls")),
]
