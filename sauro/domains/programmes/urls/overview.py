"""Addresses of programmes, targets, agencies' work and the dashboard."""

from django.urls import path

from sauro.domains.programmes.views import (
    agencies,
    export,
    programme_forms,
    programmes,
    syntheses,
    target_forms,
    targets,
)

urlpatterns = [
    path("chuong-trinh/", programmes.programme_list, name="programme_list"),
    path("chuong-trinh/them/", programme_forms.programme_create, name="programme_create"),
    path("chuong-trinh/<str:code>/", programmes.programme_detail, name="programme_detail"),
    path("chuong-trinh/<str:code>/sua/", programme_forms.programme_edit, name="programme_edit"),
    path("chuong-trinh/<str:code>/nhom/them/", programme_forms.group_create, name="group_create"),
    path(
        "chuong-trinh/<str:code>/chi-tieu/them/", target_forms.target_create, name="target_create"
    ),
    path("chi-tieu/", targets.target_list, name="target_list"),
    path("chi-tieu/<int:target_id>/", targets.target_detail, name="target_detail"),
    path("chi-tieu/<int:target_id>/sua/", target_forms.target_edit, name="target_edit"),
    path("chi-tieu/<int:target_id>/so-lieu/", target_forms.reading_create, name="reading_create"),
    path(
        "chi-tieu/<int:target_id>/nhan-dinh/", syntheses.target_synthesis, name="target_synthesis"
    ),
    path("co-quan/<int:organisation_id>/nhiem-vu/", agencies.agency_work, name="agency_work"),
    path("chuong-trinh/<str:code>/xuat/", export.programme_export, name="programme_export"),
]
