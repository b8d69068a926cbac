"""Noting a concertation, and who is asked about what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.models import RcpProfession, RcpSession, Referent
from maillage.governance.rules import tells_of_somebody
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST_SESSIONS, MOST_REFERENTS = 2_000, 500


@dataclass(frozen=True, slots=True)
class GivenSession:
    held_on: date
    professions: Collection[str]
    ald: int = 0
    over_75: int = 0
    others: int = 0
    theme: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class GivenReferent:
    since: date
    profession: str = ""
    theme: str = ""
    until: date | None = None


@transaction.atomic
def note_session(structure: Structure, given: GivenSession, *, key: UUID, by: User, on: date) -> RcpSession:
    """The same key notes it once. Raises BadInput for a theme that may tell of somebody, no situation, a day to come."""
    lock(structure.pk)
    if known := sent_before(structure.rcp_sessions, key):
        return known
    if told := tells_of_somebody(given.theme):
        raise BadInput(
            f"« {told} » peut désigner quelqu’un : un thème est un sujet, comme « plaies chroniques ».",
            field="theme",
        )
    if not given.ald + given.over_75 + given.others:
        raise BadInput("Combien de situations ont été vues ? Donnez au moins un nombre.", field="ald")
    if given.held_on > on:
        raise BadInput("Cette concertation est à venir : notez-la une fois tenue.", field="held_on")
    if structure.rcp_sessions.count() >= MOST_SESSIONS:
        raise BadInput("Le registre a deux mille concertations : sortez-le, puis effacez les plus anciennes.")
    session = RcpSession.objects.create(
        structure=structure, key=key, held_on=given.held_on, minutes=given.minutes, ald=given.ald,
        over_75=given.over_75, others=given.others, theme=given.theme, noted_by=by,
    )  # fmt: skip
    RcpProfession.objects.bulk_create(
        RcpProfession(session=session, profession=each) for each in sorted(set(given.professions))
    )
    said = f"Concertation notée : {date_in_french(session.held_on)}."
    record(said, by=by.pk, subject=structure.pk)
    return session


@transaction.atomic
def drop_session(session: RcpSession, *, by: User) -> None:
    """Noted by mistake: the counts follow."""
    lock(session.structure_id)
    if RcpSession.objects.filter(pk=session.pk).delete()[0]:
        said = f"Concertation effacée : {date_in_french(session.held_on)}."
        record(said, by=by.pk, subject=session.structure_id)


@transaction.atomic
def name_referent(structure: Structure, person: Person, given: GivenReferent, *, by: User) -> Referent:
    """Noted once. Raises BadInput for neither a profession nor a theme, and for an end before the beginning."""
    lock(structure.pk)
    if not given.profession and not given.theme:
        raise BadInput("Référent de quoi ? Choisissez une profession, ou écrivez un thème.", field="theme")
    if given.until and given.until <= given.since:
        raise BadInput("Cela finirait avant de commencer. Vérifiez les dates.", field="until")
    if structure.referents.count() >= MOST_REFERENTS:
        raise BadInput("Il y a déjà cinq cents lignes : c’est trop pour une page.")
    made, is_new = Referent.objects.get_or_create(
        structure=structure,
        person=person,
        profession=given.profession,
        theme=given.theme,
        since=given.since,
        defaults={"until": given.until},
    )
    if is_new:
        record(f"Référent : {person.name}.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def end_referent(referent: Referent, *, on: date, by: User) -> None:
    """They are asked no more from that day; one who had not begun never was."""
    lock(referent.structure_id)
    kept = get_object_or_404(Referent.objects.select_related("person"), pk=referent.pk)
    if kept.since >= on:
        kept.delete()
    elif kept.until is None or kept.until > on:
        kept.until = on
        kept.save(update_fields=["until"])
    record(f"N’est plus référent : {kept.person.name}.", by=by.pk, subject=kept.structure_id)
