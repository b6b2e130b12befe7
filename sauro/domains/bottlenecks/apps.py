from django.apps import AppConfig


class BottlenecksConfig(AppConfig):
    """What blocks tasks and targets."""

    name = "sauro.domains.bottlenecks"
    label = "bottlenecks"
