"""Addresses of what people open every day."""

from django.urls import path

from yunchou.web.projects import settings_views, task_views, views

_PROJECT = "p/<str:key>"
_TASK = f"{_PROJECT}/t/<int:number>"

urlpatterns = [
    path("", views.home, name="home"),
    path("projects", views.projects, name="projects"),
    path("changes", views.changes, name="all-changes"),
    path("mentions", views.mentions, name="mentions"),
    path("mentions/seen", views.mentions_seen, name="mentions-seen"),
    path("trash", views.trash_page, name="trash"),
    path("trash/<str:kind>/<uuid:row_id>/restore", views.restore, name="restore"),
    path(f"{_PROJECT}/changes", views.changes, name="changes"),
    path(f"{_PROJECT}/settings", settings_views.page, name="project-settings"),
    path(f"{_PROJECT}/settings/members", settings_views.member, name="project-member"),
    path(f"{_PROJECT}/settings/trash", settings_views.trash, name="project-trash"),
    path(_TASK, task_views.page, name="task"),
    path(f"{_TASK}/comments", task_views.comment, name="task-comment"),
    path(f"{_TASK}/comments/<uuid:comment_id>", task_views.comment_edit, name="task-comment-edit"),
    path(
        f"{_TASK}/comments/<uuid:comment_id>/delete",
        task_views.comment_delete,
        name="task-comment-delete",
    ),
    path(f"{_TASK}/checklist", task_views.box_add, name="task-box-add"),
    path(f"{_TASK}/checklist/<uuid:box_id>", task_views.box, name="task-box"),
    path(f"{_TASK}/files", task_views.attach, name="task-attach"),
    path(f"{_TASK}/files/<uuid:attachment_id>/delete", task_views.detach, name="task-detach"),
    path("files/<uuid:attachment_id>", task_views.download, name="attachment"),
]
