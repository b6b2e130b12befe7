"""Addresses of period reports."""

from django.urls import path

from sauro.domains.reporting.views import (
    duties,
    featured,
    frames,
    mass,
    national,
    parts,
    periods,
    reports,
    urging,
)

_REPORT = "bao-cao/<int:report_id>/"
_DUTY = "bao-cao/tinh-hinh/<int:duty_id>/<str:period>/"
_NATIONAL = "bao-cao/he-thong-quoc-gia/<slug:layout>/"

urlpatterns = [
    path("bao-cao/", reports.report_list, name="report_list"),
    path("bao-cao/moi/", reports.report_create, name="report_create"),
    path("bao-cao/ky/", periods.period_list, name="period_list"),
    path("bao-cao/ky/chot/", periods.period_close, name="period_close"),
    path("bao-cao/hang-loat/", mass.report_mass, name="report_mass"),
    path("bao-cao/chi-so/", featured.featured_list, name="featured_list"),
    path("bao-cao/chi-so/them/", featured.featured_create, name="featured_create"),
    path("bao-cao/chi-so/<int:featured_id>/", featured.featured_edit, name="featured_edit"),
    path("bao-cao/chi-so/<int:featured_id>/bo/", featured.featured_drop, name="featured_drop"),
    path("bao-cao/mau/", frames.frame_list, name="frame_list"),
    path("bao-cao/mau/<slug:code>/", frames.frame_set, name="frame_set"),
    path("bao-cao/mau/<slug:code>/tep/", frames.frame_file, name="frame_file"),
    path("bao-cao/mau/<slug:code>/bo/", frames.frame_remove, name="frame_remove"),
    path("bao-cao/tinh-hinh/", duties.duty_matrix, name="duty_matrix"),
    path("bao-cao/tinh-hinh/quy-dinh/", duties.duty_list, name="duty_list"),
    path("bao-cao/tinh-hinh/<int:duty_id>/ket-thuc/", duties.duty_end, name="duty_end"),
    path(_DUTY, duties.duty_missing, name="duty_missing"),
    path(f"{_DUTY}nhac/", duties.duty_remind, name="duty_remind"),
    path("bao-cao/he-thong-quoc-gia/", national.national_list, name="national_list"),
    path(_NATIONAL, national.national_sheet, name="national_sheet"),
    path(f"{_NATIONAL}gui/", national.national_send, name="national_send"),
    path(f"{_NATIONAL}doi-chieu/", national.national_compare, name="national_compare"),
    path(f"{_NATIONAL}lan-gui/<int:sending_id>/", national.national_file, name="national_file"),
    path("bao-cao/don-doc/", urging.urging_list, name="urging_list"),
    path("bao-cao/don-doc/soan/", urging.urging_write, name="urging_write"),
    path(_REPORT, reports.report_detail, name="report_detail"),
    path(f"{_REPORT}the-thuc/", reports.report_head, name="report_head"),
    path(f"{_REPORT}lam-moi/", reports.report_refresh, name="report_refresh"),
    path(f"{_REPORT}ban-thao/", reports.report_send, name="report_send"),
    path(f"{_REPORT}phan/<slug:key>/", parts.section_write, name="section_write"),
    path(f"{_REPORT}phan/<slug:key>/chon/", parts.section_settle, name="section_settle"),
    path(f"{_REPORT}so-lieu/<str:key>/", parts.figure_rows, name="report_figure"),
    path(f"{_REPORT}tep/<slug:kind>/", parts.report_file, name="report_file"),
]
