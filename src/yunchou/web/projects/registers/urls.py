"""Addresses of the plan's tables."""

from django.urls import path

from yunchou.web.projects.registers import views

_ROW = "p/<str:key>/r/<str:register>/<uuid:row_id>"

urlpatterns = [
    path("p/<str:key>/r/<str:register>", views.add, name="register-add"),
    path("p/<str:key>/r/<str:register>/new", views.new, name="register-new"),
    path("p/<str:key>/r/<str:register>/trash", views.trash, name="register-trash"),
    path(_ROW, views.row, name="register-row"),
    path(f"{_ROW}/delete", views.delete, name="register-delete"),
    path(f"{_ROW}/restore", views.restore, name="register-restore"),
]
