from django.db import migrations


class Migration(migrations.Migration):
    """The rows stay where they are: only the table changes its name, and its room (`project.0002`)."""

    dependencies = [("diagnosis", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("need", "project_need")],
            state_operations=[migrations.DeleteModel("need")],
        )
    ]
