from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """What happened, by whom, when: append-only."""

    name = "sauro.engines.history"
    label = "history"
