"""The use cases of a structure: found it, gather its team, make it move, show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from maillage import legislation
from maillage.accounts.models import User
from maillage.accounts.services import account_for
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.structures.enums import Channel, Engagement, Recognition, Role, Track
from maillage.structures.lifecycle import Move, moves_from
from maillage.structures.models import (
    Actor,
    DatedMove,
    InformationAttendance,
    InformationMeeting,
    LegalPerson,
    LegalPersonMove,
    Membership,
    MissionMove,
    RecognitionMove,
    Structure,
)
from maillage.structures.queries import last_move, stage_of
from maillage.territories import services as territories


class MoveRefused(BadInput):
    """The message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class GivenActor:
    name: str
    profession: str
    commune: str = ""
    workplace: str = ""
    engagement: str = Engagement.ENGAGE
    is_fictitious: bool = False


@dataclass(frozen=True, slots=True)
class GivenMeeting:
    """An information meeting; `present` counts people by profession key."""

    held_on: date
    channel: str = Channel.MEETING
    subject: str = ""
    present: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def found(
    *,
    name: str,
    codes: Iterable[str],
    by: User,
    on: date,
    actors: Sequence[GivenActor] = (),
    meetings: Sequence[GivenMeeting] = (),
    key: UUID | None = None,
    signature_hoped_on: date | None = None,
    is_fictitious: bool = False,
) -> Structure:
    """Found a structure at « émergence » with its team, its territory and its three tracks.

    The same `key` sent twice (a double click, a page sent again) gives the same structure, once.
    """
    User.objects.select_for_update().get(pk=by.pk)  # the second click waits, then finds what the first made
    if key and (already := Structure.objects.filter(founding_key=key).first()):
        if not already.memberships.filter(user=by).exists():
            raise BadInput("Ce projet est déjà enregistré avec un autre compte. Entrez avec son adresse.")
        return already
    structure = Structure(
        name=name,
        territory=territories.save_territory(codes),
        founding_key=key,
        signature_hoped_on=signature_hoped_on,
        is_fictitious=is_fictitious,
    )
    save_at_free_address(structure)
    Membership.objects.create(structure=structure, user=by, role=Role.FOUNDER, joined_on=on)
    RecognitionMove.objects.create(
        structure=structure, name="emerger", enters=Recognition.EMERGENCE, on=on, by=by
    )
    MissionMove.objects.bulk_create(
        MissionMove(structure=structure, name="prevoir", enters="prevue", on=on, by=by, mission=mission.key)
        for mission in legislation.missions(structure.form, on=on)
        if mission.status == "socle"
    )
    welcome(structure, actors, by=by)
    for meeting in meetings:
        record_information(structure, meeting, by=by)
    record(f"« {name} » est fondée, à l’étape Émergence.", by=by.pk, subject=structure.pk)
    return structure


def save_at_free_address(structure: Structure) -> None:
    """Insert it. Two projects of one name may be founded at the same moment: the second takes the next address."""
    while True:
        structure.slug = free_slug(structure.name)
        try:
            with transaction.atomic():
                return structure.save(force_insert=True)
        except IntegrityError:
            if not Structure.objects.filter(slug=structure.slug).exists():
                raise


