from django.apps import AppConfig


class ExplanationsConfig(AppConfig):
    """Requests for explanation and their answers."""

    name = "sauro.domains.explanations"
    label = "explanations"
