from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts found by rules."""

    name = "sauro.domains.alerts"
    label = "alerts"
