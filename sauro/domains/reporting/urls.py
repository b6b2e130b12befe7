"""Addresses of period reports."""

from django.urls import path

from sauro.domains.reporting.views import parts, periods, reports

_REPORT = "bao-cao/<int:report_id>/"

urlpatterns = [
    path("bao-cao/", reports.report_list, name="report_list"),
    path("bao-cao/moi/", reports.report_create, name="report_create"),
    path("bao-cao/ky/", periods.period_list, name="period_list"),
    path("bao-cao/ky/chot/", periods.period_close, name="period_close"),
    path(_REPORT, reports.report_detail, name="report_detail"),
    path(f"{_REPORT}the-thuc/", reports.report_head, name="report_head"),
    path(f"{_REPORT}lam-moi/", reports.report_refresh, name="report_refresh"),
    path(f"{_REPORT}ban-thao/", reports.report_send, name="report_send"),
    path(f"{_REPORT}phan/<slug:key>/", parts.section_write, name="section_write"),
    path(f"{_REPORT}phan/<slug:key>/chon/", parts.section_settle, name="section_settle"),
    path(f"{_REPORT}so-lieu/<str:key>/", parts.figure_rows, name="report_figure"),
    path(f"{_REPORT}tep/<slug:kind>/", parts.report_file, name="report_file"),
]
