from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sauro.engines.ui"
    label = "ui"
    verbose_name = "User interface"
