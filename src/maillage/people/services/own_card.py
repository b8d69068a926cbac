"""One's own card: asked whether it is exact, mended, left. Each is told by mail, and enters by a link of their own."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, date_in_french, plural, with_no_break_spaces
from maillage.links.models import Link
from maillage.links.services import close_links, extend, open_link, open_links
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Adhesion, CardDoor, JoinRequest, Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.card import why_not_written
from maillage.people.queries.desk import contact_line
from maillage.people.queries.joining import not_over
from maillage.people.queries.members import ASKING, REACHED, Asked, in_order, to_check
from maillage.people.rules import communes_said
from maillage.people.services.meanwhile import NOTHING_SEEN, Seen, left_alone
from maillage.people.services.reaching import forget_address
from maillage.structures.models import Structure

#: The purposes of the link to one's own card, and of the one that a diary follows (links.door_of).
DOOR, DIARY = "fiche", "agenda"
#: How long the link of a mail leads somewhere.
OPEN_FOR = timedelta(days=60)
YOURS = f"Ce lien est le vôtre : ne le transmettez pas. Il s’ouvre pendant {OPEN_FOR.days} jours.\n"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What one may say of oneself by the link."""

    commune: str
    workplace: str = ""
    represented: str = ""
    email: str = ""
    phone: str = ""
    preferred: str = ""
    shows_email: bool = False
    shows_phone: bool = False


@transaction.atomic
def doors_to(people: Collection[Person], *, on: date) -> dict[int, Link]:
    """Card → its link, open for two months from that day; one is made for a card that has none, named twice or not."""
    held = set(CardDoor.objects.filter(person__in=people).values_list("person", flat=True))
    lacking = {person.pk: person for person in people if person.pk not in held}.values()
    links = open_links(DOOR, len(lacking))
    made = [CardDoor(person=person, link=link) for person, link in zip(lacking, links, strict=True)]
    CardDoor.objects.bulk_create(made, ignore_conflicts=True)  # of two who make it at once, the first is kept
    doors = CardDoor.objects.filter(person__in=people).select_related("link")
    found = {door.person_id: door.link for door in doors}
    close_links([door.link_id for door in made if found[door.person_id].pk != door.link_id])
    extend(found.values(), expires_on=on + OPEN_FOR)
    return found


@transaction.atomic
def open_diary(person: Person) -> Link:
    """The address that their diary follows; asked twice, it is the same."""
    door = CardDoor.objects.select_for_update(of=("self",)).select_related("diary").get(person=person)
    if door.diary is None:
        door.diary = open_link(DIARY)
        door.save(update_fields=["diary"])
    return door.diary


@transaction.atomic
def replace_door(person: Person, *, by: User, on: date) -> None:
    """Another link to their page: the one before, wherever it was passed on, leads nowhere."""
    door = CardDoor.objects.select_for_update(of=("self",)).select_related("link").get(person=person)
    before, door.link = door.link, open_link(DOOR, expires_on=on + OPEN_FOR)
    door.save(update_fields=["link"])
    close_links([before.pk])
    record(f"Le lien de la page de {person.name} est remplacé.", by=by.pk, subject=person.structure_id)


@transaction.atomic
def send_door(person: Person, *, by: User, on: date, at: datetime, address_of: Callable[[Link], str]) -> None:
    """Write to somebody the link of their page. Twice a day, it is written once. Raises BadInput."""
    if why := why_not_written(person):
        raise BadInput(why)
    link = doors_to([person], on=on)[person.pk]
    name = " ".join(person.structure.name.split())
    post(
        f"people.door {link.pk} {on}",
        subject=with_no_break_spaces(f"Votre page chez « {name} »"),
        body=with_no_break_spaces(
            f"Bonjour,\n\nVotre fiche, votre cotisation, vos événements chez « {name} », sans compte :\n"
            f"{address_of(link)}\n\n{YOURS}"
        ),
        sender=name,
        to=[To(person.email, " ".join(person.name.split()))],
        about=person.structure_id,
        is_owed=True,
        at=at,
    )
    record(f"Le lien de sa page est envoyé à {person.name}.", by=by.pk, subject=person.structure_id)


