from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reader", "0010_verdicts_of_rounds")]

    operations = [
        migrations.RenameField(model_name="threadseen", old_name="seq", new_name="number"),
    ]
