from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Directing documents and what they say."""

    name = "sauro.domains.documents"
    label = "documents"
