"""Addresses of step 10."""

from django.urls import path

from yunchou.web.practices import views

urlpatterns = [
    path("p/<str:key>/practices", views.checkup, name="practices"),
    path("p/<str:key>/practices/document", views.document, name="document"),
    path("p/<str:key>/practices/document.<str:kind>", views.download, name="document-download"),
    path("document.css", views.document_style, name="document-style"),
]
