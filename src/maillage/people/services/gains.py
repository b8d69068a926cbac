"""Saying to each profession what it gains."""

from dataclasses import asdict, dataclass

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.people.models import Gain
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class GivenGain:
    time_asked: str = ""
    money: str = ""
    first_step: str = ""


@transaction.atomic
def say_gain(structure: Structure, profession: str, given: GivenGain, *, by: User) -> Gain:
    """Write what is said to a profession, or to all when it is empty. Raises BadInput for an unknown profession."""
    known = legislation.professions_by_key()
    if profession and profession not in known:
        raise BadInput("Cette profession n’est pas connue. Choisissez-la dans la liste.", field="profession")
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    gain, _ = Gain.objects.update_or_create(
        structure=structure, profession=profession, defaults=asdict(given)
    )
    to = known[profession].plural.lower() if profession else "tous"
    record(f"« Ce que j’y gagne » écrit pour : {to}.", by=by.pk, subject=structure.pk)
    return gain
