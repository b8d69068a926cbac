"""The tables are there already: structures.0005 gave them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("structures", "0005_people_leave")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="InformationMeeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="date")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("reunion", "Réunion en présentiel"),
                                    ("visio", "Visioconférence"),
                                    ("courriel", "Courriel"),
                                    ("courrier", "Courrier ou affiche"),
                                    ("telephone", "Appels téléphoniques"),
                                    ("urps", "Message relayé par une URPS"),
                                    ("messagerie", "Groupe de messagerie"),
                                ],
                                default="reunion",
                                max_length=12,
                                verbose_name="canal",
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=150, verbose_name="objet")),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="information_meetings",
                                to="structures.structure",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "information des professionnels",
                        "ordering": ["held_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom")),
                        ("profession", models.CharField(max_length=40, verbose_name="profession")),
                        (
                            "specialty",
                            models.CharField(blank=True, max_length=120, verbose_name="spécialité"),
                        ),
                        (
                            "practice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("liberal", "Libéral"),
                                    ("salaried", "Salarié"),
                                    ("volunteer", "Bénévole"),
                                ],
                                max_length=12,
                                verbose_name="exercice",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("associate", "Associé"),
                                    ("attending_doctor", "Médecin traitant du patient"),
                                ],
                                max_length=20,
                                verbose_name="rôle",
                            ),
                        ),
                        ("commune", models.CharField(blank=True, max_length=80, verbose_name="commune")),
                        (
                            "workplace",
                            models.CharField(blank=True, max_length=120, verbose_name="lieu d’exercice"),
                        ),
                        (
                            "engagement",
                            models.CharField(
                                choices=[
                                    ("porteur", "Porteur"),
                                    ("engage", "Engagé"),
                                    ("a_associer", "À associer"),
                                ],
                                default="engage",
                                max_length=12,
                                verbose_name="engagement",
                            ),
                        ),
                        ("is_fictitious", models.BooleanField(default=False, verbose_name="fictif")),
                        (
                            "sites",
                            models.ManyToManyField(
                                blank=True, related_name="practising", to="structures.site"
                            ),
                        ),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="structures.structure",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "personne",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="InformationAttendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("profession", models.CharField(max_length=40, verbose_name="profession")),
                        ("count", models.PositiveSmallIntegerField(verbose_name="présents")),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="people.informationmeeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "présents d’une profession",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "profession"), name="attendance_once_per_profession"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 1)),
                                name="attendance_is_positive",
                                violation_error_message="Un nombre de présents commence à 1.",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
