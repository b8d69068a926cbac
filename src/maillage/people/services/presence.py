"""When people are away, and what they care for: said by themselves, or by whoever manages their card."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.people.enums import Theme
from maillage.people.models import Absence, Interest, OwnTheme, Person
from maillage.people.queries.presence import themes_of
from maillage.structures.models import Structure

#: Of one card, to come: nobody plans more.
MOST_ABSENCES = 40


@transaction.atomic
def note_absence(
    person: Person, *, since: date, last_day: date, replaced_by: str = "", by: User | None, on: date
) -> Absence:
    """Somebody is away from a day to another, both included. The same first day again corrects what was said.

    Raises BadInput for days that end before they begin, that are over, or meet those of another absence.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    if last_day < since:
        raise BadInput("Cette absence finit avant de commencer : vérifiez ses dates.", field="last_day")
    if last_day < on:
        raise BadInput("Cette absence est déjà finie : rien n’est à noter.", field="last_day")
    others = person.absences.exclude(since=since)
    if there := others.filter(since__lte=last_day, last_day__gte=since).first():
        raise BadInput(
            f"Une absence est déjà notée du {there.since:%d/%m/%Y} au {there.last_day:%d/%m/%Y} : retirez-la d’abord.",
            field="since",
        )
    if others.filter(last_day__gte=on).count() >= MOST_ABSENCES:
        raise BadInput(f"{MOST_ABSENCES} absences sont déjà notées : retirez-en une.", field="since")
    absence, _ = Absence.objects.update_or_create(
        person=person, since=since, defaults={"last_day": last_day, "replaced_by": replaced_by.strip()}
    )
    _note(person, "note une absence", "une absence est notée", by)
    return absence


@transaction.atomic
def forget_absence(person: Person, number: int, *, by: User | None) -> None:
    """Twice, it is written once."""
    gone, _ = person.absences.filter(pk=number).delete()
    if gone:
        _note(person, "retire une absence", "une absence est retirée", by)


@transaction.atomic
def say_interests(person: Person, themes: Collection[str], *, by: User | None) -> None:
    """These themes and no others. Raises BadInput for one that nobody proposes."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    kept = set(person.interests.values_list("theme", flat=True))
    if unknown := set(themes) - set(themes_of(structure)) - kept:
        raise BadInput(f"Le thème « {min(unknown)[:60]} » n’est pas proposé ici.", field="theme")
    if set(themes) == kept:
        return
    person.interests.exclude(theme__in=list(themes)).delete()
    Interest.objects.bulk_create(
        Interest(person=person, theme=theme) for theme in dict.fromkeys(themes) if theme not in kept
    )
    _note(person, "dit ce qui l’intéresse", "ses thèmes sont notés", by)


def set_own_themes(structure: Structure, names: Sequence[str]) -> None:
    """The words of a structure beside our themes; those taken away are so from the cards too."""
    names = [name for name in names if name not in Theme.labels and name not in Theme]
    gone = list(structure.own_themes.exclude(name__in=names).values_list("name", flat=True))
    Interest.objects.filter(person__structure=structure, theme__in=gone).delete()
    structure.own_themes.filter(name__in=gone).delete()
    for name in names:
        OwnTheme.objects.get_or_create(structure=structure, name=name)


def _note(person: Person, by_oneself: str, by_another: str, by: User | None) -> None:
    if by is None:
        record(f"Par son lien, {person.name} {by_oneself}.", by=None, subject=person.structure_id)
    else:
        record(f"{person.name} : {by_another}.", by=by.pk, subject=person.structure_id)
