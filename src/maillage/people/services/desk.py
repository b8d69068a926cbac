"""Saying how a structure is reached, and who answers."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.people.models import ContactDesk, Person
from maillage.structures import services as structures
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class GivenDesk:
    """`agrees`: who answers wished to be reached at the address and telephone of their own card."""

    email: str = ""
    phone: str = ""
    hours: str = ""
    agrees: bool = False


@transaction.atomic
def set_desk(
    structure: Structure,
    given: GivenDesk,
    *,
    answers: Person,
    backup: Person | None,
    version: int,
    by: User,
    on: date,
) -> ContactDesk:
    """Write it down; `version` is that which was read, 0 when there was none. The words kept before are let go.

    Raises BadInput when somebody saved it since, when nobody could be reached, and for an absence that cannot be.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    desk = ContactDesk.objects.filter(structure=structure).first() or ContactDesk(
        structure=structure, version=0
    )
    if desk.version != version:
        raise BadInput(
            "Quelqu’un a enregistré un autre contact pendant que vous écriviez. Comparez avec le vôtre, puis "
            "enregistrez de nouveau."
        )
    _judge(given, answers, backup)
    columns = asdict(given)
    agrees = columns.pop("agrees")
    for name, value in columns.items():
        setattr(desk, name, value)
    if agrees:
        desk.email = desk.phone = ""
    is_same = desk.agreed_on and desk.answers_id == answers.pk
    desk.agreed_on = (desk.agreed_on if is_same else on) if agrees else None
    desk.answers, desk.backup, desk.version = answers, backup, version + 1
    desk.save()
    structures.let_contact_go(structure)
    record("Le contact de la structure est enregistré.", by=by.pk, subject=structure.pk)
    return desk


def _judge(given: GivenDesk, answers: Person, backup: Person | None) -> None:
    if given.agrees and not (answers.email or answers.phone):
        raise BadInput(
            f"La fiche de {answers.name} n’a ni courriel ni téléphone : complétez-la d’abord.",
            field="answers",
        )
    if not given.agrees and not (given.email or given.phone):
        raise BadInput("Donnez un courriel ou un téléphone : il faut pouvoir vous joindre.", field="email")
    if backup and backup.pk == answers.pk:
        raise BadInput("Nommez quelqu’un d’autre : cette personne répond déjà.", field="backup")
