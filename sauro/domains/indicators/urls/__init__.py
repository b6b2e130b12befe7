"""Addresses of figures, forms and indicators."""

from sauro.domains.indicators.urls import entry

urlpatterns = [*entry.urlpatterns]
