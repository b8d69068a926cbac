import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Needs come from the room of the diagnosis: `diagnosis.0002` gave their table its name, with all its rows."""

    dependencies = [
        ("diagnosis", "0002_needs_move_to_the_project"),
        ("project", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="besoin")),
                        (
                            "figure",
                            models.CharField(blank=True, max_length=80, verbose_name="clé du chiffre"),
                        ),
                        ("label", models.CharField(blank=True, max_length=200, verbose_name="chiffre")),
                        ("value", models.CharField(blank=True, max_length=200, verbose_name="valeur lue")),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        ("read_on", models.DateField(blank=True, null=True, verbose_name="lu le")),
                        ("written_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "structure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="structures.structure",
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
                        "verbose_name": "besoin",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("figure", ""),
                                    models.Q(
                                        models.Q(("source", ""), _negated=True), ("read_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="need_figure_has_its_source",
                                violation_error_message="Un chiffre cité porte sa source et sa date.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("figure", ""), _negated=True),
                                fields=("structure", "figure"),
                                name="need_once_per_figure",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
