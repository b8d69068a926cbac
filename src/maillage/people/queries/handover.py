"""What somebody who leaves holds of the team: as what they belong, their link, the contact of the structure."""

from collections.abc import Iterator

from django.utils import timezone

from maillage.kernel import date_in_french
from maillage.people.models import Adhesion, CardDoor, ContactDesk, Person
from maillage.people.queries.members import is_in
from maillage.structures.queries import together
from maillage.ui.slots import HandedOver

LINKS, CONTACT, BELONGS = "Liens", "Contact de la structure", "Adhésion"


def handover(person: Person) -> Iterator[HandedOver]:
    today = timezone.localdate()
    adhesions = Adhesion.objects.filter(is_in(today), person=person)
    doors = CardDoor.objects.select_related("link", "diary").filter(person=person)
    desks = ContactDesk.objects.filter(structure=person.structure_id)
    together(adhesions, doors, desks)
    for each in adhesions:
        yield HandedOver(BELONGS, f"{each.get_kind_display()} depuis le {date_in_french(each.since)}.")
    door = next(iter(doors), None)
    if door and door.link.leads(on=today):
        until = f" jusqu’au {date_in_french(door.link.expires_on)}" if door.link.expires_on else ""
        yield HandedOver(LINKS, f"Sa page personnelle, ouverte{until}.")
    if door and door.diary and door.diary.leads(on=today):
        yield HandedOver(LINKS, "L’agenda que son téléphone suit.")
    desk = next(iter(desks), None)
    if desk and desk.answers_id == person.pk:
        yield HandedOver(CONTACT, "C’est cette personne qui répond.")
    if desk and desk.backup_id == person.pk:
        yield HandedOver(CONTACT, "C’est cette personne qui répond en second.")
