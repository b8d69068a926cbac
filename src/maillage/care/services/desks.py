"""Desks: who sends requests without account, by a link of their own, and keeps who they are for."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import Desk
from maillage.kernel import BadInput
from maillage.links.services import close_links, open_link, renew
from maillage.outreach.models import Partner
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

#: The purpose of a desk's link (links.door_of).
DOOR = "care.desk"


@dataclass(frozen=True, slots=True)
class GivenDesk:
    name: str
    kind: str  # enums.AskerKind
    email: str = ""
    phone: str = ""
    partner: Partner | None = None


@transaction.atomic
def add_desk(structure: Structure, given: GivenDesk, *, key: UUID, by: User) -> Desk:
    """With its link, open; the same key gives the same one back. Raises BadInput for a name that is taken."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(Desk.objects.filter(structure=structure), key):
        return known
    _refuse_same(structure, given.name)
    made = Desk.objects.create(structure=structure, link=open_link(DOOR), key=key, **_columns(given))
    record(f"Guichet ajouté : {made.name}.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def edit_desk(desk: Desk, given: GivenDesk, *, by: User) -> None:
    """Raises BadInput for a name that is taken."""
    Structure.objects.select_for_update(of=("self",)).get(pk=desk.structure_id)
    _refuse_same(desk.structure, given.name, but=desk.pk)
    Desk.objects.filter(pk=desk.pk).update(**_columns(given))
    record(f"Guichet corrigé : {given.name}.", by=by.pk, subject=desk.structure_id)


@transaction.atomic
def turn(desk: Desk, *, is_on: bool, by: User) -> None:
    """Closed, its link leads nowhere; open again, it leads where it did. What it asked stays."""
    Desk.objects.filter(pk=desk.pk).update(is_on=is_on)
    record(f"Guichet {'ouvert' if is_on else 'fermé'} : {desk.name}.", by=by.pk, subject=desk.structure_id)


@transaction.atomic
def renew_desk(desk: Desk, *, by: User) -> None:
    """Another address: the one before and its QR code lead nowhere."""
    renew(desk.link)
    record(f"Lien du guichet remplacé : {desk.name}.", by=by.pk, subject=desk.structure_id)


def erase_desks(structure: Structure) -> None:
    """A structure is erased: its desks, and the doors of theirs."""
    rows = Desk.objects.filter(structure=structure)
    links = list(rows.values_list("link", flat=True))
    rows.delete()
    close_links(links)


def _columns(given: GivenDesk) -> dict[str, object]:
    return asdict(given) | {"partner": given.partner}


def _refuse_same(structure: Structure, name: str, but: int = 0) -> None:
    same = structure.care_desks.filter(name__iexact=name).exclude(pk=but)
    if same.exists():
        raise BadInput(
            f"Un guichet s’appelle déjà « {name} » : ajoutez le service ou la ville.", field="name"
        )
