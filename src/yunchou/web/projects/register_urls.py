"""Addresses of the plan's tables and of the overview."""

from django.urls import path

from yunchou.web.projects import overview_views, register_views

_ROW = "p/<str:key>/r/<str:register>/<uuid:row_id>"

urlpatterns = [
    path("p/<str:key>/", overview_views.overview, name="overview"),
    path("p/<str:key>/r/<str:register>", register_views.add, name="register-add"),
    path("p/<str:key>/r/<str:register>/new", register_views.new, name="register-new"),
    path("p/<str:key>/r/<str:register>/trash", register_views.trash, name="register-trash"),
    path(_ROW, register_views.row, name="register-row"),
    path(f"{_ROW}/delete", register_views.delete, name="register-delete"),
    path(f"{_ROW}/restore", register_views.restore, name="register-restore"),
]
