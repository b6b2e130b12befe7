from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MergingConfig(AppConfig):
    """Mergers of units and agencies."""

    name = "sauro.shell.merging"
    label = "merging"
    verbose_name = _("Mergers")
