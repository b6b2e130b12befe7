"""Addresses of the pages that belong to no single domain."""

from django.urls import path

from sauro.shell import published_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("tim-kiem/", views.search, name="search"),
    path("so-lieu-cong-bo/", published_views.published_figures, name="published_figures"),
    path("healthz", views.healthz, name="healthz"),
]
