from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """Pages of figures that a province arranges itself."""

    name = "sauro.shell.dashboards"
    label = "dashboards"
    verbose_name = _("Overview pages")
