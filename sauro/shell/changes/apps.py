from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    """What is new since a person was last here."""

    name = "sauro.shell.changes"
    label = "changes"
    verbose_name = _("What is new")