@transaction.atomic
def ask_to_check(
    structure: Structure, *, by: User, on: date, at: datetime, address_of: Callable[[Link], str]
) -> Asked:
    """Write to who belongs, has an address of their own, and said nothing for six months. Twice in a month, written once."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    asked = to_check(structure, on=on)
    name = " ".join(structure.name.split())
    people = in_order(structure.people.only(*REACHED).filter(pk__in=asked.written), asked.written)
    doors = doors_to(people, on=on)
    for person in people:
        url = address_of(doors[person.pk])
        post(
            f"{ASKING}{person.pk} {on:%Y-%m}",
            subject=with_no_break_spaces(f"Votre fiche chez « {name} » est-elle toujours exacte ?"),
            body=with_no_break_spaces(
                f"Bonjour,\n\n« {name} » vous compte parmi les siens. Dites en un geste si votre fiche est exacte, "
                f"ou corrigez-la :\n{url}\n\n{YOURS}"
            ),
            sender=name,
            to=[To(person.email, " ".join(person.name.split()))],
            about=structure.pk,
            at=at,
        )
    if asked.written:
        said = plural(len(asked.written), "personne interrogée", "personnes interrogées")
        record(f"Fiche toujours exacte : {said}.", by=by.pk, subject=structure.pk)
    return asked


@transaction.atomic
def say_exact(person: Person, *, on: date) -> None:
    """All that the card says is right. Twice, it is said once."""
    if Person.objects.filter(pk=person.pk).exclude(checked_on=on).update(checked_on=on):
        _note(person, "dit que sa fiche est exacte")


@transaction.atomic
def unsay_exact(person: Person) -> None:
    """It was said by mistake, or by a machine: nobody has said so any more. Twice, it is done once."""
    if Person.objects.filter(pk=person.pk).exclude(checked_on=None).update(checked_on=None):
        _note(person, "retire ce mot : sa fiche est exacte")


@transaction.atomic
def mend(person: Person, words: OwnWords, *, on: date, seen: Seen = NOTHING_SEEN) -> None:
    """What one says of oneself; what is as it was `seen` stays as the bureau wrote it meanwhile.

    Raises BadInput for a code of several communes, CardChanged; Http404 when it was erased meanwhile.
    """
    Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    card = get_object_or_404(Person, pk=person.pk)
    words = replace(words, **left_alone(card, asdict(words), seen))
    said = communes_said([words.commune]).get(words.commune)
    if said and said.is_code and not said.is_known:
        raise BadInput(
            "Ce code est celui de plusieurs communes : écrivez le nom de la vôtre.", field="commune"
        )
    columns = asdict(words) | {"commune": said.kept if said else "", "checked_on": on}
    Person.objects.filter(pk=person.pk).update(**columns)
    forget_address(person.structure, card.email)
    _note(person, "corrige sa fiche")


@transaction.atomic
def go(person: Person, *, on: date, at: datetime) -> int:
    """Belong no more, from this day; how many adhésions ended. Twice, it is written once, and told by mail once."""
    running = Adhesion.objects.filter(not_over(on), person=person).exclude(until=F("since"))
    ended = running.filter(since__lte=on).update(until=on)
    ended += running.filter(since__gt=on).update(until=F("since"))  # what was to come never comes
    if ended:
        _note(person, "est parti")
        _tell_gone(person, on=on, at=at)
    return ended


def _tell_gone(person: Person, *, on: date, at: datetime) -> None:
    """A link may have been opened by another: whose card it is learns it, when the address is theirs alone."""
    bearers = Person.objects.filter(structure=person.structure_id, email__iexact=person.email)
    if not is_address(person.email) or bearers.count() != 1:
        return
    name, contact = " ".join(person.structure.name.split()), contact_line(person.structure)
    undo = f"écrivez ou téléphonez : {contact}" if contact else "dites-le à quelqu’un de la structure"
    post(
        f"people.gone {person.pk} {on}",
        subject=with_no_break_spaces(f"Vous ne faites plus partie de « {name} »"),
        body=with_no_break_spaces(
            f"Bonjour,\n\nC’est noté : par le lien de votre fiche, vous avez dit ne plus faire partie de « {name} ».\n"
            f"Ce n’était pas vous, ou vous changez d’avis ? Pour annuler, {undo}.\n"
        ),
        sender=name,
        to=[To(person.email, " ".join(person.name.split()))],
        about=person.structure_id,
        is_owed=True,
        at=at,
    )


def _note(person: Person, done: str) -> None:
    record(f"Par son lien, {person.name} {done}.", by=None, subject=person.structure_id)


def tell_received(demand: JoinRequest, *, at: datetime) -> None:
    """Write to who asked to join that it arrived; to whom the rules let in at once, that they belong."""
    if demand.adhesion_id:
        tell_accepted(demand, at=at)
        return
    name = " ".join(demand.structure.name.split())
    _tell(
        demand,
        "received",
        f"Votre demande est arrivée chez « {name} »",
        f"Votre demande de rejoindre « {name} » est arrivée. Le bureau la lit, et vous répond à cette adresse.\n"
        "Vous n’avez rien demandé ? Ignorez ce message.\n",
        at=at,
    )


def tell_accepted(demand: JoinRequest, *, at: datetime) -> None:
    """Write to whom the bureau let in."""
    name = " ".join(demand.structure.name.split())
    said = f"Votre demande est acceptée : vous faites partie de « {name} ».\n"
    _tell(demand, "accepted", f"Vous faites partie de « {name} »", said, at=at)


def tell_refused(demand: JoinRequest, *, at: datetime) -> None:
    """Write to whom the bureau said no, and why, in its own words."""
    name, asked = " ".join(demand.structure.name.split()), date_in_french(demand.asked_on)
    said = (
        f"Vous avez demandé à rejoindre « {name} » le {asked}. Votre demande n’est pas acceptée. Le motif :\n\n"
        f"« {demand.reason} »\n\n"
        "Si votre situation change, ou s’il y a une erreur, vous pouvez faire une autre demande.\n"
    )
    _tell(demand, "refused", f"Réponse à votre demande de rejoindre « {name} »", said, at=at)


def _tell(demand: JoinRequest, what: str, subject: str, said: str, *, at: datetime) -> None:
    """Once of each; to nobody who gave no address."""
    if not is_address(demand.email):
        return
    contact = contact_line(demand.structure)
    post(
        f"people.{what} {demand.pk}",
        subject=with_no_break_spaces(subject),
        body=with_no_break_spaces(
            f"Bonjour,\n\n{said}" + (f"\nPour une question : {contact}.\n" if contact else "")
        ),
        sender=" ".join(demand.structure.name.split()),
        to=[To(demand.email, " ".join(demand.name.split()))],
        about=demand.structure_id,
        is_owed=True,
        at=at,
    )
