"""Addresses of step 2."""

from django.urls import path

from yunchou.web.schedule import link_views, views

urlpatterns = [
    path("p/<str:key>/schedule", views.gantt, name="schedule"),
    path("p/<str:key>/schedule/list", views.listing, name="schedule-list"),
    path("p/<str:key>/schedule/notes", views.notes, name="schedule-notes"),
    path("p/<str:key>/schedule/frame", views.frame, name="schedule-frame"),
    path("p/<str:key>/schedule/frame/preview", views.preview_frame, name="schedule-preview"),
    path("p/<str:key>/schedule/baselines", views.baseline_list, name="schedule-baselines"),
    path(
        "p/<str:key>/schedule/baselines/<uuid:baseline_id>/drop",
        views.drop_baseline,
        name="schedule-baseline-drop",
    ),
    path("p/<str:key>/t/<int:number>/links", link_views.links, name="task-links"),
    path("p/<str:key>/t/<int:number>/links/add", link_views.add, name="task-link-add"),
    path(
        "p/<str:key>/t/<int:number>/links/<uuid:link_id>/remove",
        link_views.remove,
        name="task-link-remove",
    ),
]
