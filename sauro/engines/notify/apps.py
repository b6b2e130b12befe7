from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    """Notices, reminders and how they reach people."""

    name = "sauro.engines.notify"
    label = "notify"
    verbose_name = _("Notices")
