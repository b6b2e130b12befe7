"""Addresses of the pages that belong to no single domain."""

from django.urls import path

from sauro.shell import views

urlpatterns = [
    path("", views.home, name="home"),
    path("tim-kiem/", views.search, name="search"),
    path("healthz", views.healthz, name="healthz"),
]