def free_slug(name: str) -> str:
    """An address nobody holds yet: « cpts-du-quercy », else « cpts-du-quercy-2 »."""
    start = slugify(name)[:70] or "structure"
    taken = set(Structure.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    candidates = (start if turn == 1 else f"{start}-{turn}" for turn in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def welcome(structure: Structure, actors: Iterable[GivenActor], *, by: User) -> list[Actor]:
    """Seat people at the table. Raises BadInput for a profession or an engagement we do not know."""
    known = {profession.key for profession in legislation.professions()}
    seated = []
    for actor in actors:
        if actor.profession not in known:
            raise BadInput(
                f"La profession « {actor.profession} » de {actor.name} n’est pas dans notre liste.",
                field="profession",
            )
        if actor.engagement not in Engagement:
            raise BadInput(f"L’engagement de {actor.name} n’est pas reconnu.", field="engagement")
        seated.append(
            Actor.objects.create(
                structure=structure,
                name=actor.name,
                profession=actor.profession,
                commune=actor.commune,
                workplace=actor.workplace,
                engagement=actor.engagement,
                is_fictitious=actor.is_fictitious,
            )
        )
    if seated:
        record(f"{len(seated)} personne(s) autour de la table en plus.", by=by.pk, subject=structure.pk)
    return seated


@transaction.atomic
def dismiss(actor: Actor, *, by: User) -> None:
    """Take someone away from the table; nothing of the person is kept."""
    record("1 personne autour de la table en moins.", by=by.pk, subject=actor.structure_id)
    actor.delete()


@transaction.atomic
def record_information(structure: Structure, given: GivenMeeting, *, by: User) -> InformationMeeting:
    """Log how the territory was told. Raises BadInput for an unknown channel."""
    if given.channel not in Channel:
        raise BadInput("Ce canal d’information n’est pas reconnu.", field="channel")
    meeting = InformationMeeting.objects.create(
        structure=structure, held_on=given.held_on, channel=given.channel, subject=given.subject
    )
    InformationAttendance.objects.bulk_create(
        InformationAttendance(meeting=meeting, profession=profession, count=count)
        for profession, count in given.present.items()
        if count > 0
    )
    record(f"Information du {given.held_on:%d/%m/%Y} notée.", by=by.pk, subject=structure.pk)
    return meeting


@transaction.atomic
def forget_information(meeting: InformationMeeting, *, by: User) -> None:
    record(f"Information du {meeting.held_on:%d/%m/%Y} retirée.", by=by.pk, subject=meeting.structure_id)
    meeting.delete()


@transaction.atomic
def advance(
    structure: Structure,
    track: Track,
    move: Move,
    *,
    by: User,
    on: date,
    document: str = "",
    said_by: str = "",
    mission: str = "",
    legal_person: LegalPerson | None = None,
) -> DatedMove:
    """Make one dated move on one track. Raises MoveRefused when the track does not stand where it leaves from."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if track is Track.MISSION and mission not in {
        each.key for each in legislation.missions(structure.form, on=on)
    }:
        raise MoveRefused("Cette mission n’est pas dans l’accord à cette date.")
    if move not in moves_from(track, stage_of(structure, track, mission=mission)):
        raise MoveRefused(f"« {move.label} » n’est pas possible à l’étape où vous êtes.", field="move")
    if on > date.today():  # noqa: DTZ011 -- a civil day, as people write it
        raise MoveRefused("Cette date est à venir : notez le geste quand il est fait.", field="on")
    if (
        (before := last_move(structure, track, mission=mission))
        and track is not Track.PERSON
        and on < before.on
    ):
        raise MoveRefused(f"L’étape d’avant est du {before.on:%d/%m/%Y} : vérifiez la date.", field="on")
    given = {
        "structure": structure,
        "name": move.name,
        "enters": move.enters,
        "on": on,
        "document": document,
        "said_by": said_by,
        "by": by,
    }
    made: DatedMove
    match track:
        case Track.RECOGNITION:
            made = RecognitionMove.objects.create(**given)
        case Track.PERSON:
            if LegalPersonMove.objects.filter(structure=structure, enters=move.enters).exists():
                raise MoveRefused(f"« {move.label} » est déjà fait.", field="move")
            made = LegalPersonMove.objects.create(**given, legal_person=legal_person)
        case Track.MISSION:
            made = MissionMove.objects.create(**given, mission=mission)
    record(f"{move.label}, le {on:%d/%m/%Y}.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def take_back(structure: Structure, track: Track, *, by: User, mission: str = "") -> DatedMove:
    """Take back the last move of a track, noted by mistake; the trail keeps that it was there.

    Raises MoveRefused when there is none, and for the birth of the project.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    last = last_move(structure, track, mission=mission)
    if last is None or last.name == "emerger":
        raise MoveRefused("Il n’y a rien à retirer ici.", field="move")
    record(f"Étape retirée : {last.name}, du {last.on:%d/%m/%Y}.", by=by.pk, subject=structure.pk)
    last.delete()
    return last


@transaction.atomic
def change_engagement(actor: Actor, engagement: str, *, by: User) -> Actor:
    """Someone commits, or steps back. Raises BadInput for an engagement we do not know."""
    if engagement not in Engagement:
        raise BadInput("Cet engagement n’est pas reconnu.", field="engagement")
    actor.engagement = engagement
    actor.save(update_fields=["engagement"])
    record("L’engagement d’une personne a changé.", by=by.pk, subject=actor.structure_id)
    return actor


@transaction.atomic
def redraw(structure: Structure, codes: Iterable[str], *, by: User, signed: date | None = None) -> Structure:
    """Give the structure this territory instead of the one it has, and the signature date it was drawn for."""
    if signed:
        Structure.objects.filter(pk=structure.pk).update(signature_hoped_on=signed)
    territories.save_territory(codes, territory=structure.territory)
    record("Le territoire est redessiné.", by=by.pk, subject=structure.pk)
    return structure


@transaction.atomic
def show(structure: Structure, *, declared: bool, public: bool, by: User, on: date) -> Structure:
    """Decide what strangers see: nothing, an unnamed declared territory, or its name too."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    structure.is_public = declared and public
    structure.save(update_fields=["is_public"])
    if declared:
        name = structure.name if structure.is_public else ""
        territories.declare(structure.territory, on=on, public_name=name)
    else:
        territories.withdraw(structure.territory)
    seen = (
        "déclaré, avec son nom"
        if structure.is_public
        else "déclaré, sans son nom"
        if declared
        else "brouillon"
    )
    record(f"Le territoire est maintenant : {seen}.", by=by.pk, subject=structure.pk, kind=Kind.ACCESS)
    return structure


@transaction.atomic
def describe(
    structure: Structure, *, name: str, signature_hoped_on: date | None, by: User, contact: str | None = None
) -> Structure:
    """Change its name, the signature it hopes for, whom to call. The address (slug) stays: links sent by mail go on working."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    structure.name, structure.signature_hoped_on = name, signature_hoped_on
    structure.contact = structure.contact if contact is None else contact
    structure.save(update_fields=["name", "signature_hoped_on", "contact"])
    if structure.is_public and structure.territory.declared_on:
        territories.declare(structure.territory, on=structure.territory.declared_on, public_name=name)
    record(f"La structure s’appelle « {name} ».", by=by.pk, subject=structure.pk)
    return structure


@transaction.atomic
def add_legal_person(structure: Structure, *, by: User, **given: Any) -> LegalPerson:
    """Write down who carries the structure in law (the fields of LegalPerson), beside those there already."""
    person = LegalPerson.objects.create(structure=structure, **given)
    record(f"Personne morale : « {person.name} ».", by=by.pk, subject=structure.pk)
    return person


@transaction.atomic
def end_legal_person(person: LegalPerson, *, by: User, on: date) -> LegalPerson:
    """It carries the structure no more from that day. Raises BadInput for a day before it began."""
    if on <= person.since:
        raise BadInput("Elle finirait avant d’avoir commencé : vérifiez la date.", field="until")
    person.until = on
    person.save(update_fields=["until"])
    record(f"« {person.name} » ne porte plus la structure.", by=by.pk, subject=person.structure_id)
    return person


@transaction.atomic
def give_access(structure: Structure, email: str, role: str, *, by: User, on: date) -> Membership:
    """Open the workspace to an address. Giving it again changes the role. The account waits for its first code.

    Raises BadInput when the last founder would become something else.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    user = account_for(email)
    if role != Role.FOUNDER:
        keep_a_founder(structure, apart_from=user)
    membership, _ = Membership.objects.update_or_create(
        structure=structure,
        user=user,
        left_on=None,
        defaults={"role": role},
        create_defaults={"role": role, "joined_on": on},
    )
    record(
        f"Un accès « {membership.get_role_display()} » est ouvert.",
        by=by.pk,
        subject=structure.pk,
        kind=Kind.ACCESS,
    )
    return membership


@transaction.atomic
def end_access(membership: Membership, *, by: User, on: date) -> Membership:
    """Close an access. Raises BadInput for the last founder: somebody must keep the key."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=membership.structure_id)
    keep_a_founder(structure, apart_from=membership.user)
    membership.left_on = max(on, membership.joined_on)
    membership.save(update_fields=["left_on"])
    record("Un accès est fermé.", by=by.pk, subject=membership.structure_id, kind=Kind.ACCESS)
    return membership


def keep_a_founder(structure: Structure, *, apart_from: User) -> None:
    """Raises BadInput when nobody else holds the key."""
    others = structure.memberships.filter(role=Role.FOUNDER, left_on=None).exclude(user=apart_from)
    if not others.exists():
        raise BadInput(
            "C’est le dernier porteur du projet. Donnez d’abord la clé à quelqu’un d’autre.", field="role"
        )
