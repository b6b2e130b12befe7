"""Addresses of the wizard that loads a plan file, and of proposals out of a document."""

from django.urls import path

from sauro.domains.programmes.views import imports, proposals

urlpatterns = [
    path("nhap-ke-hoach/", imports.plan_import, name="plan_import"),
    path("nhap-ke-hoach/<int:plan_id>/", imports.plan_preview, name="plan_preview"),
    path("nhap-ke-hoach/<int:plan_id>/co-quan/", imports.plan_agencies, name="plan_agencies"),
    path("nhap-ke-hoach/<int:plan_id>/ghi/", imports.plan_accept, name="plan_accept"),
    path("nhap-ke-hoach/<int:plan_id>/bo/", imports.plan_discard, name="plan_discard"),
    path(
        "van-ban/<int:pk>/de-xuat-nhiem-vu/",
        proposals.document_task_proposals,
        name="document_task_proposals",
    ),
]
