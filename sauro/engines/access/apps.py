from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what, where."""

    name = "sauro.engines.access"
    label = "access"
