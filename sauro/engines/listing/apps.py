from django.apps import AppConfig


class ListingConfig(AppConfig):
    """Tables of records with filters, saved views and exports."""

    name = "sauro.engines.listing"
    label = "listing"
