"""What is kept of people and how long: data, read from `retention.yaml`; and who is to be forgotten on a day."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter

from maillage.kernel import add_months, plural, with_no_break_spaces
from maillage.people.models import Adhesion, Fee, Person
from maillage.structures.models import Structure

FILE = Path(__file__).parents[1] / "retention.yaml"
French = Annotated[str, AfterValidator(with_no_break_spaces)]


class Kept(BaseModel):
    """One line of the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    what: French
    months: int | None = None
    after: French
    then: French
    source: French = ""

    @property
    def how_long(self) -> str:
        """« 2 ans », « 18 mois », or as long as the structure is there."""
        if self.months is None:
            return "tant que la structure est là"
        years, months = divmod(self.months, 12)
        return plural(self.months, "mois", "mois") if months else plural(years, "an")

    @property
    def says_who(self) -> str:
        return self.source or "choisi par nous"


@cache
def retention() -> dict[str, Kept]:
    """The table, by key."""
    rows = TypeAdapter(tuple[Kept, ...]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return {row.key: row for row in rows}


def kept_since(key: str, *, on: date) -> date:
    """What ended before that day is kept no more. Raises KeyError for what is kept without a term."""
    months = retention()[key].months
    if months is None:
        raise KeyError(key)
    return add_months(on, -months)


def to_forget(*, on: date) -> QuerySet[Person]:
    """Cards of those who left long ago: all their adhésions are over, and they are at no table."""
    running = Adhesion.objects.filter(Q(until=None) | Q(until__gt=on), person=OuterRef("pk"))
    return (
        Person.objects.filter(~Exists(running), engagement="")
        .annotate(left=Max("adhesions__until"))
        .filter(left__lte=kept_since("card", on=on))
    )


def kept_in_books(person: Person) -> QuerySet[Fee]:
    """What accounts keep of somebody: the fees that were paid, of every card that was made one with theirs."""
    return Fee.objects.filter(person__in=cards_of_one(person), payment__isnull=False).select_related(
        "payment"
    )


def cards_of_one(person: Person) -> list[Person]:
    """The card, and those taken into it."""
    found, last = [person], [person] if _took_one_in(person) else []
    while last:
        last = list(
            Person.everybody.filter(taken_into__kept__in=last, taken_into__undone_at=None, is_merged=True)
        )
        found += last
    return found


def _took_one_in(person: Person) -> bool:
    return any(merge.undone_at is None for merge in person.took_in.all())


def has_namesake(structure: Structure, person: Person) -> bool:
    """Somebody else of the structure bears this name: what is said under it may be theirs."""
    ours = [card.pk for card in cards_of_one(person)]
    return Person.everybody.filter(structure=structure, name=person.name).exclude(pk__in=ours).exists()
