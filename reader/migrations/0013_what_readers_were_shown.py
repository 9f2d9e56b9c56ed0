from typing import Any

from django.db import migrations, models


def shown_until_now(apps: Any, _: Any) -> None:
    apps.get_model("reader", "Article").objects.update(shown_edition=models.F("edition"))


class Migration(migrations.Migration):
    dependencies = [
        ("reader", "0012_changes_sent_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="shown_edition",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(shown_until_now, migrations.RunPython.noop),
    ]
