"""The people go to a room of their own: their tables change hands, and no row moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("structures", "0004_what_the_law_asks")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {before} RENAME TO {after}", f"ALTER TABLE {after} RENAME TO {before}"
                )
                for before, after in (
                    ("structures_actor", "people_person"),
                    ("structures_site_practising", "people_person_sites"),
                    ("structures_informationmeeting", "people_informationmeeting"),
                    ("structures_informationattendance", "people_informationattendance"),
                )
            ]
            + [
                migrations.RunSQL(
                    "ALTER TABLE people_person_sites RENAME COLUMN actor_id TO person_id",
                    "ALTER TABLE people_person_sites RENAME COLUMN person_id TO actor_id",
                )
            ],
            state_operations=[
                migrations.RemoveField("site", "practising"),
                migrations.DeleteModel("Actor"),
                migrations.DeleteModel("InformationAttendance"),
                migrations.DeleteModel("InformationMeeting"),
            ],
        )
    ]
