"""Addresses of the working calendar."""

from django.urls import path

from . import views

urlpatterns = [
    path("lich-lam-viec/", views.calendar_list, name="calendar_list"),
    path("lich-lam-viec/<int:pk>/bo/", views.calendar_clear, name="calendar_clear"),
]
