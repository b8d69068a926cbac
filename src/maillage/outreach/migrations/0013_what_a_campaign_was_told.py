"""What a page of a campaign read of every answer is kept on the last one of each person."""

from typing import Any

from django.db import migrations, models

#: As they stood then (outreach.rules.HEARD).
HEARD = ("adhere", "reflechit", "non", "rappeler", "ne_plus_contacter")
#: Values of one statement.
BATCH = 500


def fill(apps: Any, _schema_editor: Any) -> None:
    call, campaign = (apps.get_model("outreach", name) for name in ("Call", "Campaign"))
    for pk in list(campaign.objects.values_list("pk", flat=True)):
        told = call.objects.filter(campaign=pk).exclude(answer="").order_by("answered_at", "pk")
        last: dict[str, int] = {}
        heard: dict[str, set[int]] = {}
        for each, national, answer, caller in told.values_list("pk", "national", "answer", "caller"):
            last[national] = each
            callers = heard.setdefault(national, set())
            if answer in HEARD:
                callers.add(caller)
        by_voices: dict[int, list[int]] = {}
        for national, each in last.items():
            by_voices.setdefault(len(heard[national]), []).append(each)
        for voices, calls in by_voices.items():
            for start in range(0, len(calls), BATCH):
                call.objects.filter(pk__in=calls[start : start + BATCH]).update(voices=voices)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0012_whom_a_structure_reached")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="voices",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("voices__isnull", False)),
                fields=["campaign", "answer", "voices"],
                name="call_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voices__isnull", False)),
                fields=("campaign", "national"),
                name="call_told_once",
            ),
        ),
    ]
