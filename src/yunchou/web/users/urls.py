"""Addresses of sign-in, people, settings and profile."""

from django.urls import path

from yunchou.web.users import people_pages, profile_pages, settings_pages, views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("link/<str:token>", views.open_link, name="link"),
    path("setup/<str:token>", views.open_link, name="setup"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("media/logos/<str:workspace_id>/<str:name>", views.logo, name="logo"),
    path("people", people_pages.page, name="people"),
    path("people/invite", people_pages.invite, name="people-invite"),
    path("people/<uuid:member_id>", people_pages.person, name="person"),
    path("people/<uuid:member_id>/<str:action>", people_pages.act, name="person-act"),
    path("settings", settings_pages.page, name="settings"),
    path("settings/logo", settings_pages.logo, name="settings-logo"),
    path("settings/holidays", settings_pages.holidays, name="settings-holidays"),
    path("settings/workspaces", settings_pages.open_workspace, name="workspace-open"),
    path("workspace", profile_pages.switch, name="workspace-switch"),
    path("profile", profile_pages.page, name="profile"),
    path("profile/password", profile_pages.password, name="profile-password"),
    path("profile/sessions", profile_pages.sessions, name="profile-sessions"),
    path("profile/tokens", profile_pages.tokens, name="profile-tokens"),
]
