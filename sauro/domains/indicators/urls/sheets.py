"""Addresses of indicators, their figures and forms."""

from django.urls import path

from sauro.domains.indicators.views import cells, data_sets, indicator, pivot, sheet_parts, sheets

_INDICATOR = "chi-so/<int:indicator_id>/"
_CELL = f"{_INDICATOR}<int:organisation_id>/<int:period>/"

urlpatterns = [
    path("chi-so/", sheets.indicator_list, name="indicator_list"),
    path("chi-so/them/", sheets.indicator_create, name="indicator_create"),
    path("chi-so/tong-hop/", pivot.figure_pivot, name="figure_pivot"),
    path(_INDICATOR, indicator.indicator_detail, name="indicator_detail"),
    path(f"{_INDICATOR}sua/", sheets.indicator_edit, name="indicator_edit"),
    path(f"{_INDICATOR}dinh-nghia/", sheet_parts.indicator_define, name="indicator_define"),
    path(f"{_INDICATOR}mien/", sheet_parts.indicator_exempt, name="indicator_exempt"),
    path(
        f"{_INDICATOR}mien/<int:exemption_id>/bo/",
        sheet_parts.exemption_withdraw,
        name="exemption_withdraw",
    ),
    path(f"{_INDICATOR}cung-nghia/", sheet_parts.indicator_same, name="indicator_same"),
    path(f"{_INDICATOR}ban-do/", indicator.indicator_map, name="indicator_map"),
    path(f"{_INDICATOR}so-sanh/", indicator.indicator_compare, name="indicator_compare"),
    path(_CELL, cells.figure_detail, name="figure_detail"),
    path(f"{_CELL}dinh-chinh/", cells.figure_correct, name="figure_correct"),
    path("bieu-so-lieu/", data_sets.data_set_list, name="data_set_list"),
    path("bieu-so-lieu/them/", data_sets.data_set_create, name="data_set_create"),
    path("bieu-so-lieu/<int:data_set_id>/", data_sets.data_set_detail, name="data_set_detail"),
    path("bieu-so-lieu/<int:data_set_id>/sua/", data_sets.data_set_edit, name="data_set_edit"),
]
