"""Who sits at the table, and how the territory was told."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CASCADE, Exists, OuterRef, Q

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.geography import atlas
from maillage.kernel import BadInput, plural
from maillage.people.enums import Channel, Engagement
from maillage.people.models import Adhesion, InformationAttendance, InformationMeeting, Person
from maillage.people.queries import about, member_of, members_of, people_of
from maillage.people.rules import communes_said, is_a_name, is_named, who_is
from maillage.people.services.meanwhile import NOTHING_SEEN, Seen, left_alone
from maillage.people.services.merging import pointing
from maillage.people.services.reaching import forget_address
from maillage.structures import services as structures
from maillage.structures.models import Site, Structure

GONE = "Cette personne n’est plus là : quelqu’un vient de la retirer."


@dataclass(frozen=True, slots=True)
class GivenPerson:
    name: str
    profession: str
    commune: str = ""
    workplace: str = ""
    engagement: str = Engagement.ENGAGE
    is_fictitious: bool = False
    specialty: str = ""
    practice: str = ""
    role: str = ""
    represented: str = ""
    rpps: str = ""
    email: str = ""
    phone: str = ""
    preferred: str = ""
    shows_email: bool = False
    shows_phone: bool = False


@dataclass(frozen=True, slots=True)
class GivenMeeting:
    """An information meeting; `present` counts people by profession key."""

    held_on: date
    channel: str = Channel.MEETING
    subject: str = ""
    present: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def welcome(structure: Structure, people: Iterable[GivenPerson], *, by: User) -> list[Person]:
    """Seat people at the table. Raises BadInput for a name, a profession or an engagement that is none.

    A postal code becomes the name of its commune; what is no commune we know is kept as it is said.
    """
    people = list(people)
    communes = communes_said(person.commune for person in people)
    standing = {
        who_is(card.name, card.profession): card
        for card in structure.people.filter(engagement="")
        if is_named(card.name)
    }
    seated = []
    for person in people:
        _refuse_unknown(person)
        if card := standing.pop(who_is(person.name, person.profession), None):
            card.engagement = person.engagement
            card.save(update_fields=["engagement"])
            seated.append(card)
            continue
        said = communes.get(person.commune)
        kept = replace(person, commune=said.kept if said else "")
        seated.append(Person.objects.create(structure=structure, **asdict(kept)))
    if seated:
        record(
            f"{plural(len(seated), 'personne')} autour de la table en plus.", by=by.pk, subject=structure.pk
        )
    return seated


@transaction.atomic
def welcome_new(structure: Structure, people: Iterable[GivenPerson], *, by: User) -> list[Person]:
    """As `welcome`, without those who are there already: the same name and the same profession."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    there = {who_is(person.name, person.profession) for person in people_of(structure)}
    new = []
    for person in people:
        who = who_is(person.name, person.profession)
        if who not in there or not is_named(person.name):
            new.append(person)
        there.add(who)
    return welcome(structure, new, by=by)


@transaction.atomic
def seat(structure: Structure, given: GivenPerson, *, by: User) -> Person:
    """Seat one person. Raises BadInput as `welcome`, for someone there already, and for a code of several communes.

    Who has a card already, as an adhérent, sits down with it.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    _refuse_code(given.commune)
    _refuse_twice(given, people_of(structure))
    (seated,) = welcome(structure, [given], by=by)
    return seated


@transaction.atomic
def know(structure: Structure, given: GivenPerson, *, card: Person | None = None, by: User) -> Person:
    """A card for somebody who is not around the table: a partner's. The one they have already, when there is one.

    What that card says stays; what it does not say is filled. Raises BadInput as `welcome`.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    _refuse_unknown(given)
    who = who_is(given.name, given.profession)
    there = (each for each in structure.people.all() if who_is(each.name, each.profession) == who)
    if card := card or next(there, None):
        card = structure.people.get(pk=card.pk)
        missing = [name for name in ("email", "phone") if getattr(given, name) and not getattr(card, name)]
        for name in missing:
            setattr(card, name, getattr(given, name))
        card.save(update_fields=missing)
        return card
    is_fictitious = given.is_fictitious or structure.is_fictitious
    kept = replace(given, engagement="", is_fictitious=is_fictitious)
    record(f"La fiche de {given.name} est ouverte.", by=by.pk, subject=structure.pk)
    return Person.objects.create(structure=structure, **asdict(kept))


