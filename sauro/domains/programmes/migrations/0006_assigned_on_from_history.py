"""The day on which each task was handed out, from how it stood over time."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate


def fill_in(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    spans = apps.get_model("programmes", "TaskSpan").objects
    given = spans.filter(task=OuterRef("pk")).exclude(state="draft").order_by("from_at")
    day = given.annotate(day=TruncDate("from_at")).values("day")[:1]
    tasks = apps.get_model("programmes", "Task").objects
    tasks.exclude(state="draft").update(assigned_on=Subquery(day))


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_health_blockers_and_syntheses")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
