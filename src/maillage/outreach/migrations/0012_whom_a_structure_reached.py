"""What was asked of every call at each look at a home is kept beside the calls."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from maillage.people.models.naming import called

#: As they stood then (outreach.rules.HEARD).
HEARD = ("adhere", "reflechit", "non", "rappeler", "ne_plus_contacter")
#: Values of one statement.
BATCH = 500


def fill(apps: Any, _schema_editor: Any) -> None:
    call, campaign = (apps.get_model("outreach", name) for name in ("Call", "Campaign"))
    told = call.objects.order_by().exclude(answer="")
    for pk, people in told.values_list("campaign").annotate(people=models.Count("national", distinct=True)):
        campaign.objects.filter(pk=pk).update(called=people)
    heard = call.objects.order_by().filter(answer__in=HEARD)
    last: dict[Any, list[int]] = {}
    for structure, _, pk in heard.values_list("campaign__structure", "national").annotate(
        last=models.Max("pk")
    ):
        last.setdefault(structure, []).append(pk)
    for structure, calls in last.items():
        for start in range(0, len(calls), BATCH):
            rows = list(call.objects.filter(pk__in=calls[start : start + BATCH]).only("name"))
            for row in rows:
                row.heard_by_id, row.alike = structure, called(row.name)[1]
            call.objects.bulk_update(rows, ["heard_by", "alike"])


class Migration(migrations.Migration):
    dependencies = [
        ("structures", "0010_keys_that_read_the_books"),
        ("outreach", "0011_who_was_heard"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="called",
            field=models.PositiveIntegerField(default=0, verbose_name="personnes appelées"),
        ),
        migrations.AddField(
            model_name="call",
            name="heard_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="structures.structure",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="alike",
            field=models.CharField(default="", editable=False, max_length=250),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("heard_by__isnull", False)),
                fields=("heard_by", "national"),
                name="call_heard_once",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
