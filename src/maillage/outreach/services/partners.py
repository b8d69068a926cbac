"""The book of partners: who they are, who is there, what was said, what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, folded
from maillage.outreach.models import Exchange, NextStep, Partner, PartnerContact
from maillage.people import services as people
from maillage.people.models import Person
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST_PARTNERS = 1_000
#: Of each sort, for one partner: nobody reads further.
MOST_LINES = 1_000
Row = TypeVar("Row", bound=models.Model)
CHANGED = (
    "Quelqu’un a enregistré autre chose pendant que vous écriviez. Votre saisie est dans la page, l’autre est "
    "au-dessus : comparez-les, puis enregistrez."
)


@dataclass(frozen=True, slots=True)
class GivenPartner:
    name: str
    kind: str
    finess: str = ""
    purpose: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    owner: Person | None = None


@dataclass(frozen=True, slots=True)
class GivenExchange:
    held_on: date
    means: str
    words: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class GivenStep:
    words: str
    due_on: date
    owner: Person | None = None


@transaction.atomic
def add_partner(structure: Structure, given: GivenPartner, *, key: UUID, by: User) -> Partner:
    """A new one in the book; the same key adds once. Raises BadInput for one that is there, and for too many."""
    structure = _lock(structure.pk)
    if there := sent_before(structure.partners, key):
        return there
    if structure.partners.count() >= MOST_PARTNERS:
        raise BadInput("Votre carnet compte déjà mille partenaires. Retirez ceux qui ne servent plus.")
    _refuse_twice(given, structure.partners.all())
    partner = structure.partners.create(key=key, **given_columns(given))
    record(f"Partenaire ajouté : {partner.name}.", by=by.pk, subject=structure.pk)
    return partner


@transaction.atomic
def write_partner(partner: Partner, given: GivenPartner, *, version: int, by: User) -> Partner:
    """Correct one. Raises BadInput when somebody saved it since `version`, and for one that is there twice."""
    kept = locked(Partner, partner)
    if kept.version != version:
        raise BadInput(CHANGED)
    _refuse_twice(given, Partner.objects.filter(structure=kept.structure_id).exclude(pk=kept.pk))
    for name, value in given_columns(given).items():
        setattr(kept, name, value)
    kept.version = version + 1
    kept.save()
    record(f"Partenaire corrigé : {kept.name}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def drop_partner(partner: Partner, *, by: User) -> None:
    """Take one out of the book, with all that was written of it; the cards of its people stay."""
    kept = locked(Partner, partner)
    record(f"Partenaire retiré : {kept.name}.", by=by.pk, subject=kept.structure_id)
    kept.delete()


@transaction.atomic
def add_contact(
    partner: Partner, given: GivenPerson, *, title: str, card: Person | None = None, by: User
) -> PartnerContact:
    """Somebody is there, with a card they have or a new one. Twice, it is written once, with the last title."""
    kept = locked(Partner, partner)
    _refuse_too_many(kept.contacts)
    person = people.know(kept.structure, given, card=card, by=by)
    contact, is_new = kept.contacts.get_or_create(person=person, defaults={"title": title})
    if not is_new and title:
        PartnerContact.objects.filter(pk=contact.pk).update(title=title)
    if is_new:
        record(f"{person.name} est noté chez {kept.name}.", by=by.pk, subject=kept.structure_id)
    return contact


@transaction.atomic
def drop_contact(contact: PartnerContact, *, by: User) -> None:
    """They are there no more; their card stays. Twice, it is written once."""
    gone, _ = PartnerContact.objects.filter(pk=contact.pk).delete()
    if gone:
        partner = contact.partner
        words = f"{contact.person.name} n’est plus noté chez {partner.name}."
        record(words, by=by.pk, subject=partner.structure_id)


@transaction.atomic
def note_exchange(partner: Partner, given: GivenExchange, *, key: UUID, by: User) -> Exchange:
    """What was said; the same key writes it once."""
    kept = locked(Partner, partner)
    if there := sent_before(Exchange.objects.filter(partner=kept), key):
        return there
    _refuse_too_many(kept.exchanges)
    exchange = kept.exchanges.create(
        key=key,
        held_on=given.held_on,
        means=given.means,
        words=given.words,
        person=given.person,
        noted_by=by,
    )
    record(f"Échange noté avec {kept.name}.", by=by.pk, subject=kept.structure_id)
    return exchange


@transaction.atomic
def drop_exchange(exchange: Exchange, *, by: User) -> None:
    """It was noted by mistake. Twice, it is taken away once."""
    gone, _ = Exchange.objects.filter(pk=exchange.pk).delete()
    if gone:
        partner = exchange.partner
        record(f"Échange retiré, avec {partner.name}.", by=by.pk, subject=partner.structure_id)


@transaction.atomic
def plan_step(partner: Partner, given: GivenStep, *, key: UUID, by: User) -> NextStep:
    """What is to be done; the same key writes it once."""
    kept = locked(Partner, partner)
    if there := sent_before(NextStep.objects.filter(partner=kept), key):
        return there
    _refuse_too_many(kept.steps)
    step = kept.steps.create(key=key, words=given.words, due_on=given.due_on, owner=given.owner)
    record(f"Prochaine étape notée avec {kept.name}.", by=by.pk, subject=kept.structure_id)
    return step


@transaction.atomic
def finish_step(step: NextStep, *, by: User, on: date) -> None:
    """It is done. Twice, it is written once."""
    if NextStep.objects.filter(pk=step.pk, done_on=None).update(done_on=on):
        words = f"Étape faite avec {step.partner.name} : {step.words}"
        record(f"{words.rstrip('.')}.", by=by.pk, subject=step.partner.structure_id)


def given_columns(given: GivenPartner) -> dict[str, object]:
    return {name: getattr(given, name) for name in GivenPartner.__dataclass_fields__}


def locked(table: type[Row], row: Row) -> Row:
    """As it stands, with the row of its structure as the lock. Raises Http404 when it was taken away meanwhile."""
    partner = row if isinstance(row, Partner) else row.partner  # type: ignore[attr-defined]
    _lock(partner.structure_id)
    return get_object_or_404(table, pk=row.pk)


def _lock(structure: UUID) -> Structure:
    return get_object_or_404(Structure.objects.select_for_update(of=("self",)), pk=structure)


def _refuse_twice(given: GivenPartner, others: models.QuerySet[Partner]) -> None:
    for other in others.only("structure", "name", "finess"):
        if given.finess and other.finess == given.finess:
            raise BadInput(f"« {other.name} » porte déjà ce numéro FINESS.", field="finess")
        if folded(other.name) == folded(given.name):
            raise BadInput(f"« {other.name} » est déjà dans votre carnet.", field="name")


def _refuse_too_many(rows: "models.Manager[Row]") -> None:
    if rows.count() >= MOST_LINES:
        raise BadInput("Ce partenaire a déjà mille lignes de cette sorte : retirez les plus anciennes.")
