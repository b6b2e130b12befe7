from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organisations, positions, bodies, and the roles people hold over them."""

    name = "sauro.domains.orgs"
    label = "orgs"
