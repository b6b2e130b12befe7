from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingConfig(AppConfig):
    """Tables of records with filters, saved views and exports."""

    name = "sauro.engines.listing"
    label = "listing"

    def ready(self) -> None:
        """A filter without a choice says “All” where the library prints dashes."""
        from django_filters.conf import settings

        settings.EMPTY_CHOICE_LABEL = _("All")
