"""The project as an application: it loads the tables of `config` when Django starts."""

from django.apps import AppConfig


class SauroConfig(AppConfig):
    """Imports nothing at start but the checks of the whole system."""

    name = "sauro.config"
    label = "sauro_config"
