"""The log keeps the state of every thing that a change touched, under the thing's name."""

from typing import Any

from django.db import migrations, models


def by_object(apps: Any, schema_editor: Any) -> None:
    for change in _changes(apps):
        change.before = {change.object: change.before}
        change.after = {change.object: change.after}
        change.save(update_fields=["before", "after"])


def bare(apps: Any, schema_editor: Any) -> None:
    for change in _changes(apps):
        change.before = (change.before or {}).get(change.object)
        change.after = (change.after or {}).get(change.object)
        change.save(update_fields=["before", "after"])


def _changes(apps: Any) -> Any:
    return apps.get_model("reader", "Change").objects.order_by("pk").iterator(chunk_size=500)


class Migration(migrations.Migration):
    dependencies = [("reader", "0002_people_and_history")]
    operations = [
        migrations.RunPython(by_object, bare),
        migrations.AlterField("change", "before", models.JSONField(default=dict)),
        migrations.AlterField("change", "after", models.JSONField(default=dict)),
    ]
