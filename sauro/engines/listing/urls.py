"""Addresses of saved views."""

from django.urls import path

from sauro.engines.listing import views

urlpatterns = [
    path("khung-nhin/luu/", views.saved_view_save, name="saved_view_save"),
    path("khung-nhin/<int:pk>/xoa/", views.saved_view_delete, name="saved_view_delete"),
]
