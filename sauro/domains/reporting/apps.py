from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Period reports."""

    name = "sauro.domains.reporting"
    label = "reporting"
