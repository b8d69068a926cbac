import datetime
import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import maillage.care.models.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0002_contents_without_a_row"),
        ("governance", "0005_statutes_of_each_sitting"),
        ("links", "0001_initial"),
        ("outreach", "0011_who_was_heard"),
        ("people", "0015_diary_links"),
        ("structures", "0010_keys_that_read_the_books"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("penurie", "Tension ou pénurie de médicament"),
                            ("epidemie", "Épidémie"),
                            ("chaleur", "Chaleur"),
                            ("froid", "Froid"),
                            ("pollution", "Pollution"),
                            ("local", "Événement local"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="ce qui manque, ou ce qui arrive")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="ce qu’on en sait")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="où")),
                ("since", models.DateField(verbose_name="depuis le")),
                ("signalled_at", models.DateTimeField(verbose_name="signalée le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("signalee", "Signalée"),
                            ("diffusee", "Diffusée"),
                            ("terminee", "Terminée"),
                            ("sans_suite", "Sans suite"),
                        ],
                        default="signalee",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="terminée le")),
                ("ending", models.CharField(blank=True, max_length=300, verbose_name="fin")),
                ("key", models.UUIDField(unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "alerte",
                "ordering": ["-signalled_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "number"), name="care_alert_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ("terminee", "sans_suite"))),
                            models.Q(
                                models.Q(("state__in", ("terminee", "sans_suite")), _negated=True),
                                ("ended_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="care_alert_over_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                ("words", models.CharField(max_length=300, verbose_name="suivi")),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="care.alert"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "suivi d’une alerte",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AlertVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("brouillon", "En écriture"),
                            ("en_relecture", "Chez les validateurs"),
                            ("diffusee", "Diffusée"),
                            ("remplacee", "Remplacée"),
                        ],
                        default="brouillon",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("asks_answer", models.BooleanField(default=False, verbose_name="demande une réponse")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valable jusqu’au")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="donnée à valider le")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="diffusée le")),
                ("site", models.URLField(blank=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="care.alert"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’une alerte",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("alert", "number"), name="care_alert_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("brouillon", "en_relecture"))),
                        fields=("alert",),
                        name="care_alert_one_version_written_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "diffusee"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="care_alert_version_sent_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="conduite")),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="source")),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="adresse de la source")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="care.alertversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "conduite d’une alerte",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                (
                    "unit",
                    models.CharField(
                        choices=[("creneaux", "créneaux"), ("heures", "heures"), ("cas", "cas")],
                        default="creneaux",
                        max_length=10,
                        verbose_name="compté en",
                    ),
                ),
                ("since", models.DateField(verbose_name="depuis le")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="offered_capacities",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_capacities",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "capacité de soins non programmés",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "since"), name="care_capacity_once_from_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("person",),
                        name="care_capacity_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="unscheduled_capacity_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapacityDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="jour")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="combien",
                    ),
                ),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="week", to="care.capacity"
                    ),
                ),
            ],
            options={
                "verbose_name": "capacité d’un jour de la semaine",
                "ordering": ["weekday"],
                "constraints": [
                    models.UniqueConstraint(fields=("capacity", "weekday"), name="care_capacity_day_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("weekday__lte", 6)),
                        name="care_capacity_on_a_weekday",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapacityException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="jour")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="combien",
                    ),
                ),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="care.capacity",
                    ),
                ),
            ],
            options={
                "verbose_name": "capacité d’un jour",
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("capacity", "day"), name="care_capacity_exception_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="care_capacity_exception_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.DateField(verbose_name="mois de la demande")),
                ("closed", models.DateField(verbose_name="mois de la fin")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medecin_traitant", "Un médecin traitant"),
                            ("domicile", "Des soins à domicile"),
                            ("retour", "Un retour à domicile"),
                            ("avant_operation", "Une rééducation avant une opération"),
                            ("avis", "Un avis à distance"),
                            ("peau", "Un tri de lésions de la peau"),
                            ("non_programme", "Un soin non programmé"),
                            ("question", "Une question de pharmacien à un prescripteur"),
                        ],
                        max_length=16,
                        verbose_name="demande",
                    ),
                ),
                ("commune", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("aboutie", "Aboutie"),
                            ("sans_reponse", "Sans réponse"),
                            ("retiree", "Retirée"),
                            ("reunie", "Réunie avec une autre"),
                        ],
                        max_length=12,
                        verbose_name="ce qu’elles sont devenues",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="nombre")),
                ("reopened", models.PositiveIntegerField(default=0, verbose_name="dont rouvertes")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_counts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte de demandes effacées",
                "ordering": ["asked", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "asked", "closed", "kind", "commune", "outcome"),
                        name="care_count_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reopened__lte", models.F("number"))),
                        name="care_count_reopened_among_them",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareDelay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed", models.DateField(verbose_name="mois de la fin")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medecin_traitant", "Un médecin traitant"),
                            ("domicile", "Des soins à domicile"),
                            ("retour", "Un retour à domicile"),
                            ("avant_operation", "Une rééducation avant une opération"),
                            ("avis", "Un avis à distance"),
                            ("peau", "Un tri de lésions de la peau"),
                            ("non_programme", "Un soin non programmé"),
                            ("question", "Une question de pharmacien à un prescripteur"),
                        ],
                        max_length=16,
                        verbose_name="demande",
                    ),
                ),
                ("days", models.PositiveIntegerField(verbose_name="jours")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="nombre")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_delays",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "délai de demandes effacées",
                "ordering": ["closed", "days", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "closed", "kind", "days"), name="care_delay_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CareSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("sans_identite", "Sans identité"),
                            ("donnees_de_sante", "Données de santé"),
                        ],
                        default="sans_identite",
                        max_length=16,
                        verbose_name="mode",
                    ),
                ),
                (
                    "small_below",
                    models.PositiveSmallIntegerField(default=5, verbose_name="petits nombres masqués sous"),
                ),
                (
                    "opens_at",
                    models.TimeField(default=datetime.time(8, 0), verbose_name="relances à partir de"),
                ),
                (
                    "closes_at",
                    models.TimeField(default=datetime.time(19, 0), verbose_name="relances jusqu’à"),
                ),
                (
                    "kept_months",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="demandes closes gardées, en mois"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_setting",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "réglages des soins",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                        name="care_opens_before_it_closes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Crisis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("blesses", "Blessés, somatiques ou psychiques"),
                            ("malades", "Malades et populations fragiles"),
                            ("infectieux", "Agent infectieux émergent"),
                            ("nrc", "Agent nucléaire, radiologique ou chimique"),
                            ("offre", "Offre de soins altérée"),
                        ],
                        max_length=10,
                        verbose_name="famille",
                    ),
                ),
                ("is_exercise", models.BooleanField(default=False, verbose_name="exercice")),
                ("title", models.CharField(max_length=160, verbose_name="ce qui arrive")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="ce qu’on en sait")),
                (
                    "declared_by",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="autorité qui a déclaré la crise"
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="prévenus le")),
                ("started_at", models.DateTimeField(verbose_name="plan déclenché le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="levée le")),
                ("site", models.URLField(blank=True)),
                ("key", models.UUIDField(unique=True)),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crises",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "crise",
                "verbose_name_plural": "crises",
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("structure", "is_exercise"),
                        name="care_crisis_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_exercise", True),
                            models.Q(
                                models.Q(("declared_by", ""), _negated=True), ("told_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="care_crisis_says_who_declared_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="care_crisis_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Called",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                ("called_at", models.DateTimeField(verbose_name="appelé le")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="écrit le")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="relances")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("oui", "Je suis disponible"),
                            ("plus_tard", "À partir de…"),
                            ("non", "Pas disponible"),
                        ],
                        max_length=9,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                (
                    "available_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="disponible à partir de"),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="heures possibles"),
                ),
                (
                    "skills",
                    models.CharField(blank=True, max_length=120, verbose_name="compétences, matériel"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_calls",
                        to="people.person",
                    ),
                ),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="called", to="care.crisis"
                    ),
                ),
            ],
            options={
                "verbose_name": "appel d’un professionnel",
                "verbose_name_plural": "appels des professionnels",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("crisis", "person"), name="care_called_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_called_answered_has_its_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "plus_tard"), _negated=True),
                            ("available_from__isnull", False),
                            _connector="OR",
                        ),
                        name="care_called_later_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrisisLesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("a_marche", "Ce qui a marché"), ("a_changer", "Ce qu’il faut changer")],
                        max_length=9,
                        verbose_name="retour",
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="en une phrase")),
                ("key", models.UUIDField(unique=True)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lessons", to="care.crisis"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="governance.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "retour d’expérience",
                "verbose_name_plural": "retours d’expérience",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CrisisResource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lieu", "Lieu"),
                            ("materiel", "Matériel"),
                            ("stock", "Stock"),
                            ("vehicule", "Véhicule"),
                        ],
                        max_length=8,
                        verbose_name="nature",
                    ),
                ),
                ("words", models.CharField(max_length=160, verbose_name="ressource")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="où")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=120, verbose_name="qui l’ouvre ou le prête"),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crisis_resources",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "ressource de crise",
                "ordering": ["kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CrisisRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("referent", "Référent"),
                            ("suppleant", "Suppléant"),
                            ("cellule", "Cellule de crise"),
                        ],
                        max_length=10,
                        verbose_name="rôle",
                    ),
                ),
                ("calls", models.CharField(blank=True, max_length=160, verbose_name="qui appelle-t-il")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crisis_roles",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crisis_roles",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "rôle de crise",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "person", "part"), name="care_crisis_role_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CrisisSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("blesses", "Blessés, somatiques ou psychiques"),
                            ("malades", "Malades et populations fragiles"),
                            ("infectieux", "Agent infectieux émergent"),
                            ("nrc", "Agent nucléaire, radiologique ou chimique"),
                            ("offre", "Offre de soins altérée"),
                        ],
                        max_length=10,
                        verbose_name="famille",
                    ),
                ),
                ("signal", models.TextField(blank=True, max_length=1000, verbose_name="signal")),
                (
                    "first_hours",
                    models.TextField(blank=True, max_length=2000, verbose_name="premières heures"),
                ),
                ("who_does", models.TextField(blank=True, max_length=2000, verbose_name="qui fait quoi")),
                ("messages", models.TextField(blank=True, max_length=1000, verbose_name="messages")),
                ("needs", models.TextField(blank=True, max_length=1000, verbose_name="besoins")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="relue le")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="crisis_sheets",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crisis_sheets",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche réflexe",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "family"), name="crisis_sheet_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patient", "La personne"),
                            ("proche", "Un proche"),
                            ("professionnel", "Un professionnel"),
                            ("hopital", "Un hôpital"),
                            ("dac", "Un DAC"),
                            ("caisse", "Une caisse"),
                            ("structure", "La structure"),
                            ("autre", "Un autre organisme"),
                        ],
                        max_length=14,
                        verbose_name="qui demande",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("is_on", models.BooleanField(default=True, verbose_name="reçoit")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="care_desk", to="links.link"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_desks",
                        to="outreach.partner",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_desks",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "guichet",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CareRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("medecin_traitant", "Un médecin traitant"),
                            ("domicile", "Des soins à domicile"),
                            ("retour", "Un retour à domicile"),
                            ("avant_operation", "Une rééducation avant une opération"),
                            ("avis", "Un avis à distance"),
                            ("peau", "Un tri de lésions de la peau"),
                            ("non_programme", "Un soin non programmé"),
                            ("question", "Une question de pharmacien à un prescripteur"),
                        ],
                        max_length=16,
                        verbose_name="demande",
                    ),
                ),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                (
                    "need",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pansement", "Pansement"),
                            ("injection", "Injection"),
                            ("perfusion", "Perfusion"),
                            ("toilette", "Toilette, aide aux gestes du jour"),
                            ("prelevement", "Prélèvement"),
                            ("surveillance", "Surveillance"),
                            ("reeducation", "Rééducation"),
                            ("autre", "Autre soin"),
                        ],
                        max_length=20,
                        verbose_name="besoin",
                    ),
                ),
                ("commune", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "age",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0_15", "Moins de 16 ans"),
                            ("16_64", "De 16 à 64 ans"),
                            ("65_74", "De 65 à 74 ans"),
                            ("75", "75 ans et plus"),
                        ],
                        max_length=6,
                        verbose_name="âge",
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(
                        choices=[
                            ("patient", "La personne"),
                            ("proche", "Un proche"),
                            ("professionnel", "Un professionnel"),
                            ("hopital", "Un hôpital"),
                            ("dac", "Un DAC"),
                            ("caisse", "Une caisse"),
                            ("structure", "La structure"),
                            ("autre", "Un autre organisme"),
                        ],
                        max_length=14,
                        verbose_name="demandée par",
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("is_agreed", models.BooleanField(default=False, verbose_name="la personne est d’accord")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgente")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="précision, sans rien qui nomme la personne"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="à faire avant")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ouverte", "Cherche quelqu’un"),
                            ("prise", "Prise"),
                            ("aboutie", "Aboutie"),
                            ("sans_reponse", "Sans réponse"),
                            ("retiree", "Retirée"),
                        ],
                        default="ouverte",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="prise le")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmée le")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="close le")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motif")),
                ("key", models.UUIDField(unique=True)),
                (
                    "joined_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="joined",
                        to="care.carerequest",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_requests",
                        to="structures.structure",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_requests_taken",
                        to="people.person",
                    ),
                ),
                (
                    "usual",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="care.desk",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["structure", "state", "due_at"], name="care_request_by_state"),
                    models.Index(fields=["structure", "kind", "asked_at"], name="care_request_by_kind"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "number"), name="care_request_numbered_once"
                    ),
                    models.UniqueConstraint(fields=("structure", "code"), name="care_request_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "prise"), _negated=True),
                            ("taken_at__isnull", False),
                            _connector="OR",
                        ),
                        name="care_request_taken_has_its_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ouverte"), _negated=True),
                            models.Q(("taker", None), ("taken_at", None)),
                            _connector="OR",
                        ),
                        name="care_request_open_has_no_taker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ("aboutie", "sans_reponse", "retiree")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("aboutie", "sans_reponse", "retiree")), _negated=True
                                ),
                                ("closed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="care_request_closed_has_its_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_to", None),
                            models.Q(("joined_to", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="care_request_not_joined_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoctorCapacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("most", models.PositiveSmallIntegerField(verbose_name="nouveaux patients")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("since", models.DateField(verbose_name="depuis le")),
                ("declared_at", models.DateTimeField(verbose_name="déclarée le")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doctor_capacity",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "capacité d’un médecin",
                "ordering": ["declared_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day", None), ("last_day__gte", models.F("since")), _connector="OR"
                        ),
                        name="care_capacity_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CapacityLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("domicile", "Les visites à domicile"),
                            ("enfant", "Les moins de 16 ans"),
                            ("grossesse", "Les suivis de grossesse"),
                        ],
                        max_length=10,
                        verbose_name="ne prend pas",
                    ),
                ),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="limits",
                        to="care.doctorcapacity",
                    ),
                ),
            ],
            options={
                "verbose_name": "limite d’une capacité",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("capacity", "what"), name="care_limit_once")],
            },
        ),
        migrations.CreateModel(
            name="CapacityCommune",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="communes",
                        to="care.doctorcapacity",
                    ),
                ),
            ],
            options={
                "verbose_name": "commune d’une capacité",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("capacity", "code"), name="care_capacity_commune_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DoctorsSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_open", models.BooleanField(default=False, verbose_name="page ouverte")),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="jours ouvrés pour répondre"),
                ),
                ("offers_alone", models.BooleanField(default=True, verbose_name="proposer sans relire")),
                ("site", models.URLField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doctors_setting",
                        to="links.link",
                    ),
                ),
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doctors_setting",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "réglages des demandes de médecin traitant",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer_days__gte", 1), ("answer_days__lte", 30)),
                        name="care_doctors_days_to_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                (
                    "serves_holidays",
                    models.BooleanField(default=False, verbose_name="les jours fériés sont assurés"),
                ),
                (
                    "night_from",
                    models.TimeField(default=datetime.time(20, 0), verbose_name="la nuit commence à"),
                ),
                (
                    "night_until",
                    models.TimeField(default=datetime.time(8, 0), verbose_name="la nuit finit à"),
                ),
                (
                    "night_weight",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal(1),
                        max_digits=2,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(1)),
                            django.core.validators.MaxValueValidator(Decimal(5)),
                        ],
                        verbose_name="une heure de nuit compte pour",
                    ),
                ),
                (
                    "weekend_weight",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal(1),
                        max_digits=2,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(1)),
                            django.core.validators.MaxValueValidator(Decimal(5)),
                        ],
                        verbose_name="une heure de samedi ou dimanche compte pour",
                    ),
                ),
                (
                    "holiday_weight",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal(1),
                        max_digits=2,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(1)),
                            django.core.validators.MaxValueValidator(Decimal(5)),
                        ],
                        verbose_name="une heure de jour férié compte pour",
                    ),
                ),
                (
                    "is_shown",
                    models.BooleanField(
                        default=True, verbose_name="visible sur la page ouverte aux régulateurs"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="fermé le")),
                ("site", models.URLField(blank=True)),
                ("watched_on", models.DateField(blank=True, editable=False, null=True)),
                ("told_until", models.DateField(blank=True, editable=False, null=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_rosters",
                        to="structures.structure",
                    ),
                ),
                (
                    "warned",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rosters_watched",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "tableau de garde",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "name"), name="care_roster_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(("night_from", models.F("night_until")), _negated=True),
                        name="care_roster_night_has_two_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="jour")),
                ("starts", models.TimeField(verbose_name="de")),
                ("ends", models.TimeField(verbose_name="à")),
                ("zone", models.CharField(max_length=40, verbose_name="fuseau")),
                ("is_by_hand", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publié le")),
                ("version", models.PositiveIntegerField(default=0)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "published",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duties",
                        to="people.person",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="duties", to="care.roster"
                    ),
                ),
            ],
            options={
                "verbose_name": "tour de garde",
                "ordering": ["day", "starts"],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "day", "starts"), name="care_duty_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published", None), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="care_duty_is_of_somebody_once_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts", models.F("ends")), _negated=True),
                        name="care_duty_has_two_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyBoard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="ouverte le")),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_board",
                        to="links.link",
                    ),
                ),
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_board",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "page de garde ouverte",
            },
        ),
        migrations.CreateModel(
            name="DutyTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="care.duty"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties_told",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "tour annoncé",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("duty", "person"), name="care_duty_told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("protocole", "Protocole local"), ("arbre", "Arbre de décision")],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="retiré le")),
                ("key", models.UUIDField(unique=True)),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="local_texts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "texte local",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("protocol", models.CharField(blank=True, max_length=60, verbose_name="protocole national")),
                ("declared_on", models.DateField(blank=True, null=True, verbose_name="déclaré à l’ARS le")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="commencé le")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="arrêté le")),
                ("seen", models.CharField(max_length=64, verbose_name="texte relu")),
                ("seen_on", models.DateField(verbose_name="relu le")),
                ("version", models.PositiveIntegerField(default=1)),
                ("key", models.UUIDField(unique=True)),
                (
                    "referent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_referent_of",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="structures.structure",
                    ),
                ),
                (
                    "local",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="care.localtext",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement d’une équipe",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("local", None), models.Q(("protocol", ""), _negated=True)),
                            models.Q(("local__isnull", False), ("protocol", "")),
                            _connector="OR",
                        ),
                        name="care_enrolment_of_one_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("starts_on", None),
                            ("ended_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="care_enrolment_ends_after_it_begins",
                        violation_error_message="Un engagement s’arrête après avoir commencé.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), models.Q(("protocol", ""), _negated=True)),
                        fields=("structure", "protocol"),
                        name="care_enrolled_once_nationally",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("local",),
                        name="care_enrolled_once_locally",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("delegant", "Délégant"), ("delegue", "Délégué")],
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
                ("trained_on", models.DateField(blank=True, null=True, verbose_name="formation finie le")),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_certificates",
                        to="files.file",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_enrolled",
                        to="people.person",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="care.enrolment"
                    ),
                ),
            ],
            options={
                "verbose_name": "personne d’une équipe",
                "ordering": ["role", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "person"), name="care_enrolled_person_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="acte")),
                ("on", models.DateField(verbose_name="le")),
                ("tree", models.CharField(blank=True, max_length=60, verbose_name="arbre")),
                (
                    "tree_version",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="version de l’arbre"
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=60, verbose_name="issue")),
                ("is_undone", models.BooleanField(default=False, verbose_name="annulé")),
                ("key", models.UUIDField(unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_acts",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counted_acts",
                        to="structures.structure",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="acts",
                        to="care.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "acte compté",
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(fields=["structure", "on", "kind"], name="care_acts_by_day"),
                    models.Index(fields=["person", "on"], name="care_acts_of_a_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("tree", ""), ("tree_version", None)),
                            models.Q(
                                models.Q(("tree", ""), _negated=True),
                                models.Q(("outcome", ""), _negated=True),
                                ("tree_version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="care_act_end_of_a_tree",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Escap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("turn", models.PositiveSmallIntegerField(default=1, verbose_name="année d’équipe")),
                ("commune", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "judged_on",
                    models.DateField(blank=True, null=True, verbose_name="grille suffisante, dite le"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposee", "Proposée"),
                            ("acceptee", "Acceptée par le patient"),
                            ("en_cours", "En cours"),
                            ("renouvelee", "Renouvelée"),
                            ("finie", "Finie"),
                        ],
                        default="proposee",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("proposed_on", models.DateField(verbose_name="proposée le")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="accord du patient le")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="commence le")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="motif")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "desk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="escaps",
                        to="care.desk",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escaps",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "ESCAP",
                "ordering": ["-proposed_on", "-pk"],
                "indexes": [
                    models.Index(fields=["structure", "state", "ends_on"], name="care_escap_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "code", "turn"), name="escap_turn_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            models.Q(
                                ("agreed_on__isnull", False),
                                ("ends_on__gte", models.F("starts_on")),
                                ("judged_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="escap_runs_after_an_agreement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("en_cours", "renouvelee")), _negated=True),
                            models.Q(("ends_on__isnull", False), ("starts_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="escap_running_has_its_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscapMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=60, verbose_name="profession")),
                ("is_attending", models.BooleanField(default=False, verbose_name="médecin traitant")),
                (
                    "escap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="care.escap"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="escap_teams",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "professionnel d’une ESCAP",
                "ordering": ["-is_attending", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("escap", "person"), name="escap_member_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_attending", True)),
                        fields=("escap",),
                        name="escap_one_attending_doctor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscapMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposee", "Proposée"),
                            ("acceptee", "Acceptée par le patient"),
                            ("en_cours", "En cours"),
                            ("renouvelee", "Renouvelée"),
                            ("finie", "Finie"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("on", models.DateField(verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "escap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="care.escap"
                    ),
                ),
            ],
            options={
                "verbose_name": "mouvement d’une ESCAP",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EtpProgramme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("theme", models.CharField(blank=True, max_length=80, verbose_name="thème")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("declare", "Déclaré"),
                            ("autorise", "Autorisé"),
                            ("action", "Ni l’un ni l’autre : simple action"),
                        ],
                        max_length=10,
                        verbose_name="situation",
                    ),
                ),
                ("standing_on", models.DateField(blank=True, null=True, verbose_name="le")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="numéro")),
                ("is_on", models.BooleanField(default=True, verbose_name="en cours")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="etp_owned",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="etp_programmes",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme d’éducation thérapeutique",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EtpMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="etp_teams",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team",
                        to="care.etpprogramme",
                    ),
                ),
            ],
            options={
                "verbose_name": "intervenant d’un programme",
                "ordering": ["person__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "person"), name="etp_member_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EtpSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="le")),
                ("starts_at", models.TimeField(verbose_name="à")),
                ("title", models.CharField(max_length=100, verbose_name="sujet")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="où")),
                ("present", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="présents")),
                (
                    "newcomers",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pour la première fois"
                    ),
                ),
                ("is_off", models.BooleanField(default=False, verbose_name="annulée")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="care.etpprogramme",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "ordering": ["-held_on", "-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("newcomers", None), ("present__gte", models.F("newcomers")), _connector="OR"
                        ),
                        name="etp_newcomers_are_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_off", False),
                            models.Q(("newcomers", None), ("present", None)),
                            _connector="OR",
                        ),
                        name="etp_off_has_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="le")),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("complexe", "Situation complexe, trop d’intervenants"),
                            ("age", "Perte d’autonomie, grand âge"),
                            ("aidant", "Un proche s’épuise"),
                            ("droits", "Sans couverture, sans droits ouverts"),
                            ("social", "Difficultés sociales, logement, argent"),
                            ("addictions", "Addictions"),
                            ("sante_mentale", "Souffrance psychique"),
                            ("diabete", "Diabète"),
                            ("risque_cardiovasculaire", "Risque cardiovasculaire"),
                            ("bpco_tabac", "BPCO, tabac"),
                            ("memoire", "Troubles de la mémoire"),
                            ("handicap", "Handicap"),
                            ("violences", "Violences"),
                            ("naissance", "Grossesse, petite enfance"),
                            ("palliatif", "Soins palliatifs"),
                            ("territoire", "Prévention, projet de santé d’une commune"),
                        ],
                        max_length=24,
                        verbose_name="situation",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("posee", "Questions posées"),
                            ("sans_adresse", "Sans aucune adresse à donner"),
                            ("trouve", "« J’ai trouvé »"),
                            ("pas_trouve", "« Rien ne convient »"),
                        ],
                        max_length=12,
                        verbose_name="ce qui est compté",
                    ),
                ),
                ("times", models.PositiveIntegerField(default=0, verbose_name="fois")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_counts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte de « qui peut aider ? »",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "on", "situation", "event"), name="help_count_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpDoor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_door", to="links.link"
                    ),
                ),
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_door",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien « qui peut aider ? »",
            },
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dac", "Dispositif d’appui à la coordination (DAC)"),
                            ("asalee", "Infirmière Asalée"),
                            ("seniors", "Guichet des personnes âgées"),
                            ("pass", "Permanence d’accès aux soins (PASS)"),
                            ("addictologie", "Addictologie"),
                            ("sante_mentale", "Santé mentale"),
                            ("social", "Service social"),
                            ("cls", "Contrat local de santé (CLS)"),
                            ("reseau", "Réseau, équipe spécialisée"),
                            ("autre", "Autre aide"),
                        ],
                        max_length=16,
                        verbose_name="qui",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="service")),
                ("does", models.CharField(blank=True, max_length=300, verbose_name="ce qu’il fait")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="quand appeler")),
                ("form_url", models.URLField(blank=True, max_length=300, verbose_name="formulaire")),
                ("returns", models.CharField(blank=True, max_length=200, verbose_name="retour")),
                ("checked_on", models.DateField(verbose_name="vérifié le")),
                ("is_on", models.BooleanField(default=True, verbose_name="proposé")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_offers",
                        to="outreach.partner",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_offers",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "aide",
                "ordering": ["kind", "partner__name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("form_url", ""), _negated=True),
                            ("is_on", False),
                            _connector="OR",
                        ),
                        name="help_is_reached",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpCommune",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("commune", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="communes",
                        to="care.helpoffer",
                    ),
                ),
            ],
            options={
                "verbose_name": "commune aidée",
                "ordering": ["commune"],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "commune"), name="help_commune_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpAge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "age",
                    models.CharField(
                        choices=[
                            ("0_15", "Moins de 16 ans"),
                            ("16_64", "De 16 à 64 ans"),
                            ("65_74", "De 65 à 74 ans"),
                            ("75", "75 ans et plus"),
                        ],
                        max_length=6,
                        verbose_name="âge",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ages", to="care.helpoffer"
                    ),
                ),
            ],
            options={
                "verbose_name": "âge aidé",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("offer", "age"), name="help_age_once")],
            },
        ),
        migrations.CreateModel(
            name="HelpReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        choices=[
                            ("numero", "Numéro faux"),
                            ("muet", "Ne répond pas"),
                            ("horaires", "Horaires faux"),
                            ("ferme", "N’existe plus"),
                        ],
                        max_length=10,
                        verbose_name="ce qui est faux",
                    ),
                ),
                ("times", models.PositiveIntegerField(default=1, verbose_name="fois")),
                ("first_at", models.DateTimeField(verbose_name="signalé le")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="care.helpoffer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "signalement",
                "ordering": ["first_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("offer", "fault"),
                        name="help_report_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpSituation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("complexe", "Situation complexe, trop d’intervenants"),
                            ("age", "Perte d’autonomie, grand âge"),
                            ("aidant", "Un proche s’épuise"),
                            ("droits", "Sans couverture, sans droits ouverts"),
                            ("social", "Difficultés sociales, logement, argent"),
                            ("addictions", "Addictions"),
                            ("sante_mentale", "Souffrance psychique"),
                            ("diabete", "Diabète"),
                            ("risque_cardiovasculaire", "Risque cardiovasculaire"),
                            ("bpco_tabac", "BPCO, tabac"),
                            ("memoire", "Troubles de la mémoire"),
                            ("handicap", "Handicap"),
                            ("violences", "Violences"),
                            ("naissance", "Grossesse, petite enfance"),
                            ("palliatif", "Soins palliatifs"),
                            ("territoire", "Prévention, projet de santé d’une commune"),
                        ],
                        max_length=24,
                        verbose_name="situation",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="situations",
                        to="care.helpoffer",
                    ),
                ),
            ],
            options={
                "verbose_name": "situation aidée",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "situation"), name="help_situation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="jour")),
                ("starts_at", models.TimeField(verbose_name="de")),
                ("ends_at", models.TimeField(verbose_name="à")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="où")),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="care.helpoffer"
                    ),
                ),
            ],
            options={
                "verbose_name": "permanence",
                "ordering": ["weekday", "starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="help_slot_of_a_week"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="help_slot_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HostingStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=120, verbose_name="hébergeur")),
                ("certificate", models.CharField(max_length=120, verbose_name="certificat HDS")),
                ("until", models.DateField(verbose_name="valable jusqu’au")),
                ("said_by", models.CharField(max_length=120, verbose_name="déclaré par")),
                ("said_on", models.DateField(verbose_name="déclaré le")),
                ("probe", models.BinaryField()),
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hosting_statement",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "déclaration d’hébergement",
            },
        ),
        migrations.CreateModel(
            name="LocalVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("words", models.TextField(max_length=60000, verbose_name="texte")),
                ("written_on", models.DateField(verbose_name="écrite le")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="à relire le")),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="donnée à valider le"),
                ),
                ("validated_on", models.DateField(blank=True, null=True, verbose_name="validée le")),
                ("replaced_on", models.DateField(blank=True, null=True, verbose_name="remplacée le")),
                ("site", models.URLField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="care.localtext",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un texte local",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("text", "number"), name="care_local_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_on", None), ("validated_on", None)),
                        fields=("text",),
                        name="care_local_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("validated_on", None),
                            models.Q(("asked_at__isnull", False), ("replaced_on", None)),
                            _connector="OR",
                        ),
                        name="care_local_validated_was_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalValidation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("oui", "Accepte"), ("non", "Refuse")],
                        max_length=3,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondue le")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motif")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="écrit le")),
                ("profession", models.CharField(blank=True, max_length=40, verbose_name="profession")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="local_validations",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="validations",
                        to="care.localversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "validation d’un texte local",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "person"), name="care_local_validated_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_local_answered_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="à")),
                ("written_at", models.DateTimeField(verbose_name="écrit à")),
                ("words", models.CharField(max_length=500, verbose_name="ce qui se passe")),
                ("key", models.UUIDField(unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="corrections",
                        to="care.logline",
                    ),
                ),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="log", to="care.crisis"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de main courante",
                "verbose_name_plural": "main courante",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="proposée le")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="réponse attendue avant")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="relancée le")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("oui", "Prise"),
                            ("non", "Refusée"),
                            ("sans_reponse", "Sans réponse à temps"),
                            ("deja_prise", "Déjà prise par quelqu’un d’autre"),
                            ("rendue", "Rendue"),
                        ],
                        max_length=12,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondue le")),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="motif")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_offers",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="care.carerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposition",
                "ordering": ["offered_at", "pk"],
                "indexes": [models.Index(fields=["person", "answer"], name="care_offer_of_a_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "person"), name="care_offer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_offer_answered_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideTool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("avis", "Un avis à distance"), ("peau", "Un tri de lésions de la peau")],
                        max_length=16,
                        verbose_name="pour",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="nom de l’outil")),
                ("url", models.URLField(max_length=300, verbose_name="adresse")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_tools",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "outil extérieur",
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "kind"), name="care_tool_once_a_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pathway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="à relire avant le")),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False, verbose_name="reprise possible par d’autres structures"
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=200, verbose_name="d’après")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("public", models.CharField(blank=True, max_length=300, verbose_name="pour qui")),
                ("goal", models.CharField(blank=True, max_length=300, verbose_name="but")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss_owned",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pathways",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "parcours",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PathwayCommune",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("commune", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="communes",
                        to="care.pathway",
                    ),
                ),
            ],
            options={
                "verbose_name": "commune d’un parcours",
                "ordering": ["commune"],
                "constraints": [
                    models.UniqueConstraint(fields=("pathway", "commune"), name="pathway_commune_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="mois")),
                ("entered", models.PositiveSmallIntegerField(verbose_name="entrées")),
                ("left", models.PositiveSmallIntegerField(verbose_name="sorties")),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="months", to="care.pathway"
                    ),
                ),
            ],
            options={
                "verbose_name": "mois d’un parcours",
                "ordering": ["-month"],
                "constraints": [
                    models.UniqueConstraint(fields=("pathway", "month"), name="pathway_month_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pathways",
                        to="outreach.partner",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="care.pathway",
                    ),
                ),
            ],
            options={
                "verbose_name": "partenaire d’un parcours",
                "ordering": ["partner__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("pathway", "partner"), name="pathway_partner_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("changes", models.CharField(blank=True, max_length=300, verbose_name="ce qui change")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="publiée le")),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="care.pathway",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un parcours",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("pathway", "number"), name="pathway_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("published_on", None)),
                        fields=("pathway",),
                        name="pathway_one_draft",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("what", models.CharField(max_length=160, verbose_name="quoi")),
                ("who", models.CharField(blank=True, max_length=100, verbose_name="qui")),
                ("delay", models.CharField(blank=True, max_length=60, verbose_name="délai")),
                ("paper", models.CharField(blank=True, max_length=100, verbose_name="papier, outil")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="care.pathwayversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’un parcours",
                "ordering": ["rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "rank"), name="pathway_step_rank_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("name", maillage.care.models.sealed.SealedTextField(verbose_name="nom et prénom")),
                (
                    "born_on",
                    maillage.care.models.sealed.SealedTextField(blank=True, verbose_name="date de naissance"),
                ),
                (
                    "contact",
                    maillage.care.models.sealed.SealedTextField(
                        blank=True, verbose_name="comment joindre la personne"
                    ),
                ),
                ("referent", models.CharField(blank=True, max_length=120, verbose_name="référent du plan")),
                ("opened_on", models.DateField(verbose_name="ouvert le")),
                ("kept_until", models.DateField(verbose_name="gardé jusqu’au")),
                ("version", models.PositiveIntegerField(default=1)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="patient_file",
                        to="care.carerequest",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="patient_files",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier d’une personne",
                "ordering": ["-opened_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "code"), name="patient_file_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kept_until__gt", models.F("opened_on"))),
                        name="patient_file_kept_after_opened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("reason", models.CharField(max_length=200, verbose_name="pourquoi")),
                ("is_outside", models.BooleanField(default=False, verbose_name="hors du cercle")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_readings",
                        to="structures.structure",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="readings",
                        to="care.patientfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture d’un dossier",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["file", "user", "at"], name="file_reading_of_somebody")],
            },
        ),
        migrations.CreateModel(
            name="FileConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("equipe", "Partager ce qui est utile avec le cercle nommé ici"),
                            ("plan", "Écrire un plan personnalisé"),
                            ("medicaments", "Faire le point sur les médicaments"),
                        ],
                        max_length=12,
                        verbose_name="accord pour",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("oral", "De vive voix"),
                            ("ecrit", "Par écrit"),
                            ("representant", "Par la personne qui la représente"),
                        ],
                        max_length=12,
                        verbose_name="donné",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="le")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="retiré le")),
                (
                    "heard_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="care.patientfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "consentement",
                "ordering": ["given_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on", None)),
                        fields=("file", "scope"),
                        name="consent_given_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CircleSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=80, verbose_name="rôle auprès de la personne")),
                ("since", models.DateField(verbose_name="depuis le")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="circle",
                        to="care.patientfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "place dans un cercle de soins",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("file", "user"), name="circle_seat_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("intervenants", "Qui intervient, et comment les joindre"),
                            ("evaluation", "Évaluation : par qui, quand"),
                            ("souhaits", "Ce qui compte pour la personne"),
                            ("problemes", "Problèmes et besoins, par ordre"),
                            ("objectifs", "Objectifs partagés"),
                            ("actions", "Actions : qui, quoi, pour quand"),
                            ("criteres", "À quoi l’on verra que cela va mieux"),
                            ("alerte", "En cas d’alerte : que faire, qui appeler"),
                            ("revue", "Revue : date, faits, décisions"),
                            ("non_tenus", "Objectifs non tenus, et pourquoi"),
                        ],
                        max_length=12,
                        verbose_name="partie",
                    ),
                ),
                ("text", maillage.care.models.sealed.SealedTextField(blank=True, verbose_name="texte")),
                ("written_at", models.DateTimeField(verbose_name="écrite le")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan",
                        to="care.patientfile",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "partie d’un plan",
                "constraints": [models.UniqueConstraint(fields=("file", "part"), name="plan_text_once")],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="poste")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="lieu")),
                ("profession", models.CharField(blank=True, max_length=40, verbose_name="profession")),
                ("starts_at", models.DateTimeField(verbose_name="de")),
                ("ends_at", models.DateTimeField(verbose_name="à")),
                ("needs", models.PositiveSmallIntegerField(verbose_name="places")),
                ("taken", models.PositiveSmallIntegerField(default=0, verbose_name="places prises")),
                ("key", models.UUIDField(unique=True)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="care.crisis"
                    ),
                ),
            ],
            options={
                "verbose_name": "poste",
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="care_post_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("needs"))), name="care_post_never_too_many"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                ("taken_at", models.DateTimeField(verbose_name="prise le")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_posts",
                        to="people.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="care.post"
                    ),
                ),
            ],
            options={
                "verbose_name": "place d’un poste",
                "ordering": ["taken_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("post", "person"), name="care_place_once")],
            },
        ),
        migrations.CreateModel(
            name="PracticeChannel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("messagerie", "Messagerie sécurisée de santé"),
                            ("telephone", "Téléphone"),
                            ("secretariat", "Secrétariat"),
                        ],
                        max_length=12,
                        verbose_name="de préférence par",
                    ),
                ),
                ("address", models.CharField(max_length=120, verbose_name="numéro ou adresse")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="heures")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_channel",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "canal d’un cabinet",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("posologie", "Posologie"),
                            ("interaction", "Interaction ou contre-indication"),
                            ("rupture", "Rupture : que mettre à la place"),
                            ("renouvellement", "Renouvellement"),
                            ("ordonnance", "Ordonnance à compléter"),
                            ("suivi", "Suivi, observance"),
                            ("autre", "Autre sujet"),
                        ],
                        max_length=16,
                        verbose_name="sujet",
                    ),
                ),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgente")),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("asked_at", models.DateTimeField(verbose_name="posée le")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="vue le")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondue le")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accord", "D’accord avec ce qui est proposé"),
                            ("modifiee", "Ordonnance modifiée"),
                            ("desaccord", "Pas d’accord, on en parle"),
                            ("consultation", "La personne est à revoir"),
                        ],
                        max_length=12,
                        verbose_name="réponse",
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_questions_asked",
                        to="people.person",
                    ),
                ),
                (
                    "prescriber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_questions",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_questions",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "question à un prescripteur",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["structure", "asked_at"], name="care_question_by_day"),
                    models.Index(fields=["prescriber", "answered_at"], name="care_question_awaited"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "code"), name="care_question_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_question_answered_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RcpCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="le")),
                ("theme", models.CharField(max_length=60, verbose_name="thème")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="où")),
                ("call_url", models.URLField(blank=True, max_length=300, verbose_name="visioconférence")),
                ("is_off", models.BooleanField(default=False, verbose_name="annulée")),
                (
                    "situations",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="situations vues"),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="durée en minutes"),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "called_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="call",
                        to="governance.rcpsession",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rcp_calls",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "concertation convoquée",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RcpGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "coming",
                    models.CharField(
                        blank=True,
                        choices=[("oui", "Je viens"), ("non", "Je ne viens pas")],
                        max_length=3,
                        verbose_name="réponse",
                    ),
                ),
                ("was_there", models.BooleanField(default=False, verbose_name="présent")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guests", to="care.rcpcall"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rcp_calls",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "convié à une concertation",
                "ordering": ["person__name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("call", "person"), name="rcp_guest_once")],
            },
        ),
        migrations.CreateModel(
            name="RcpQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="question")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="care.rcpcall",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "question préparée",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="écrit le")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="lu le")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("oui", "Je l’applique"), ("non", "Je ne peux pas")],
                        max_length=3,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("end_told_at", models.DateTimeField(blank=True, null=True, verbose_name="fin écrite le")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_readings",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="care.alertversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture d’une alerte",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["person", "read_at"], name="care_reading_of_a_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "person"), name="care_reading_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("read_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="care_reading_answered_is_read",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconciledDrug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "drug",
                    maillage.care.models.sealed.SealedTextField(verbose_name="médicament, dose, rythme"),
                ),
                (
                    "decision",
                    maillage.care.models.sealed.SealedTextField(
                        blank=True, verbose_name="décision : gardé, changé, arrêté, et pourquoi"
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=120, verbose_name="décidé par")),
                ("on", models.DateField(verbose_name="le")),
                ("key", models.UUIDField(unique=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drugs",
                        to="care.patientfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de conciliation",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReflexSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="à relire avant le")),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False, verbose_name="reprise possible par d’autres structures"
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=200, verbose_name="d’après")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="publiée le")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss_owned",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reflex_sheets",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche réflexe",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RegulationPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom du poste")),
                ("is_on", models.BooleanField(default=True, verbose_name="compte")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regulation_post",
                        to="links.link",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regulation_posts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "poste de régulation",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("structure", "name"), name="care_post_named_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegulatedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profession", models.CharField(max_length=40, verbose_name="profession")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pris_24h", "Pris en charge sous 24 heures"),
                            ("pris_plus_tard", "Pris en charge plus tard"),
                            ("oriente", "Orienté ailleurs"),
                            ("refuse", "Refusé"),
                        ],
                        max_length=16,
                        verbose_name="suite",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                ("day", models.DateField(verbose_name="jour")),
                ("key", models.UUIDField(unique=True)),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="regulated_cases",
                        to="structures.structure",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to="care.regulationpost",
                    ),
                ),
            ],
            options={
                "verbose_name": "cas régulé",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["structure", "day"], name="care_regulated_by_day")],
            },
        ),
        migrations.CreateModel(
            name="RequestFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flag",
                    models.CharField(
                        choices=[
                            ("ald", "Affection de longue durée"),
                            ("c2s", "Complémentaire santé solidaire"),
                            ("handicap", "Handicap"),
                            ("langue", "Ne parle pas français"),
                            ("domicile", "Ne peut pas se déplacer"),
                            ("sortie", "Sort de l’hôpital"),
                            ("grossesse", "Grossesse"),
                            ("isolement", "Isolement"),
                        ],
                        max_length=12,
                        verbose_name="particularité",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flags",
                        to="care.carerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "particularité d’une demande",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("request", "flag"), name="care_flag_once")],
            },
        ),
        migrations.CreateModel(
            name="RequestMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("demandee", "Demandée"),
                            ("proposee", "Proposée"),
                            ("refusee", "Refusée"),
                            ("prise", "Prise"),
                            ("rendue", "Rendue"),
                            ("vue", "Prise en charge confirmée"),
                            ("relancee", "Relancée"),
                            ("relais", "Relais en attendant"),
                            ("aboutie", "Aboutie"),
                            ("sans_reponse", "Close sans réponse"),
                            ("retiree", "Retirée"),
                            ("rouverte", "Rouverte"),
                            ("reunie", "Réunie avec une autre"),
                        ],
                        max_length=12,
                        verbose_name="ce qui s’est passé",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="care.carerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "mouvement d’une demande",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RingSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alone_minutes",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="le professionnel habituel, seul pendant"
                    ),
                ),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="personnes prévenues à la fois"
                    ),
                ),
                (
                    "every_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="avant de prévenir les suivantes"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_rings",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "réglages des demandes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alone_minutes__gte", 1), ("every_minutes__gte", 1), ("size__gte", 1)
                        ),
                        name="care_rings_move_on",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="jour")),
                ("starts", models.TimeField(verbose_name="de")),
                ("ends", models.TimeField(verbose_name="à")),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="week", to="care.roster"
                    ),
                ),
            ],
            options={
                "verbose_name": "heures voulues",
                "ordering": ["weekday", "starts"],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "weekday", "starts"), name="care_hours_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="care_hours_on_a_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts", models.F("ends")), _negated=True),
                        name="care_hours_have_two_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="depuis le")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "phone_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="téléphone montré depuis le"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roster_places",
                        to="people.person",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="care.roster"
                    ),
                ),
            ],
            options={
                "verbose_name": "participant à une garde",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "person"), name="care_member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="care_member_leaves_after_joining",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site", models.CharField(blank=True, max_length=200)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_requests_asked",
                        to="people.person",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search",
                        to="care.carerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "recherche de quelqu’un",
                "indexes": [models.Index(fields=["next_at"], name="care_search_due")],
            },
        ),
        migrations.CreateModel(
            name="SeasonPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "season",
                    models.CharField(
                        choices=[
                            ("canicule", "Canicule"),
                            ("bronchiolite", "Bronchiolite"),
                            ("grippe", "Vaccination contre la grippe"),
                            ("grand_froid", "Grand froid"),
                            ("autre", "Autre"),
                        ],
                        max_length=14,
                        verbose_name="saison",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="jour",
                    ),
                ),
                (
                    "month",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="mois",
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_seasons",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="season_plans",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan saisonnier",
                "ordering": ["month", "day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("day__range", (1, 28)), ("month__range", (1, 12))),
                        name="care_season_has_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeasonYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("done", models.TextField(blank=True, max_length=2000, verbose_name="ce qui a été fait")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="terminée le")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="care.seasonplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "année d’un plan saisonnier",
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "year"), name="care_season_year_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SeasonTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=160, verbose_name="à faire")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="faite le")),
                ("key", models.UUIDField(unique=True)),
                (
                    "who",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_season_tasks",
                        to="people.person",
                    ),
                ),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="care.seasonyear",
                    ),
                ),
            ],
            options={
                "verbose_name": "tâche d’une saison",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SheetEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("signs", models.TextField(max_length=600, verbose_name="quand")),
                ("acts", models.TextField(max_length=1200, verbose_name="que faire")),
                ("calls", models.TextField(blank=True, max_length=600, verbose_name="qui appeler")),
                (
                    "never",
                    models.TextField(blank=True, max_length=600, verbose_name="ce qu’il ne faut pas faire"),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("written_on", models.DateField(verbose_name="écrite le")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="care.reflexsheet",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’une fiche réflexe",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "number"), name="sheet_edition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.UUIDField(verbose_name="étape")),
                ("times", models.PositiveSmallIntegerField(verbose_name="fois")),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="care.pathwaymonth",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape comptée",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("of", "step"), name="step_month_once")],
            },
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.TimeField(verbose_name="de")),
                ("ends", models.TimeField(verbose_name="à")),
                ("is_for_all", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("demande", "Cherche quelqu’un"),
                            ("accepte", "Accepté"),
                            ("retire", "Retiré"),
                            ("refuse", "Refusé"),
                            ("caduc", "Sans objet"),
                        ],
                        default="demande",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                ("key", models.UUIDField(unique=True)),
                (
                    "against",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchanges",
                        to="care.duty",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="swaps_offered",
                        to="people.person",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="swaps", to="care.duty"
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="swaps_asked",
                        to="people.person",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="swaps_taken",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "remplacement",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "demande"), _negated=True),
                            models.Q(("settled_at", None), ("taker", None)),
                            _connector="OR",
                        ),
                        name="care_swap_asked_has_no_taker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "demande"), ("settled_at__isnull", False), _connector="OR"
                        ),
                        name="care_swap_settled_has_its_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts", models.F("ends")), _negated=True),
                        name="care_swap_has_two_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("against", None),
                            models.Q(
                                ("is_for_all", False), models.Q(("against", models.F("duty")), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="care_exchange_is_asked_of_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Validation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("oui", "Accepte"), ("non", "Refuse")],
                        max_length=3,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondue le")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motif")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="écrit le")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="care_validations",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="validations",
                        to="care.alertversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "validation",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "person"), name="care_validation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_validation_answered_has_its_hour",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="me prévenir")),
                ("base", models.CharField(max_length=5, verbose_name="depuis")),
                ("km", models.PositiveSmallIntegerField(default=15, verbose_name="jusqu’à")),
                ("opens_at", models.TimeField(verbose_name="à partir de")),
                ("closes_at", models.TimeField(verbose_name="jusqu’à")),
                (
                    "on_weekends",
                    models.BooleanField(
                        default=False, verbose_name="le samedi, le dimanche et les jours fériés aussi"
                    ),
                ),
                (
                    "at_any_hour",
                    models.BooleanField(default=False, verbose_name="à toute heure si c’est urgent"),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="care_watch",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "souhait d’être prévenu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                        name="care_watch_opens_before_it_closes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchedCommune",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("commune", models.CharField(max_length=5, verbose_name="commune")),
                (
                    "watch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="communes", to="care.watch"
                    ),
                ),
            ],
            options={
                "verbose_name": "commune où l’on va",
                "ordering": ["commune"],
                "constraints": [
                    models.UniqueConstraint(fields=("watch", "commune"), name="care_watched_commune_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchedKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domicile", "Des soins à domicile"),
                            ("retour", "Un retour à domicile"),
                            ("avant_operation", "Une rééducation avant une opération"),
                            ("avis", "Un avis à distance"),
                            ("peau", "Un tri de lésions de la peau"),
                            ("non_programme", "Un soin non programmé"),
                        ],
                        max_length=16,
                        verbose_name="demande",
                    ),
                ),
                (
                    "watch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kinds", to="care.watch"
                    ),
                ),
            ],
            options={
                "verbose_name": "demande qui intéresse",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("watch", "kind"), name="care_watched_kind_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="ReflexSheet",
            name="published",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="care.sheetedition",
            ),
        ),
        migrations.CreateModel(
            name="EscapCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("figure", models.CharField(max_length=12, verbose_name="compte")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="nombre")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escap_counts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte d’ESCAP effacées",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "year", "figure"), name="care_escap_count_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EscapPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                ("teams", models.PositiveIntegerField(default=0, verbose_name="équipes")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escap_parts",
                        to="people.person",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escap_parts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "part d’ESCAP effacées",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "year", "person"), name="care_escap_part_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.DateField(verbose_name="mois de la question")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("posologie", "Posologie"),
                            ("interaction", "Interaction ou contre-indication"),
                            ("rupture", "Rupture : que mettre à la place"),
                            ("renouvellement", "Renouvellement"),
                            ("ordonnance", "Ordonnance à compléter"),
                            ("suivi", "Suivi, observance"),
                            ("autre", "Autre sujet"),
                        ],
                        max_length=16,
                        verbose_name="sujet",
                    ),
                ),
                ("is_seen", models.BooleanField(default=False, verbose_name="vues")),
                ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="minutes")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="nombre")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="question_counts",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte de questions effacées",
                "ordering": ["asked", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "asked", "subject", "is_seen", "minutes"),
                        name="care_question_count_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("minutes", None)),
                        fields=("structure", "asked", "subject", "is_seen"),
                        name="care_question_unanswered_count_once",
                    ),
                ],
            },
        ),
    ]
