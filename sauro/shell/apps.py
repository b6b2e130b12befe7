from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Pages that need several domains."""

    name = "sauro.shell"
    label = "shell"
