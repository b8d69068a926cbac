"""How a structure looks for a médecin traitant: its public page, its delay; and what doctors say they take."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import CapacityCommune, CapacityLimit, DoctorCapacity, DoctorsSetting
from maillage.care.queries.turns import table_of
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.links.services import close_links, open_link, renew
from maillage.people.models import Person
from maillage.people.queries.desk import contact_line
from maillage.structures.models import Structure

#: The purpose of the public page (links.door_of).
DOOR = "care.doctors"
NO_CONTACT = "Dites d’abord qui répond pour la structure : c’est ce contact que la page donne à appeler."
CHANGED = "Quelqu’un a changé ces réglages entre-temps : rouvrez la page, puis recommencez."
NOT_A_DOCTOR = "Seule une fiche de médecin dit combien de nouveaux patients elle prend."
#: Professions that may be somebody's médecin traitant, as cards write them.
DOCTORS = ("medecin_generaliste", "medecin", "medecin_specialiste")


@dataclass(frozen=True, slots=True)
class Declared:
    """So many each month, or so many until a day (`last_day`)."""

    most: int
    last_day: date | None = None
    communes: Collection[str] = ()  # INSEE codes; empty: all
    beyond: Collection[str] = ()  # keys of enums.Beyond


def _locked(structure: Structure) -> None:
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)


@transaction.atomic
def setting_for(structure: Structure, *, site: str = "") -> DoctorsSetting:
    """Its row, made when it is first needed; `site` is kept when none is yet, for mails that time writes."""
    _locked(structure)
    kept = DoctorsSetting.objects.select_related("link").filter(structure=structure).first()
    if kept is None:
        return DoctorsSetting.objects.create(structure=structure, link=open_link(DOOR), site=site)
    if site and not kept.site:
        kept.site = site
        kept.save(update_fields=["site"])
    return kept


@transaction.atomic
def open_page(structure: Structure, *, site: str, by: User) -> None:
    """Whoever holds the link may ask. Raises BadInput as long as the page could give nobody to call."""
    if not contact_line(structure):
        raise BadInput(NO_CONTACT)
    kept = setting_for(structure)
    kept.is_open, kept.site = True, site
    kept.save(update_fields=["is_open", "site"])
    record("Page « Chercher un médecin traitant » ouverte.", by=by.pk, subject=structure.pk)


@transaction.atomic
def close_page(structure: Structure, *, by: User) -> None:
    kept = setting_for(structure)
    kept.is_open = False
    kept.save(update_fields=["is_open"])
    record("Page « Chercher un médecin traitant » fermée.", by=by.pk, subject=structure.pk)


@transaction.atomic
def renew_page(structure: Structure, *, by: User) -> None:
    """Another address: the one before, its QR code and its posters lead nowhere."""
    renew(setting_for(structure).link)
    record("Lien de la page « Chercher un médecin traitant » remplacé.", by=by.pk, subject=structure.pk)


@transaction.atomic
def change_rules(
    structure: Structure, *, answer_days: int, offers_alone: bool, version: int, by: User
) -> None:
    """Raises BadInput when somebody wrote since `version` was read."""
    kept = setting_for(structure)
    changed = DoctorsSetting.objects.filter(pk=kept.pk, version=version).update(
        answer_days=answer_days, offers_alone=offers_alone, version=F("version") + 1
    )
    if not changed:
        raise BadInput(CHANGED)
    record(f"Demandes de médecin traitant : {answer_days} jours ouvrés pour répondre.", by=by.pk, subject=structure.pk)  # fmt: skip


@transaction.atomic
def declare(person: Person, said: Declared, *, at: datetime, on: date) -> str:
    """What somebody takes from now on; the sentence to tell them. Nothing of what they took is given back by it.

    Raises BadInput for a card that is no doctor's, and for a day that is past.
    """
    if person.profession not in DOCTORS:
        raise BadInput(NOT_A_DOCTOR)
    if said.last_day and said.last_day < on:
        raise BadInput("Ce jour est passé : choisissez-en un à venir.", field="last_day")
    _locked(person.structure)
    kept, is_new = DoctorCapacity.objects.get_or_create(
        person=person, defaults={"most": said.most, "last_day": said.last_day, "since": on, "declared_at": at}
    )
    if not is_new:
        # What runs until the same day goes on: what was taken of it still counts.
        goes_on = kept.last_day == said.last_day
        kept.most, kept.last_day, kept.version = said.most, said.last_day, kept.version + 1
        kept.since = kept.since if goes_on else on
        kept.save()
        kept.limits.all().delete()
        kept.communes.all().delete()
    CapacityLimit.objects.bulk_create(
        CapacityLimit(capacity=kept, what=each) for each in dict.fromkeys(said.beyond)
    )
    CapacityCommune.objects.bulk_create(CapacityCommune(capacity=kept, code=each) for each in dict.fromkeys(said.communes))  # fmt: skip
    return said_back(person, at=at)


def said_back(person: Person, *, at: datetime) -> str:
    """What it amounts to for them today."""
    table = table_of(person.structure, at=at)
    doctor = next((each for each in table.doctors if each.key == person.pk), None)
    if doctor is None:
        return "C’est noté."
    taken = table.taken_by(doctor)
    if taken > doctor.most or (taken and taken == doctor.most):
        return with_no_break_spaces(
            f"C’est noté. {plural(taken, 'patient vous est déjà confié ou proposé', 'patients vous sont déjà confiés ou proposés')} : rien ne vous est retiré, "
            "et rien de plus ne vous sera proposé d’ici là."
        )
    return with_no_break_spaces(f"C’est noté : il vous reste {plural(doctor.most - taken, 'place')}.") if doctor.most else "C’est noté : rien ne vous sera proposé."  # fmt: skip


def erase_doctors(structure: Structure) -> None:
    """A structure is erased: what it said of its page, and the door to it."""
    rows = DoctorsSetting.objects.filter(structure=structure)
    links = list(rows.values_list("link", flat=True))
    rows.delete()
    close_links(links)
