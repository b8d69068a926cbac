"""When people are away, and what they care for."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from maillage.kernel import date_in_french, joined, with_no_break_spaces
from maillage.people.enums import Theme
from maillage.people.models import Absence, Interest, Person
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure


def themes_of(structure: Structure) -> dict[str, str]:
    """Theme → its words: ours, then those of the structure."""
    own = [theme.name for theme in structure.own_themes.all()]
    return {theme.value: str(theme.label) for theme in Theme} | {name: name for name in own}


def interested_in(structure: Structure, theme: str, *, on: date) -> QuerySet[Person]:
    """Those who belong that day and care for it: whom a bulletin, a working group may ask."""
    return structure.people.filter(belongs(on), interests__theme=theme).order_by("name", "pk")


def theme_words(interests: Iterable[Interest]) -> list[str]:
    """« Prévention », in the order of our list, then the words of the structure."""
    rank = {value: place for place, value in enumerate(Theme.values)}
    themes = sorted((each.theme for each in interests), key=lambda theme: (rank.get(theme, len(rank)), theme))
    return [str(Theme(theme).label) if theme in Theme else theme for theme in themes]


def absence_words(absence: Absence) -> str:
    """« du 3 mars 2026 au 8 mars 2026, remplacement : Kim »."""
    first, last = date_in_french(absence.since), date_in_french(absence.last_day)
    days = f"le {first}" if absence.since == absence.last_day else f"du {first} au {last}"
    return (
        with_no_break_spaces(f"{days}, remplacement : {absence.replaced_by}") if absence.replaced_by else days
    )


def coming(person: Person, *, on: date) -> list[Absence]:
    """Those that run or are to come."""
    return [absence for absence in person.absences.all() if absence.last_day >= on]


def away(numbers: Iterable[int], *, on: date) -> QuerySet[Absence]:
    """The absences that run that day, of these cards."""
    return Absence.objects.filter(person__in=list(numbers), since__lte=on, last_day__gte=on)


def absences_in_words(absences: Iterable[Absence], *, on: date) -> str:
    return joined(absence_words(absence) for absence in absences if absence.last_day >= on)
