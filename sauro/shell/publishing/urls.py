"""Addresses of public pages, and of the pages on which they are prepared."""

from django.urls import path

from sauro.shell.publishing import views

_KEPT = "cong-bo/<int:pk>/"

urlpatterns = [
    path("cong-khai/", views.public_list, name="public_list"),
    path("cong-khai/<str:code>/so-lieu.<slug:extension>", views.public_data, name="public_data"),
    path("cong-khai/<str:code>/", views.public_programme, name="public_programme"),
    path(
        "chuong-trinh/<str:code>/cong-khai/",
        views.programme_publishing,
        name="programme_publishing",
    ),
    path(_KEPT, views.release_detail, name="release_detail"),
    path(f"{_KEPT}cong-khai/", views.release_release, name="release_release"),
    path(f"{_KEPT}thu-hoi/", views.release_withdraw, name="release_withdraw"),
    path(f"{_KEPT}bo/", views.release_discard, name="release_discard"),
]
