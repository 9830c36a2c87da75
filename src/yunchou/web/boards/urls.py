"""Addresses of the board, of my tasks and of the search."""

from django.urls import path

from yunchou.web.boards import daily_views, views

urlpatterns = [
    path("p/<str:key>/schedule/board", views.board, name="board"),
    path("p/<str:key>/schedule/board/columns", views.columns, name="board-columns"),
    path(
        "p/<str:key>/schedule/board/columns/<uuid:column_id>/shift",
        views.shift_column,
        name="board-column-shift",
    ),
    path(
        "p/<str:key>/schedule/board/columns/<uuid:column_id>/remove",
        views.remove_column,
        name="board-column-remove",
    ),
    path("mine", daily_views.mine, name="mine"),
    path("search", daily_views.search, name="search"),
]
