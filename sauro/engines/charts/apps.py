from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "sauro.engines.charts"
    label = "charts"
    verbose_name = "Charts"
