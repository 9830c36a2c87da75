"""Addresses of sign-in and people."""

from django.urls import path

from yunchou.web.users import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("link/<str:token>", views.open_link, name="link"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
]
