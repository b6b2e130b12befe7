
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0004_uploaded_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='formupload',
            name='file',
            field=models.FileField(blank=True, upload_to='figures/%Y/'),
        ),
        migrations.AddField(
            model_name='formupload',
            name='hints',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='formupload',
            name='unread',
            field=models.BooleanField(default=False),
        ),
    ]
