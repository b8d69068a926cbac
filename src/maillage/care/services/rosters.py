"""Making a roster: its hours, who takes turns, how hours count, and the page that is opened outside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import DutyBoard, Roster, RosterHours, RosterMember
from maillage.care.rules.duty_hours import Hours, refuse_overlaps
from maillage.kernel import BadInput, date_in_french
from maillage.links.services import close_links, open_link
from maillage.people.models import Person
from maillage.structures.models import Structure

BOARD = "care.board"
CHANGED = "Quelqu’un a changé ce tableau entre-temps : vérifiez ce que la page montre, puis recommencez."
Week = Mapping[int, Sequence[Hours]]


@transaction.atomic
def add_roster(structure: Structure, columns: Mapping[str, Any], week: Week, *, by: User) -> Roster:
    """Raises BadInput for a name that is taken, or turns that meet."""
    refuse_overlaps([(day, hours) for day, several in week.items() for hours in several])
    try:
        with transaction.atomic():
            roster = Roster.objects.create(structure=structure, **columns)
    except IntegrityError:
        raise BadInput("Un tableau porte déjà ce nom : choisissez-en un autre.", field="name") from None
    _write_week(roster, week)
    record(f"Tableau de garde « {roster.name} » : ouvert.", by=by.pk, subject=structure.pk)
    return roster


@transaction.atomic
def write_roster(roster: Roster, columns: Mapping[str, Any], week: Week, *, version: int, by: User) -> Roster:
    """Turns that are already drawn keep their hours; the next draw follows the new ones. Raises BadInput."""
    refuse_overlaps([(day, hours) for day, several in week.items() for hours in several])
    kept = locked(roster)
    if kept.version != version:
        raise BadInput(CHANGED)
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.version += 1
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise BadInput("Un tableau porte déjà ce nom : choisissez-en un autre.", field="name") from None
    _write_week(kept, week)
    record(f"Tableau de garde « {kept.name} » : réglages changés.", by=by.pk, subject=kept.structure_id)
    return kept


def locked(roster: Roster) -> Roster:
    """As it stands, now that nobody else writes in it."""
    rows = Roster.objects.select_related("structure__territory").select_for_update(of=("self",))
    return rows.get(pk=roster.pk)


def open_one(roster: Roster) -> Roster:
    """As it stands, now that nobody else writes in it. Raises BadInput for one that is closed."""
    kept = locked(roster)
    if kept.closed_on:
        raise BadInput(
            f"Ce tableau est fermé depuis le {date_in_french(kept.closed_on)} : rouvrez-le pour y faire des tours."
        )
    return kept


def _write_week(roster: Roster, week: Week) -> None:
    roster.week.all().delete()
    RosterHours.objects.bulk_create(
        RosterHours(roster=roster, weekday=day, starts=starts, ends=ends)
        for day, several in week.items()
        for starts, ends in several
    )


@transaction.atomic
def join(roster: Roster, person: Person, *, on: date, by: User) -> RosterMember:
    """In the turn from that day on; who left comes back. Raises BadInput for a card of elsewhere."""
    if person.structure_id != roster.structure_id:
        raise BadInput("Choisissez une personne de cette structure.", field="person")
    place, is_new = RosterMember.objects.get_or_create(roster=roster, person=person, defaults={"since": on})
    if not is_new and place.until is not None:
        place.since, place.until = max(on, place.until), None
        place.save(update_fields=["since", "until"])
    record(f"Garde « {roster.name} » : {person.name} prend son tour.", by=by.pk, subject=roster.structure_id)
    return place


@transaction.atomic
def leave(place: RosterMember, *, on: date, by: User) -> None:
    """No more turns from that day on; those that are published stay until somebody else is given them."""
    RosterMember.objects.filter(pk=place.pk, until=None).update(until=max(on, place.since))
    said = f"Garde « {place.roster.name} » : {place.person.name} ne prend plus de tour."
    record(said, by=by.pk, subject=place.roster.structure_id)


def agree_phone(person: Person, *, agrees: bool, on: date) -> None:
    """Whether the page opened outside may show their telephone; said twice, the first day stands."""
    places = RosterMember.objects.filter(person=person)
    if agrees:
        places.filter(phone_agreed_on=None).update(phone_agreed_on=on)
    else:
        places.update(phone_agreed_on=None)


@transaction.atomic
def open_board(structure: Structure, *, on: date, by: User) -> DutyBoard:
    """The page for who directs people; asked twice, it is the same."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if board := DutyBoard.objects.filter(structure=structure).select_related("link").first():
        return board
    board = DutyBoard.objects.create(structure=structure, link=open_link(BOARD), opened_on=on)
    record("Page « Qui est de garde ? » : ouverte par lien.", by=by.pk, subject=structure.pk)
    return board


@transaction.atomic
def close_board(structure: Structure, *, by: User) -> None:
    """Its address leads nowhere any more; opened again, it is another."""
    for board in DutyBoard.objects.filter(structure=structure):
        board.delete()
        close_links([board.link_id])
        record("Page « Qui est de garde ? » : fermée.", by=by.pk, subject=structure.pk)


def grow(roster: Roster) -> None:
    """Something of it changed."""
    Roster.objects.filter(pk=roster.pk).update(version=F("version") + 1)
