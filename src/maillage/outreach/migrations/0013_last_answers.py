"""What each person answered last in a campaign, and to how many voices, is kept beside the calls."""

from collections import defaultdict
from typing import Any

from django.db import migrations, models

#: As they stood then (outreach.rules.HEARD).
HEARD = ("adhere", "reflechit", "non", "rappeler", "ne_plus_contacter")
#: Values of one statement.
BATCH = 500


def fill(apps: Any, _schema_editor: Any) -> None:
    call, campaign = (apps.get_model("outreach", name) for name in ("Call", "Campaign"))
    for pk in campaign.objects.order_by("pk").values_list("pk", flat=True):
        told = call.objects.filter(campaign=pk).exclude(answer="").order_by("answered_at", "pk")
        last, heard = dict[str, int](), defaultdict[str, set[int]](set)
        for number, national, answer, caller in told.values_list("pk", "national", "answer", "caller"):
            last[national] = number
            if answer in HEARD:
                heard[national].add(caller)
        by_voices = defaultdict[int, list[int]](list)
        for national, number in last.items():
            by_voices[len(heard[national])].append(number)
        for voices, numbers in by_voices.items():
            for start in range(0, len(numbers), BATCH):
                call.objects.filter(pk__in=numbers[start : start + BATCH]).update(voices=voices)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0012_whom_a_structure_reached")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="voices",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voices__isnull", False)),
                fields=("campaign", "national"),
                name="call_told_once",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
