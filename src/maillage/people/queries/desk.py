"""How a structure is reached today: the one place that says it, for its pages, its mail and its documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parseaddr
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from maillage.accounts.models import User
from maillage.kernel import date_in_french, phone_in_french, with_no_break_spaces
from maillage.people.models import Absence, Adhesion, ContactDesk, Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.members import is_in
from maillage.people.rules import same_name
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


def desks_of(structure: Structure) -> QuerySet[ContactDesk]:
    """One, with who answers, or none."""
    return ContactDesk.objects.filter(structure=structure).select_related("answers", "backup")


def desk_of(structure: Structure) -> ContactDesk | None:
    return desks_of(structure).first()


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
    return contact_at(structure, desk_of(structure))


def contact_at(structure: Structure, desk: ContactDesk | None) -> str:
    point = point_of(desk)
    return point.line if point else structure.contact


def contact_of(structure: Structure) -> str:
    """The address of the structure's contact; empty when it has none."""
    point = point_of(desk_of(structure))
    contact = point.email if point else parseaddr(structure.contact)[1].strip()
    return contact if is_address(contact) else ""


def reply_to(structure: Structure, by: User) -> str:
    """The contact of the structure when it has an address, else who writes."""
    return contact_of(structure) or by.email


def spokesperson_line(structure: Structure) -> str:
    """The same with who answers: a document names somebody."""
    desk = desk_of(structure)
    point = point_of(desk)
    if desk is None or point is None:
        return structure.contact
    named = desk.answers if desk.answers and not point.name else None
    return ", ".join(filter(None, [named.name if named else "", point.line]))


def named_people(structure: Structure, *, on: date) -> str:
    """Who answers that day, and who does in their place, by name; empty when nobody is."""
    if (desk := desk_of(structure)) is None:
        return ""
    today, backup = who_answers(desk, on), desk.backup if is_here(desk.backup, on) else None
    said = [f"Répond : {today.name}." if today else ""]
    said += [f"En son absence : {backup.name}." if backup and backup != today else ""]
    return with_no_break_spaces(" ".join(filter(None, said)))


def absences_of(desk: ContactDesk, *, on: date) -> list[Absence]:
    """Those of who answers that are not over; the first first."""
    return [each for each in desk.answers.absences.all() if each.last_day >= on] if desk.answers else []


def absence_on(desk: ContactDesk, on: date) -> Absence | None:
    return next((each for each in absences_of(desk, on=on) if each.since <= on), None)


def replacing(desk: ContactDesk, absence: Absence | None, on: date) -> Person | None:
    """Who answers in their place: the one card that the absence names, else the backup; None for who is not there."""
    named = None
    if absence and absence.replaced_by:
        cards = Person.objects.filter(structure=desk.structure_id)
        found = [card for card in cards if same_name(card.name, absence.replaced_by)]
        named = found[0] if len(found) == 1 else None
    return next((card for card in (named, desk.backup) if card and is_here(card, on)), None)


def is_here(card: Person | None, on: date) -> bool:
    """Around the table, or in it that day; somebody who left does not answer any more."""
    if card is None or card.is_merged:
        return False
    adhesions = list(card.adhesions.all())
    runs = any(each.since <= on and (each.until is None or each.until > on) for each in adhesions)
    return bool(card.engagement) or runs or not adhesions


def here(on: date, card: str = "") -> Q:
    """The same, asked of the database; `card`: where a row has its card, « person »."""
    at = f"{card}__" if card else ""
    adhesions = Adhesion.objects.filter(person=OuterRef(f"{at}pk"))
    stands = ~Q(**{f"{at}engagement": ""}) | Exists(adhesions.filter(is_in(on))) | ~Exists(adhesions)
    return Q(**{f"{at}is_merged": False}) & stands


def who_answers(desk: ContactDesk, on: date) -> Person | None:
    """That day: the one named, else who replaces them."""
    absence = absence_on(desk, on)
    if absence is None and is_here(desk.answers, on):
        return desk.answers
    return replacing(desk, absence, on)


def read_with(structure: Structure) -> tuple[QuerySet[Absence], QuerySet[Adhesion]]:
    """What says whether who answers is there."""
    desks = ContactDesk.objects.filter(structure=structure)
    named = Q(person__in=desks.values("answers")) | Q(person__in=desks.values("backup"))
    return Absence.objects.filter(person__in=desks.values("answers")), Adhesion.objects.filter(named)


def awaiting(structure: Structure, desk: ContactDesk | None, on: date) -> Iterator[Task]:
    """Nobody said how to reach the structure, or nobody answers, today or soon."""
    url = reverse("people:desk", args=[structure.slug])
    if desk is None:
        said = f"Aujourd’hui : « {structure.contact} »." if structure.contact else ""
        detail = said or "Une adresse, un téléphone, des heures, et qui répond en août."
        yield Task("Dire comment joindre la structure", url, detail, Ability.RUN)
    elif not who_answers(desk, on):
        yield Task("Nommer qui répond pour la structure", url, _nobody(desk, on), Ability.RUN)
    elif not point_of(desk):
        detail = "La fiche de la personne joignable directement n’a plus ni courriel ni téléphone."
        yield Task("Dire comment joindre la structure", url, detail, Ability.RUN)
    else:
        for absence in absences_of(desk, on=on):
            if on < absence.since <= on + TOLD_BEFORE and not replacing(desk, absence, absence.since):
                detail = f"Absence dès le {date_in_french(absence.since)}, sans personne à sa place."
                yield Task("Nommer qui répond pendant l’absence", url, detail, Ability.RUN)


def _nobody(desk: ContactDesk, on: date) -> str:
    if desk.answers and (absence := absence_on(desk, on)):
        until = date_in_french(absence.last_day)
        return f"{desk.answers.name} : absence jusqu’au {until}, sans personne à sa place."
    return "La personne qui répondait n’est plus là, et personne n’est nommé à sa place."


def contents(structure: Structure) -> dict[str, Any] | None:
    if (desk := desk_of(structure)) is None:
        return None
    names = {
        name: getattr(desk, name).name if getattr(desk, name) else None for name in ("answers", "backup")
    }
    return plain(desk) | names
