"""Addresses of the board, of my tasks and of the search."""

from django.urls import path

from yunchou.web.boards import daily_views, views

urlpatterns = [
    path("p/<str:key>/schedule/board", views.board, name="board"),
    path("mine", daily_views.mine, name="mine"),
    path("search", daily_views.search, name="search"),
]
