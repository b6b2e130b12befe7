"""Addresses of mergers."""

from django.urls import path

from sauro.shell.merging import views

urlpatterns = [
    path("co-quan/<int:pk>/sap-nhap/", views.organisation_merge, name="organisation_merge"),
    path("sap-nhap/", views.merger_list, name="merger_list"),
    path("sap-nhap/<int:pk>/", views.merger_detail, name="merger_detail"),
    path("sap-nhap/<int:pk>/hoan-tac/", views.merger_undo, name="merger_undo"),
]
