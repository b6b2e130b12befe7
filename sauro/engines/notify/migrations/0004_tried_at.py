from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("notify", "0003_causes_by_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
