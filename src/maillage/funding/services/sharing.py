"""Sharing a sum among associates: simulated as often as they like, then kept with the vote behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import Basis, SharingRule
from maillage.funding.models import AssociateShare, Sharing, TransferPart
from maillage.funding.rules.sharing import parts_of, reversed_shares, share
from maillage.funding.services.locking import lock
from maillage.funding.types.sharing import Associate, Share
from maillage.funding.types.sharing import Sharing as Computed
from maillage.governance.models import Decision
from maillage.kernel import BadInput, date_in_french, euros
from maillage.people.models import Person
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before


@dataclass(frozen=True, slots=True)
class GivenAssociate:
    """`name` is theirs alone among those who share; hours and points are None when nobody said them."""

    person: Person
    name: str
    hours: Decimal | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GivenSharing:
    label: str
    amount: Decimal
    rule: SharingRule
    associates: Sequence[GivenAssociate]
    parts: Mapping[Basis, Fraction] = field(default_factory=dict)
    decision: Decision | None = None


def simulate(given: GivenSharing) -> Computed:
    """What each would receive; nothing is written. Raises BadInput."""
    associates = [Associate(each.name, exact(each.hours), exact(each.points)) for each in given.associates]
    return share(given.amount, parts_of(given.rule, given.parts), associates)


def exact(given: Decimal | None) -> Fraction | None:
    return None if given is None else Fraction(given)


@transaction.atomic
def keep(person: LegalPerson, given: GivenSharing, *, key: UUID, by: User, on: date) -> Sharing:
    """Write a sharing as it is computed; the same form sent twice writes one. Raises BadInput without a vote behind it."""
    structure = lock(person.structure)
    if made := sent_before(Sharing.objects.filter(legal_person=person), key):
        return made
    if given.decision is None:
        raise BadInput(
            "Un partage suit une règle votée : choisissez la décision qui la vote.", field="decision"
        )
    computed = simulate(given)
    made = Sharing.objects.create(
        legal_person=person, label=given.label, amount=given.amount, rule=given.rule, said=computed.said,
        decision=given.decision, made_on=on, by=by, key=key,
    )  # fmt: skip
    of = {each.name: each for each in given.associates}
    AssociateShare.objects.bulk_create(
        AssociateShare(
            sharing=made, person=of[each.key].person, name=each.key, hours=of[each.key].hours,
            points=of[each.key].points, amount=each.amount,
        )
        for each in computed.shares
    )  # fmt: skip
    record(f"Partage gardé : {made.label}. {computed.said}", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def undo(sharing: Sharing, *, by: User, on: date) -> Sharing:
    """The sharing that gives this one back, share by share; twice, there is one. Raises BadInput for one that undoes."""
    structure = lock(sharing.legal_person.structure)
    kept = Sharing.objects.get(pk=sharing.pk)
    if kept.undoes_id:
        raise BadInput("Ce partage en annule un autre : refaites le partage.")
    if existing := Sharing.objects.filter(undoes=kept).first():
        return existing
    if TransferPart.objects.filter(share__sharing=kept, is_live=True).exists():
        raise BadInput(
            "Un lot de virements paie ce partage : annulez d’abord ce lot, ou retirez ses virements."
        )
    undone = Sharing.objects.create(
        legal_person=kept.legal_person, label=f"Annule : {kept.label}"[:120], amount=-kept.amount, rule=kept.rule,
        said=f"Annule le partage du {date_in_french(kept.made_on)}, part par part.", decision=kept.decision,
        made_on=on, undoes=kept, by=by, key=uuid4(),
    )  # fmt: skip
    shares = {each.name: each for each in kept.shares.all()}
    AssociateShare.objects.bulk_create(
        AssociateShare(sharing=undone, person=shares[each.key].person, name=each.key, amount=each.amount)
        for each in reversed_shares(Share(name, each.amount) for name, each in shares.items())
    )
    record(f"Partage annulé : {kept.label}, {euros(kept.amount)}.", by=by.pk, subject=structure.pk)
    return undone
