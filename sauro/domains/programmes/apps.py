from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes, tasks, targets and their progress."""

    name = "sauro.domains.programmes"
    label = "programmes"
