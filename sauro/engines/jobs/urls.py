"""Addresses of background work."""

from django.urls import path

from sauro.engines.jobs import views

urlpatterns = [
    path("viec-nen/", views.job_list, name="job_list"),
    path("viec-nen/<int:job_id>/", views.job_detail, name="job_detail"),
    path("viec-nen/<int:job_id>/tep/", views.job_file, name="job_file"),
    path("viec-nen/<int:job_id>/huy/", views.job_cancel, name="job_cancel"),
    path("viec-nen/<int:job_id>/chay-lai/", views.job_again, name="job_again"),
]
