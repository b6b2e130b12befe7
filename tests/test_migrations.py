"""Migrations are complete and linear."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_each_application_has_one_last_migration():
    loader = MigrationLoader(connection)
    leaves = Counter(app for app, _name in loader.graph.leaf_nodes())
    assert [app for app, n in leaves.items() if n > 1] == []
