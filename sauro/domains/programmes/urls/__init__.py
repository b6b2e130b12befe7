"""Addresses of programmes, tasks and targets."""

from sauro.domains.programmes.urls import imports, overview, tasks

urlpatterns = [*overview.urlpatterns, *tasks.urlpatterns, *imports.urlpatterns]
