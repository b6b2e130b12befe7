from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """What is measured."""

    name = "sauro.domains.indicators"
    label = "indicators"
