from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Public pages of programmes."""

    name = "sauro.shell.publishing"
    label = "publishing"
    verbose_name = _("Public page")
