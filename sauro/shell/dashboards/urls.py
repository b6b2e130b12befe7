"""Addresses of the overview."""

from django.urls import path

from sauro.shell.dashboards.views import arranging, overview

urlpatterns = [
    path("tong-quan/", overview.dashboard, name="dashboard"),
    path("tong-quan/man-hinh/", overview.dashboard_wall, name="dashboard_wall"),
    path("tong-quan/o/<slug:code>/", overview.dashboard_panel, name="dashboard_panel"),
    path("tong-quan/sap-xep/", arranging.dashboard_arrange, name="dashboard_arrange"),
]
