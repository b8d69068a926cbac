"""Someone asks not to be shown: taken out at once, and left out of every import until they change their mind."""

from datetime import date
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from maillage.audit.services import record
from maillage.directory.models import Activity, Diploma, OptOut, Person, Skill
from maillage.directory.services.storing.headcounts import count_people
from maillage.directory.services.storing.names import forget_person
from maillage.directory.services.storing.swap import Tables, amended, ensure
from maillage.kernel import BadInput
from maillage.registers import LONGEST_NATIONAL, nationals_of, refuse_no_national


class Forgotten(StrEnum):
    """What a request to leave came to."""

    NOW = "now"  # they were in the directory
    BEFORE = "before"  # they had asked already
    AHEAD = "ahead"  # they are not in it: the next imports leave them out


def forget(national: str, *, on: date, by: int | None = None) -> Forgotten:
    """Take someone out of the directory, now and at each import.

    `national` is the identification the source gives (12 characters), or the number of someone who is there or was.
    Raises BadInput.
    """
    ensure()
    national = _identified(national)
    with amended() as tables:
        with transaction.atomic():
            _, is_new = OptOut.objects.get_or_create(national=national, defaults={"asked_on": on})
            if is_new:
                record("Opposition enregistrée : une personne ne paraît plus dans l’annuaire.", by=by)
        people = tables.rows("SELECT id, sort FROM directory_person WHERE national = ?", [national])
        for person, sort in people:
            trades = {
                trade
                for (trade,) in tables.rows(
                    "SELECT trade FROM directory_activity WHERE person_id = ?", [person]
                )
            }
            _take_out(tables, person, sort)
            count_people(tables, trades)
    if people:
        return Forgotten.NOW
    return Forgotten.AHEAD if is_new else Forgotten.BEFORE


@transaction.atomic
def remember(national: str, *, by: int | None = None) -> None:
    """Someone may be shown again: they are, from the next import on. Raises BadInput."""
    deleted, _ = OptOut.objects.filter(national=_identified(national)).delete()
    if not deleted:
        raise BadInput("Cette personne n’a pas d’opposition enregistrée. Voyez « maillage directory list ».")
    record("Opposition levée : une personne paraîtra de nouveau dans l’annuaire.", by=by)


def _identified(text: str) -> str:
    """The national identification meant by what was typed: one we know, else one that has the form."""
    number = "".join(text.split()).upper()
    if 0 < len(number) <= LONGEST_NATIONAL:
        if OptOut.objects.filter(national=number).exists():
            return number
        people = Person.objects.filter(Q(number=number) | Q(national=number))
        if known := people.values_list("national", flat=True).first():
            return known
        before = OptOut.objects.filter(national__in=nationals_of(number))
        if gone := before.values_list("national", flat=True).first():
            return gone
    refuse_no_national(number)
    return number


def _take_out(tables: Tables, person: int, sort: str) -> None:
    forget_person(tables, person, sort)
    for model in (Activity, Skill, Diploma):
        tables.delete(model, person_id=person)
    tables.delete(Person, id=person)
