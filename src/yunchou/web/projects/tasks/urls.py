"""Addresses of a task's page and of its files."""

from django.urls import path

from yunchou.web.projects.tasks import views

_TASK = "p/<str:key>/t/<int:number>"

urlpatterns = [
    path(_TASK, views.page, name="task"),
    path(f"{_TASK}/comments", views.comment, name="task-comment"),
    path(f"{_TASK}/comments/<uuid:comment_id>", views.comment_edit, name="task-comment-edit"),
    path(
        f"{_TASK}/comments/<uuid:comment_id>/delete",
        views.comment_delete,
        name="task-comment-delete",
    ),
    path(f"{_TASK}/checklist", views.box_add, name="task-box-add"),
    path(f"{_TASK}/checklist/<uuid:box_id>", views.box, name="task-box"),
    path(f"{_TASK}/files", views.attach, name="task-attach"),
    path(f"{_TASK}/files/<uuid:attachment_id>/delete", views.detach, name="task-detach"),
    path("files/<uuid:attachment_id>", views.download, name="attachment"),
]
