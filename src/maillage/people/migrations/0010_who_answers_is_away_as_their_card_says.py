from django.db import migrations


def note_on_cards(apps, _schema_editor):
    """The one absence that a desk kept becomes an absence of the card of who answers."""
    desk_model, absence_model = apps.get_model("people", "ContactDesk"), apps.get_model("people", "Absence")
    kept = desk_model.objects.exclude(answers=None).exclude(away_from=None).select_related("backup")
    for desk in kept.iterator():
        absence_model.objects.get_or_create(
            person_id=desk.answers_id,
            since=desk.away_from,
            defaults={
                "last_day": desk.away_until,
                "replaced_by": desk.backup.name if desk.backup else "",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0009_how_to_pay")]

    operations = [migrations.RunPython(note_on_cards, migrations.RunPython.noop)]
