"""Addresses of programmes, tasks and targets."""

from sauro.domains.programmes.urls import overview, tasks

urlpatterns = [*overview.urlpatterns, *tasks.urlpatterns]
