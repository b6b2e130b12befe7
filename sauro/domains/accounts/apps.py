from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in, and their access tokens."""

    name = "sauro.domains.accounts"
    label = "accounts"
