from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Work that is too long for a request."""

    name = "sauro.engines.jobs"
    label = "jobs"
    verbose_name = _("Background work")
