"""A team enrols in a protocol: who is in it, when it was declared, which text it read."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import Enrolled, Enrolment
from maillage.care.queries.protocols import ReadText
from maillage.files.models import File
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

CHANGED = "Quelqu’un a enregistré cet engagement pendant que vous écriviez. Relisez ce qui est affiché, puis recommencez."
ALREADY = "Votre équipe est déjà engagée dans ce protocole : ouvrez son engagement."


@transaction.atomic
def enrol(structure: Structure, read: ReadText, *, key: UUID, on: date, by: User) -> Enrolment:
    """The same key enrols once; so does the same protocol as long as the team is in it. Raises BadInput."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(Enrolment.objects.filter(structure=structure), key):
        return known
    try:
        with transaction.atomic():
            made = Enrolment.objects.create(
                structure=structure, protocol=read.protocol, local=read.local, seen=read.fingerprint,
                seen_on=on, key=key,
            )  # fmt: skip
    except IntegrityError:
        raise BadInput(ALREADY) from None
    record(f"L’équipe s’engage dans « {read.title} ».", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def change_enrolment(
    enrolment: Enrolment, said: Mapping[str, Any], *, version: int, title: str, by: User
) -> None:
    """Referent, days. Raises BadInput when somebody wrote meanwhile, or for days that cannot be."""
    kept = get_object_or_404(Enrolment.objects.select_for_update(of=("self",)), pk=enrolment.pk)
    if kept.version != version:
        raise BadInput(CHANGED)
    if said["ended_on"] and said["starts_on"] and said["ended_on"] < said["starts_on"]:
        raise BadInput("Un engagement s’arrête après avoir commencé.", field="ended_on")
    for name in ("referent", "declared_on", "starts_on", "ended_on"):
        setattr(kept, name, said[name])
    kept.version += 1
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise BadInput(ALREADY, field="ended_on") from None
    record(f"L’engagement « {title} » est mis à jour.", by=by.pk, subject=kept.structure_id)


def confirm_text(enrolment: Enrolment, read: ReadText, fingerprint: str, *, on: date, by: User) -> None:
    """The team read the text as it stands. Raises BadInput when it changed again since the page was opened."""
    if fingerprint != read.fingerprint:
        raise BadInput("Le texte vient encore de changer : relisez-le, puis confirmez.")
    Enrolment.objects.filter(pk=enrolment.pk).update(seen=fingerprint, seen_on=on)
    record(f"Le texte de « {read.title} » est relu.", by=by.pk, subject=enrolment.structure_id)


@transaction.atomic
def put_in_team(
    enrolment: Enrolment, person: Person, role: str, *, trained_on: date | None, certificate: File | None
) -> Enrolled:
    """Somebody of the team; written again, their role and their training change, a certificate stays unless another comes."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    row, _ = Enrolled.objects.get_or_create(enrolment=enrolment, person=person, defaults={"role": role})
    row.role, row.trained_on = role, trained_on or row.trained_on
    row.certificate = certificate or row.certificate
    row.save()
    return row


def take_off_team(row: Enrolled) -> None:
    row.delete()
