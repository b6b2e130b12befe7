from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices of a cause are looked for by its key alone, so the key comes first."""

    dependencies = [
        ("notify", "0002_caught_up"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_one_of_a_cause",
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("key", "person"), name="notice_one_of_a_cause"
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
