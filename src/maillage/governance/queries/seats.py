"""Who sits in an instance, who may vote there, and by what rule."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.governance.enums import CHAIRS, NO_QUORUM, OF_OFFICERS, Base, Majority, Office, Tie
from maillage.governance.models import Instance, Mandate, Meeting, Pouvoir, Presence
from maillage.governance.rules import Electorate, electorate, majority, quorum_of, share
from maillage.governance.types import Proxy, Quorum, Voter, VoteRules
from maillage.kernel import date_in_french, fraction, plural, with_no_break_spaces
from maillage.legislation import professions_by_key
from maillage.people.models import Adhesion, Person
from maillage.people.queries.fees import up_to_date
from maillage.people.queries.members import belongs, is_in
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.ui.slots import Group


def runs(on: date) -> Q:
    """Mandates that run that day."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))


def instances_of(structure: Structure, *, on: date) -> QuerySet[Instance]:
    """Those that meet, with how many sit there by a mandate."""
    running = Q(mandates__since__lte=on) & (Q(mandates__until=None) | Q(mandates__until__gt=on))
    living = Instance.objects.filter(structure=structure).filter(Q(closed_on=None) | Q(closed_on__gt=on))
    return living.annotate(seats=Count("mandates__person", filter=running, distinct=True))


def seated(instance: Instance, *, on: date) -> QuerySet[Person]:
    """Who sits there that day: all who belong to the structure, or those who hold a mandate."""
    people = instance.structure.people.order_by("called", "pk")
    if instance.is_closed(on):
        return people.none()
    if instance.seats_everybody:
        return people.filter(belongs(on))
    return people.filter(Exists(Mandate.objects.filter(runs(on), instance=instance, person=OuterRef("pk"))))


def rules_of(instance: Instance, *, weighs: bool = True) -> VoteRules:
    """What its statutes say, for the count; without what colleges weigh where one only asks who is heard."""
    weights = instance.weights.select_related("college") if weighs else ()
    return VoteRules(
        majority=majority(instance.majority),
        base=Base(instance.base) if instance.base else None,
        blank_counts=instance.blank_counts,
        quorum=share(instance.quorum),
        proxies_per_person=instance.proxies_per_person,
        weights={each.college.name: fraction(each.weight) for each in weights},
        tie=Tie(instance.tie) if instance.tie else None,
    )


def rules_for(meeting: Meeting, *, weighs: bool = True) -> VoteRules:
    """Those of this sitting: an extraordinary assembly and a second convocation have what the statutes write of them; what
    they do not is unknown, never that of an ordinary one."""
    instance = meeting.instance
    rules = rules_of(instance, weighs=weighs)
    if meeting.is_extraordinary:
        base = Base(instance.extra_base) if instance.extra_base else None
        rules = replace(rules, majority=majority(instance.extra_majority), base=base)
    written = quorum_written(meeting)
    if written is None:
        return rules
    none = written in {"", NO_QUORUM}
    return replace(rules, quorum=None if none else share(written), is_quorum_unsaid=not written)


def quorum_written(meeting: Meeting) -> str | None:
    """What the statutes write for a sitting that has a quorum of its own; None for an ordinary one."""
    instance = meeting.instance
    if meeting.first_id:
        return instance.extra_second_quorum if meeting.is_extraordinary else instance.second_quorum
    return instance.extra_quorum if meeting.is_extraordinary else None


def chairs_of(meeting: Meeting) -> list[int]:
    """The cards of who may hold the casting voice: who presides the sitting; when several hold the chair and the statutes
    do not say whose voice prevails, all of them."""
    presiding = [meeting.chair_id] if meeting.chair_id else []
    holders = [] if meeting.instance.casting else holders_of(meeting.instance, CHAIRS, on=meeting.day)
    several = {mandate.person_id for mandate in holders}
    return sorted(several) if len(several) > 1 else presiding


def holders_of(instance: Instance, offices: Collection[str], *, on: date) -> list[Mandate]:
    """Who holds these offices that day; those of an assembly are those of its structure."""
    held = Mandate.objects.filter(runs(on), office__in=offices, person__is_merged=False)
    if instance.seats_everybody:
        held = held.filter(instance__structure=instance.structure_id, instance__kind__in=OF_OFFICERS)
    else:
        held = held.filter(instance=instance)
    return list(held.select_related("person").order_by("since", "pk"))


def colleges_of(structure: Structure, *, on: date) -> dict[int, str]:
    """The college of each who belongs that day, by the key of their card."""
    held = Adhesion.objects.filter(is_in(on), person__structure=structure, college__isnull=False)
    return dict(held.values_list("person", "college__name"))


@dataclass(frozen=True, slots=True)
class Heard:
    """Whose voices can be heard in a meeting at a moment."""

    electorate: Electorate
    quorum: Quorum
    #: Why a pouvoir is not carried, by its key.
    refused: Mapping[int, str]

    @property
    def entitled(self) -> int:
        return len(self.electorate.entitled)


@dataclass(frozen=True, slots=True)
class Room:
    """What is noted of a meeting, read once: who sits there, who came, the pouvoirs in the order received."""

    seats: Sequence[Person]
    presences: Sequence[Presence]
    pouvoirs: Sequence[Pouvoir]

    @classmethod
    def of(cls, meeting: Meeting) -> "Room":
        seats = seated(meeting.instance, on=meeting.day)
        presences = meeting.presences.select_related("person")
        pouvoirs = meeting.pouvoirs.select_related("giver", "holder")
        together(seats, presences, pouvoirs)
        return cls(list(seats), list(presences), list(pouvoirs))


