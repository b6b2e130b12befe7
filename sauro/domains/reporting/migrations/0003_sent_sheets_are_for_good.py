"""What was sent to a national system is neither changed nor deleted: the database refuses it."""

from django.db import migrations

from sauro.engines.history.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_letters_exchanges_duties")]
    operations = [append_only("reporting_exchange")]
