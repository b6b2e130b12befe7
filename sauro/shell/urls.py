"""Addresses of the pages that belong to no single domain."""

from django.urls import path

from sauro.shell import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
]
