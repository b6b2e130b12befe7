"""Addresses of the wizard that loads a plan file."""

from django.urls import path

from sauro.domains.programmes.views import imports

urlpatterns = [
    path("nhap-ke-hoach/", imports.plan_import, name="plan_import"),
    path("nhap-ke-hoach/<int:plan_id>/", imports.plan_preview, name="plan_preview"),
    path("nhap-ke-hoach/<int:plan_id>/co-quan/", imports.plan_agencies, name="plan_agencies"),
    path("nhap-ke-hoach/<int:plan_id>/ghi/", imports.plan_accept, name="plan_accept"),
    path("nhap-ke-hoach/<int:plan_id>/bo/", imports.plan_discard, name="plan_discard"),
]
