"""Addresses of what is due, the form, handing in, and proposing another figure."""

from django.urls import path

from sauro.domains.indicators.views import entry

_FORM = "so-lieu/<int:data_set_id>/<int:organisation_id>/<int:period>/"

urlpatterns = [
    path("so-lieu/", entry.figure_due, name="figure_due"),
    path(_FORM, entry.figure_form, name="figure_form"),
    path(f"{_FORM}nop/", entry.figure_submit, name="figure_submit"),
    path(f"{_FORM}rut-lai/", entry.figure_take_back, name="figure_take_back"),
    path(f"{_FORM}de-nghi/<int:indicator_id>/", entry.figure_propose, name="figure_propose"),
]
