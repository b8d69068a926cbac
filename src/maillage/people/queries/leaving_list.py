"""The list as it is taken away, for a spreadsheet, and brought back as it is."""

from collections.abc import Iterable, Iterator
from datetime import date

from maillage.kernel import joined
from maillage.legislation import professions_by_key
from maillage.people.models import Adhesion, Person
from maillage.people.queries.presence import absences_in_words, theme_words
from maillage.tables import SheetCell

COLUMNS = (
    "Nom",
    "Profession",
    "Représenté par",
    "Mode d’exercice",
    "RPPS",
    "Commune",
    "Lieu d’exercice",
    "Courriel",
    "Téléphone",
    "À titre de",
    "Collège",
    "Depuis le",
    "Jusqu’au",
    "Thèmes",
    "Absences à venir",
)
#: What is read of each card beside itself.
TOLD = ("adhesions__college", "interests", "absences")


def in_rows(people: Iterable[Person], *, on: date) -> Iterator[tuple[SheetCell, ...]]:
    """Titles, then a line for each adhésion of each card, and one for a card without."""
    yield COLUMNS
    known = professions_by_key()
    for person in people:
        trade = known[person.profession].label if person.profession in known else person.profession
        told = (
            person.name,
            trade,
            person.represented,
            person.get_practice_display(),
            person.rpps,
            person.commune,
            person.workplace,
            person.email,
            person.phone,
        )
        besides = (
            joined(theme_words(person.interests.all())),
            absences_in_words(person.absences.all(), on=on),
        )
        for adhesion in person.adhesions.all() or [None]:
            yield (*told, *_belonging(adhesion), *besides)


def _belonging(adhesion: Adhesion | None) -> tuple[SheetCell, ...]:
    if adhesion is None:
        return (None,) * 4
    return (
        adhesion.get_kind_display(),
        adhesion.college.name if adhesion.college else "",
        adhesion.since,
        adhesion.until,
    )
