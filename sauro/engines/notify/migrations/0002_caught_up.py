from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("notify", "0001_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaughtUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.BigIntegerField(default=0)),
                ("silent", models.JSONField(default=list)),
                ("failed", models.JSONField(default=list)),
            ],
        ),
    ]