@transaction.atomic
def correct(person: Person, given: GivenPerson, *, by: User, seen: Seen = NOTHING_SEEN) -> None:
    """Write someone down again; what is as it was `seen` stays as somebody wrote it meanwhile.

    Raises BadInput as `seat`, and for someone gone; CardChanged.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    if (card := structure.people.filter(pk=person.pk).first()) is None:
        raise BadInput(GONE)
    if person.engagement and not card.engagement:  # left the table meanwhile: another room holds the card
        raise BadInput(GONE)
    given = replace(given, **left_alone(card, asdict(given), seen))
    _refuse_unknown(given)
    _refuse_code(given.commune)
    _refuse_twice(given, structure.people.exclude(pk=person.pk))
    said = communes_said([given.commune]).get(given.commune)
    columns = asdict(replace(given, commune=said.kept if said else ""))
    del columns["is_fictitious"]
    try:
        with transaction.atomic():
            structure.people.filter(pk=person.pk).update(**columns)
    except IntegrityError:
        raise BadInput(
            "Une autre fiche porte déjà ce numéro RPPS : c’est sans doute la même personne.", field="rpps"
        ) from None
    forget_address(structure, card.email)
    record(f"La fiche de {given.name} est corrigée.", by=by.pk, subject=structure.pk)


@transaction.atomic
def change_engagements(structure: Structure, people: Iterable[int], engagement: str, *, by: User) -> int:
    """Several commit, or step back; how many there were. Raises BadInput for an engagement we do not know."""
    if engagement not in Engagement:
        raise BadInput("Cet engagement n’est pas reconnu.", field="engagement")
    seated = structure.people.exclude(engagement="")
    changed = seated.filter(pk__in=list(people)).update(engagement=engagement)
    if changed:
        sentence = f"Engagement de {plural(changed, 'personne')} : {Engagement(engagement).label.lower()}."
        record(sentence, by=by.pk, subject=structure.pk)
    return changed


@transaction.atomic
def dismiss(structure: Structure, people: Iterable[int], *, by: User) -> int:
    """Take people away from the table; nothing is kept of whom never belonged, nor is known for something else.

    Twice at once, it is written once.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    chosen = structure.people.filter(pk__in=list(people)).exclude(engagement="")
    kept = chosen.filter(_is_known_besides()).update(engagement="")
    _, erased = chosen.delete()
    gone = kept + erased.get(Person._meta.label, 0)
    if gone:
        record(f"{plural(gone, 'personne')} autour de la table en moins.", by=by.pk, subject=structure.pk)
    return gone


def _is_known_besides() -> Q:
    """Of a card: it belonged, or rows of an upper room would go with it (who they are for a partner)."""
    known = Q(Exists(Adhesion.objects.filter(person=OuterRef("pk"))))
    for column in pointing():
        is_above = column.model._meta.app_label != Person._meta.app_label
        if is_above and column.remote_field.on_delete is CASCADE:
            known |= Q(Exists(column.model._base_manager.filter(**{column.name: OuterRef("pk")})))
    return known


def _refuse_code(commune: str) -> None:
    """A code alone must name one commune: nobody says where they practise by a number."""
    said = communes_said([commune]).get(commune)
    if said and said.is_code and not said.is_known:
        raise BadInput(atlas().read(commune).sentences[0], field="commune")


def _refuse_twice(given: GivenPerson, others: Iterable[Person]) -> None:
    who = who_is(given.name, given.profession)
    there = next((other for other in others if who_is(other.name, other.profession) == who), None)
    if there and is_named(given.name):
        raise BadInput(
            f"{there.name} est déjà autour de la table, avec cette profession. Si c’est quelqu’un d’autre, précisez le nom.",
            field="name",
        )


def _refuse_unknown(person: GivenPerson) -> None:
    if not is_a_name(person.name):
        raise BadInput(
            f"« {person.name} » n’est pas un nom : écrivez-le en lettres, sans numéro.", field="name"
        )
    if person.profession not in legislation.professions_by_key():
        raise BadInput(
            f"La profession « {person.profession} » de {person.name} n’est pas dans notre liste.",
            field="profession",
        )
    member_of(person)
    if person.engagement and person.engagement not in Engagement:
        raise BadInput(f"L’engagement de {person.name} n’est pas reconnu.", field="engagement")


@transaction.atomic
def answer_law(structure: Structure, answers: Mapping[str, Any], *, by: User, on: date) -> None:
    """What the rules of its form ask beside its people, as `legislation.Circumstances` has it; None takes back.

    Raises BadInput, with the field, for what cannot be, or contradicts the team.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    kept = {**structure.circumstances, **answers}
    structure.circumstances = {name: value for name, value in kept.items() if value is not None}
    said = about(structure, on=on)
    legislation.check(structure.form, legislation.Team(members_of(structure)), on=on, about=said)
    understood = legislation.read_circumstances(structure.circumstances)
    structures.keep_answers(structure, understood.model_dump(mode="json", exclude_none=True), by=by)


@transaction.atomic
def say_who_practises(site: Site, people: Iterable[int], *, by: User) -> None:
    """These people of the structure practise at this site, and no others."""
    site.practising.set(Person.objects.filter(structure=site.structure_id, pk__in=list(people)))
    record(f"Qui exerce au site {site.name} est noté.", by=by.pk, subject=site.structure_id)


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
    gone, _ = InformationMeeting.objects.filter(pk=meeting.pk).delete()
    if gone:
        record(f"Information du {meeting.held_on:%d/%m/%Y} retirée.", by=by.pk, subject=meeting.structure_id)
