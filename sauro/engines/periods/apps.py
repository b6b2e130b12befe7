from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    """Reporting periods and the working calendar."""

    name = "sauro.engines.periods"
    label = "periods"
