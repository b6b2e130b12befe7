from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The administrative units of Viet Nam, as they are and as they were."""

    name = "sauro.domains.territory"
    label = "territory"
