"""Addresses of units."""

from django.urls import path

from sauro.domains.territory import views

urlpatterns = [
    path("don-vi/", views.unit_list, name="unit_list"),
    path("don-vi/<int:pk>/", views.unit_detail, name="unit_detail"),
]