def heard_at(meeting: Meeting, room: Room, at: datetime) -> Heard:
    """By who sits there, who has paid when the statutes ask it, and who is there at this moment."""
    instance = meeting.instance
    rules = rules_for(meeting, weighs=False)
    paid = up_to_date(instance.structure, on=meeting.day) if instance.needs_fee else None
    there = {presence.person_id: presence for presence in room.presences if not presence.is_pending}
    voters = [
        Voter(
            str(person.pk),
            up_to_date=paid is None or person.pk in paid,
            present=person.pk in there and there[person.pk].arrived_at <= at,
            left_at=there[person.pk].left_at if person.pk in there else None,
        )
        for person in room.seats
    ]
    noted = [each for each in room.pouvoirs if each.received_at <= at]
    received = [each for each in noted if each.given_for == meeting.starts_at]
    proxies = [Proxy(str(each.giver_id), str(each.holder_id)) for each in received]
    found = electorate(voters, proxies, at=at, proxies_per_person=rules.proxies_per_person)
    refused = {received[rank].pk: why for rank, why in found.refused.items()}
    for each in noted:
        if each.given_for != meeting.starts_at:
            day = date_in_french(each.given_for.astimezone(meeting.zone).date())
            refused[each.pk] = f"donné pour le {day}, à reconfirmer"
    return Heard(found, quorum_of(rules, found), refused)


def quorum_in_words(quorum: Quorum) -> str:
    """« 3 présents ou représentés, il en fallait 2 »: people, never voices."""
    there = plural(quorum.counted, "présent ou représenté", "présents ou représentés")
    return f"{there}, il en fallait {quorum.needed}"


def rule_in_words(rules: VoteRules, quorum: Quorum) -> str:
    """The rule a decision was judged by, as it stood: « plus de pour que de contre, des suffrages exprimés… »."""
    if rules.majority is None or rules.base is None:
        return "Les statuts saisis ne disent pas la majorité."
    part = rules.majority
    most = part.label if isinstance(part, Majority) else part
    asked = "sans quorum" if quorum.needed is None else f"quorum : {quorum_in_words(quorum)}"
    if quorum.is_unsaid:
        asked = "quorum non dit par les statuts saisis"
    weighed = ", collèges pondérés" if rules.weights else ""
    return with_no_break_spaces(f"Majorité : {most}, {Base(rules.base).label}{weighed} ; {asked}.")


def mandates_of(instance: Instance, *, on: date) -> list[Mandate]:
    """Those that run or are to come, by name."""
    kept = instance.mandates.filter(Q(until=None) | Q(until__gt=on)).select_related("person")
    return sorted(kept, key=lambda mandate: (mandate.person.called, mandate.pk))


@dataclass(frozen=True, slots=True)
class Share:
    """Seats that the statutes keep for a college or a profession, and how many are held."""

    label: str
    seats: int
    held: int

    @property
    def vacant(self) -> int:
        return max(0, self.seats - self.held)


def shares_of(instance: Instance, *, on: date) -> list[Share]:
    """In the order they were written. A suppléant holds no seat."""
    shares = list(instance.seat_shares.select_related("college"))
    if not shares:
        return []
    seated_there = instance.mandates.filter(runs(on)).exclude(office=Office.SUPPLEANT)
    cards = dict(seated_there.values_list("person", "person__profession"))
    colleges = colleges_of(instance.structure, on=on)
    known = professions_by_key()
    found = []
    for each in shares:
        if each.college:
            label, held = each.college.name, sum(colleges.get(card) == each.college.name for card in cards)
        else:
            label = known[each.profession].label if each.profession in known else each.profession
            held = sum(trade == each.profession for trade in cards.values())
        found.append(Share(label, each.seats, held))
    return found


def with_seats(structure: Structure, *, on: date) -> QuerySet[Instance]:
    """The instances whose seats are shared out between professions or colleges."""
    return instances_of(structure, on=on).exclude(seat_shares=None)


def vacancies(instances: Iterable[Instance], *, on: date) -> list[tuple[Instance, list[Share]]]:
    """Those that have seats nobody holds."""
    found = ((each, [share for share in shares_of(each, on=on) if share.vacant]) for each in instances)
    return [(each, shares) for each, shares in found if shares]


def ending(structure: Structure, *, before: date, on: date) -> QuerySet[Mandate]:
    """Mandates that end soon, the first one first."""
    open_ones = Mandate.objects.filter(runs(on), instance__structure=structure, until__lte=before)
    return open_ones.select_related("person", "instance").order_by("until", "pk")


def groups(structure: Structure) -> Iterator[Group]:
    """Those who sit in each instance by a mandate today: one writes to a working group, to the bureau."""
    running = Mandate.objects.filter(runs(timezone.localdate()), instance__structure=structure)
    seats = running.order_by("instance").values_list("instance", "instance__name", "person")
    for (instance, name), held in groupby(seats, key=lambda seat: seat[:2]):
        yield Group(str(instance), name, frozenset(person for *_, person in held))
