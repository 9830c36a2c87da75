"""Addresses of the board."""

from django.urls import path

from yunchou.web.boards import views

urlpatterns = [path("p/<str:key>/schedule/board", views.board, name="board")]
