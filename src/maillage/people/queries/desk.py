"""How a structure is reached today: the one place that says it, for its pages, its mail and its documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from maillage.kernel import date_in_french, phone_in_french
from maillage.people.models import ContactDesk, Person
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.ui.slots import Task

#: An absence without backup is told this long before.
TOLD_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """What is shown outside. `name`: of somebody who wished to be reached directly."""

    email: str
    phone: str
    hours: str
    name: str = ""

    @property
    def line(self) -> str:
        """« accueil@cpts.example, 05 63 00 00 00 (du lundi au jeudi) »."""
        said = ", ".join(filter(None, [self.name, self.email, phone_in_french(self.phone)]))
        return f"{said} ({self.hours})" if self.hours else said


def desk_of(structure: Structure) -> ContactDesk | None:
    rows = ContactDesk.objects.filter(structure=structure)
    return rows.select_related("answers", "backup").first()


def point_of(desk: ContactDesk | None) -> ContactPoint | None:
    """None as long as nobody said it, or when the card that said it says nothing any more."""
    if desk is None:
        return None
    if not desk.is_direct:
        return ContactPoint(desk.email, desk.phone, desk.hours)
    card = desk.answers
    if card is None or not (card.email or card.phone):
        return None
    return ContactPoint(card.email, card.phone, desk.hours, card.name)


def contact_line(structure: Structure) -> str:
    """In a line, for who is outside; the words kept before there was a desk, as long as there is none."""
    point = point_of(desk_of(structure))
    return point.line if point else structure.contact


def spokesperson_line(structure: Structure) -> str:
    """The same with who answers: a document names somebody."""
    desk = desk_of(structure)
    point = point_of(desk)
    if desk is None or point is None:
        return structure.contact
    named = desk.answers if desk.answers and not point.name else None
    return ", ".join(filter(None, [named.name if named else "", point.line]))


def is_away(desk: ContactDesk, on: date) -> bool:
    return bool(desk.away_from and desk.away_until and desk.away_from <= on <= desk.away_until)


def is_here(card: Person | None, on: date) -> bool:
    """Around the table, or in it that day; somebody who left does not answer any more."""
    if card is None or card.is_merged:
        return False
    adhesions = list(card.adhesions.all())
    runs = any(each.since <= on and (each.until is None or each.until > on) for each in adhesions)
    return bool(card.engagement) or runs or not adhesions


def who_answers(desk: ContactDesk, on: date) -> Person | None:
    """That day: the one named, else the backup."""
    first = desk.answers if is_here(desk.answers, on) and not is_away(desk, on) else None
    return first or (desk.backup if is_here(desk.backup, on) else None)


def awaiting(structure: Structure, on: date) -> Iterator[Task]:
    """Nobody said how to reach the structure, or nobody answers, today or soon."""
    url, desk = reverse("people:desk", args=[structure.slug]), desk_of(structure)
    if desk is None:
        said = f"Aujourd’hui : « {structure.contact} »." if structure.contact else ""
        detail = said or "Une adresse, un téléphone, des heures, et qui répond en août."
        yield Task("Dire comment joindre la structure", url, detail, Ability.RUN)
    elif not who_answers(desk, on):
        yield Task("Nommer qui répond pour la structure", url, _nobody(desk, on), Ability.RUN)
    elif not point_of(desk):
        detail = "La fiche de la personne joignable directement n’a plus ni courriel ni téléphone."
        yield Task("Dire comment joindre la structure", url, detail, Ability.RUN)
    elif desk.away_from and on < desk.away_from <= on + TOLD_BEFORE and not is_here(desk.backup, on):
        detail = f"Absence dès le {date_in_french(desk.away_from)}, sans personne à sa place."
        yield Task("Nommer qui répond pendant l’absence", url, detail, Ability.RUN)


def _nobody(desk: ContactDesk, on: date) -> str:
    if desk.answers and desk.away_until and is_away(desk, on):
        until = date_in_french(desk.away_until)
        return f"{desk.answers.name} : absence jusqu’au {until}, sans personne à sa place."
    return "La personne qui répondait n’est plus là, et personne n’est nommé à sa place."


def contents(structure: Structure) -> dict[str, Any] | None:
    if (desk := desk_of(structure)) is None:
        return None
    names = {
        name: getattr(desk, name).name if getattr(desk, name) else None for name in ("answers", "backup")
    }
    return plain(desk) | names
