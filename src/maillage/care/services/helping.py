"""The book of who can help: written, checked, said to be wrong, counted without anybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import (
    HelpAge,
    HelpCommune,
    HelpCount,
    HelpDoor,
    HelpOffer,
    HelpReport,
    HelpSituation,
    HelpSlot,
)
from maillage.care.rules.helping import slots_in
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.links.services import close_links, open_link, renew
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

DOOR = "qui_peut_aider"
MOST_OFFERS = 300
CHANGED = (
    "Quelqu’un a enregistré autre chose pendant que vous écriviez. Votre saisie est dans la page : relisez-la, puis "
    "enregistrez de nouveau."
)


@dataclass(frozen=True, slots=True)
class GivenOffer:
    partner: Partner
    kind: str
    checked_on: date
    situations: Collection[str]
    communes: Collection[str] = ()
    ages: Collection[str] = ()
    #: A line each, as `rules.helping.slots_in` reads them.
    slots: str = ""
    title: str = ""
    does: str = ""
    phone: str = ""
    hours: str = ""
    form_url: str = ""
    returns: str = ""


#: Columns of the offer itself.
COLUMNS = ("partner", "kind", "checked_on", "title", "does", "phone", "hours", "form_url", "returns")


@transaction.atomic
def add_offer(structure: Structure, given: GivenOffer, *, key: UUID, by: User) -> HelpOffer:
    """A new one; the same key adds once. Raises BadInput for what cannot be reached, and for too many."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(structure.help_offers, key):
        return known
    if structure.help_offers.count() >= MOST_OFFERS:
        raise BadInput("Trois cents aides au plus : retirez celles qui ne servent plus.")
    _judge(structure, given)
    offer = HelpOffer(structure=structure, key=key, checked_by=by)
    _write(offer, given)
    record(f"Aide ajoutée : {offer}.", by=by.pk, subject=structure.pk)
    return offer


@transaction.atomic
def write_offer(offer: HelpOffer, given: GivenOffer, *, version: int, by: User) -> HelpOffer:
    """Correct one. Raises BadInput when somebody saved it since `version`."""
    kept = HelpOffer.objects.select_for_update(of=("self",)).select_related("structure").get(pk=offer.pk)
    if kept.version != version:
        raise BadInput(CHANGED)
    _judge(kept.structure, given)
    kept.version += 1
    if given.checked_on != kept.checked_on:
        kept.checked_by = by
    _write(kept, given)
    record(f"Aide corrigée : {kept}.", by=by.pk, subject=kept.structure_id)
    return kept


def _judge(structure: Structure, given: GivenOffer) -> None:
    if given.partner.structure_id != structure.pk:
        raise BadInput("Ce partenaire n’est pas dans votre carnet.", field="partner")
    if not given.phone and not given.form_url:
        raise BadInput("Donnez un téléphone ou un formulaire : sinon, personne ne le joint.", field="phone")
    if not given.situations:
        raise BadInput("Cochez au moins une situation : c’est par elle qu’on le trouve.", field="situations")


def _write(offer: HelpOffer, given: GivenOffer) -> None:
    for name in COLUMNS:
        setattr(offer, name, getattr(given, name))
    offer.save()
    for row in (offer.situations, offer.communes, offer.ages, offer.slots):
        row.all().delete()
    HelpSituation.objects.bulk_create(
        HelpSituation(offer=offer, situation=each) for each in dict.fromkeys(given.situations)
    )
    HelpCommune.objects.bulk_create(
        HelpCommune(offer=offer, commune=each) for each in dict.fromkeys(given.communes)
    )
    HelpAge.objects.bulk_create(HelpAge(offer=offer, age=each) for each in dict.fromkeys(given.ages))
    HelpSlot.objects.bulk_create(
        HelpSlot(
            offer=offer, weekday=each.weekday, starts_at=each.starts_at, ends_at=each.ends_at,
            place=each.place,
        )
        for each in slots_in(given.slots)
    )  # fmt: skip


@transaction.atomic
def check(offer: HelpOffer, *, by: User, at: datetime, on: date) -> None:
    """Somebody called: all holds, and what was said to be wrong is settled."""
    HelpOffer.objects.filter(pk=offer.pk).update(checked_on=on, checked_by=by)
    HelpReport.objects.filter(offer=offer, settled_at=None).update(settled_at=at)
    record(f"Aide vérifiée : {offer}.", by=by.pk, subject=offer.structure_id)


@transaction.atomic
def show(offer: HelpOffer, *, is_on: bool, by: User) -> None:
    """Proposed to who asks, or no more; it stays in the book. Raises BadInput for what cannot be reached."""
    if is_on and not offer.phone and not offer.form_url:
        raise BadInput("Donnez d’abord un téléphone ou un formulaire.")
    if HelpOffer.objects.filter(pk=offer.pk).exclude(is_on=is_on).update(is_on=is_on):
        said = "proposée" if is_on else "retirée"
        record(f"Aide {said} : {offer}.", by=by.pk, subject=offer.structure_id)


@transaction.atomic
def report(offer: HelpOffer, fault: str, *, at: datetime, person: Person | None = None) -> HelpReport:
    """Something of it is wrong: one row as long as nobody settles it, however many say so."""
    said, is_new = HelpReport.objects.get_or_create(
        offer=offer, fault=fault, settled_at=None, defaults={"first_at": at, "person": person}
    )
    if not is_new:
        HelpReport.objects.filter(pk=said.pk).update(times=F("times") + 1)
    return said


@transaction.atomic
def count(structure: Structure, situation: str, event: str, *, on: date) -> None:
    """One more that day, whoever asks at the same time."""
    row, _ = HelpCount.objects.get_or_create(structure=structure, on=on, situation=situation, event=event)
    HelpCount.objects.filter(pk=row.pk).update(times=F("times") + 1)


@transaction.atomic
def open_door(structure: Structure, *, by: User) -> Link:
    """The link to hand out; asked twice, it is the same."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    door = HelpDoor.objects.filter(structure=structure).select_related("link").first()
    if door is None:
        door = HelpDoor.objects.create(structure=structure, link=open_link(DOOR))
        record("Lien « Qui peut aider ? » ouvert.", by=by.pk, subject=structure.pk)
    return door.link


@transaction.atomic
def renew_door(structure: Structure, *, by: User) -> None:
    """Another address: the one before leads nowhere."""
    if door := HelpDoor.objects.filter(structure=structure).select_related("link").first():
        renew(door.link)
        record("Lien « Qui peut aider ? » changé.", by=by.pk, subject=structure.pk)


@transaction.atomic
def close_door(structure: Structure) -> None:
    """The structure is erased: its link leads nowhere."""
    links = list(HelpDoor.objects.filter(structure=structure).values_list("link", flat=True))
    HelpDoor.objects.filter(structure=structure).delete()
    close_links(links)
