"""Addresses of figures, forms and indicators."""

from sauro.domains.indicators.urls import deciding, entry, sheets

urlpatterns = [*sheets.urlpatterns, *entry.urlpatterns, *deciding.urlpatterns]
