"""A vote by one's own link: prepared, opened with its list of voters, cast, closed and counted."""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import CHOICES, Choice, MeetingState, Verdict, VoteKind, VoteState
from maillage.governance.models import AgendaItem, Decision, Instance, Meeting, Urn, Voice, Vote
from maillage.governance.queries.results import (
    names_of,
    opening_of,
    outcome_in_words,
    record_of,
    result_of,
    seal_of,
)
from maillage.governance.queries.seats import Room, colleges_of, heard_at, rule_in_words, rules_for
from maillage.governance.queries.vote_file import counted, rules_in
from maillage.governance.queries.votes import casters, stays_out
from maillage.governance.services import telling
from maillage.governance.services.answering import invite
from maillage.governance.services.decisions import VERDICTS, GivenDecision, keep, numbered
from maillage.governance.services.instances import GivenMandate, refuse_closed, seat
from maillage.governance.services.locking import lock, locked
from maillage.governance.types import Count, Election
from maillage.kernel import BadInput, folded, plural
from maillage.people.models import Person
from maillage.people.queries.doubles import remaining
from maillage.structures.queries import sent_before

MOST, MOST_CANDIDATES = 100, 60
#: A vote of a room that nobody closed is closed so long after the meeting.
FORGOTTEN = timedelta(hours=6)
logger = logging.getLogger(__name__)
CANCELLED = "Ce vote est annulé : ce qui y avait été voté n’est pas compté."
CLOSED = "Ce vote est clos : il ne prend plus de bulletin. Ce qui avait été voté compte."
NOT_YOURS = (
    "Une de ces voix n’est plus la vôtre : la personne est arrivée, ou partie. Relisez la page, puis votez."
)


@dataclass(frozen=True, slots=True)
class GivenVote:
    title: str
    kind: str = VoteKind.RESOLUTION
    item: AgendaItem | None = None
    is_secret: bool = False
    is_remote: bool = False
    is_on_paper: bool = False
    seats: int = 1
    #: Each with its "name", the key of its "person" if it has a card and, of a list, "who" is on it.
    candidates: Sequence[Mapping[str, Any]] = ()
    closes_at: datetime | None = None


@transaction.atomic
def prepare(meeting: Meeting, given: GivenVote, *, key: UUID, by: User) -> Vote:
    """A vote that nobody sees yet; the same key prepares it once. Raises BadInput."""
    kept = locked(meeting)
    if known := sent_before(Vote.objects.filter(meeting=kept), key):
        return known
    _refuse_over(kept)
    refuse_closed(kept.instance, on=kept.day)
    if kept.votes.count() >= MOST:
        raise BadInput("Une réunion a cent votes au plus.")
    made = Vote.objects.create(meeting=kept, key=key, **_columns(given))
    record(f"Vote préparé : « {made.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return made


@transaction.atomic
def change(vote: Vote, given: GivenVote, *, by: User) -> Vote:
    """As long as it is not open: what voters were told of it then holds. Raises BadInput."""
    kept = _draft(vote)
    for name, value in _columns(given).items():
        setattr(kept, name, value)
    kept.save()
    record(f"Vote modifié : « {kept.title} ».", by=by.pk, subject=kept.meeting.instance.structure_id)
    return kept


@transaction.atomic
def drop(vote: Vote, *, by: User) -> None:
    kept = _draft(vote)
    record(f"Vote effacé : « {kept.title} ».", by=by.pk, subject=kept.meeting.instance.structure_id)
    kept.delete()


def _draft(vote: Vote) -> Vote:
    kept = kept_alone(vote)
    if kept.state != VoteState.DRAFT:
        raise BadInput("Ce vote a été ouvert : ce qu’il demande, et s’il est secret, ne change plus.")
    return kept


def kept_alone(vote: Vote) -> Vote:
    """As it stands, in the hands of one writer: the structure first, as wherever a decision is numbered, then the vote."""
    lock(vote.meeting.instance.structure_id)
    return _alone(vote)


def _alone(vote: Vote) -> Vote:
    """Nobody else casts nor closes meanwhile."""
    rows = Vote.objects.select_for_update(of=("self",)).select_related(
        "meeting__instance__structure__territory"
    )
    return get_object_or_404(rows, pk=vote.pk)


def _columns(given: GivenVote) -> dict[str, object]:
    names = [folded(each["name"]) for each in given.candidates]
    if given.kind == VoteKind.RESOLUTION:
        return _without_candidates(given)
    if len(names) > MOST_CANDIDATES:
        raise BadInput("Soixante candidats au plus.", field="candidates")
    if len(set(names)) < len(names) or {Choice.BLANC, Choice.NUL} & set(names) or not names:
        raise BadInput("Écrivez chaque candidat une fois, un par ligne.", field="candidates")
    seats = given.seats if given.kind == VoteKind.NAMES else 1
    if seats > len(names):
        raise BadInput(
            f"{plural(seats, 'siège')} à pourvoir, et {plural(len(names), 'candidat')}.", field="seats"
        )
    return {**_without_candidates(given), "candidates": list(given.candidates), "seats": seats}


def _without_candidates(given: GivenVote) -> dict[str, object]:
    names = ("title", "kind", "item", "is_secret", "is_remote", "is_on_paper", "closes_at")
    said = {name: getattr(given, name) for name in names}
    if given.is_on_paper:
        said |= {"is_secret": True, "is_remote": False, "closes_at": None}
    return {**said, "candidates": [], "seats": 1}


def _refuse_over(meeting: Meeting) -> None:
    if meeting.state in {MeetingState.CANCELLED, MeetingState.HELD}:
        raise BadInput("Cette réunion est tenue ou annulée : on n’y vote plus.")


@transaction.atomic
def open_vote(vote: Vote, *, by: User, at: datetime, site: str, writes: bool) -> Vote:
    """Write its list of voters, once for all, and take ballots; `writes`: send each their link. Opened twice, once.

    Raises BadInput: nobody may vote, a college does not weigh, the meeting has not begun.
    """
    kept = kept_alone(vote)
    if kept.state == VoteState.OPEN:
        return kept
    if kept.state != VoteState.DRAFT:
        raise BadInput("Ce vote est clos ou annulé : préparez-en un autre.")
    meeting = kept.meeting
    _refuse_over(meeting)
    refuse_closed(meeting.instance, on=meeting.day)
    if not kept.is_remote and at < meeting.starts_at:
        raise BadInput("La réunion n’a pas commencé : ouvrez ce vote en séance, ou préparez-le à distance.")
    if kept.closes_at and kept.closes_at <= at:
        raise BadInput("L’heure de clôture est passée : changez-la, puis ouvrez.")
    rules, room = rules_for(meeting), Room.of(meeting)
    if kept.is_on_paper and rules.weights:
        raise BadInput("Les collèges pèsent ici : sur papier, rien ne dit de quel collège est un bulletin.")
    entitled = heard_at(meeting, room, at).electorate.entitled
    if not entitled:
        raise BadInput("Personne ne peut voter : donnez d’abord des mandats, ou notez les cotisations.")
    colleges = colleges_of(meeting.instance.structure, on=meeting.day) if rules.weights else {}
    listed = [person for person in room.seats if str(person.pk) in entitled]
    if light := [
        person.name for person in listed if rules.weights and colleges.get(person.pk) not in rules.weights
    ]:
        raise BadInput(
            f"Le collège de {', '.join(light[:3])} n’a pas de voix dans les règles de cette instance."
        )
    if kept.is_secret and (
        alone := [
            name for name, size in Counter(colleges.get(each.pk, "") for each in listed).items() if size == 1
        ]
    ):
        whose = f"Le collège « {alone[0]} » n’a" if alone[0] else "Il n’y a"
        raise BadInput(
            f"{whose} qu’une personne qui peut voter : son vote, même secret, se lirait dans le résultat."
        )
    Voice.objects.bulk_create(
        Voice(vote=kept, person=each, college=colleges.get(each.pk, "")) for each in listed
    )
    if kept.is_secret:
        Urn.objects.create(vote=kept)
    kept.state, kept.opened_at, kept.opening = VoteState.OPEN, at, opening_of(kept, rules)
    kept.save(update_fields=["state", "opened_at", "opening"])
    if not meeting.site:
        meeting.site = site
        meeting.save(update_fields=["site"])
    invite(meeting)
    if writes and not kept.is_on_paper:
        telling.open_vote(kept, set(casters(kept, at=at).values()), at=at, by=by)
    record(f"Vote ouvert : « {kept.title} ».", by=by.pk, subject=meeting.instance.structure_id)
    return kept


@transaction.atomic
def cast(vote: Vote, person: Person, said: Mapping[int, Sequence[str]], *, at: datetime) -> int:
    """Put somebody's ballots in the urn: by voice, what it says. How many were taken; a voice that voted keeps its first.

    Raises BadInput once it is closed, for a voice that is not theirs to cast, for a ballot that says nothing.
    """
    kept = _alone(vote)
    if kept.is_on_paper:
        raise BadInput("Ce vote se fait sur papier, dans la salle.")
    if not kept.takes(at):
        raise BadInput(CANCELLED if kept.state == VoteState.CANCELLED else CLOSED)
    if stays_out(kept, person):
        raise BadInput("Vous ne prenez pas part à ce point : vous n’y votez pas.")
    voices = {voice.pk: voice for voice in kept.voices.filter(pk__in=said)}
    carried = casters(kept, at=at)
    taken: list[tuple[Voice, list[str]]] = []
    for key, words in said.items():
        voice = voices.get(key)
        if voice is None or (not voice.is_cast and carried.get(voice.person_id or 0) != person.pk):
            raise BadInput(NOT_YOURS)
        if not voice.is_cast:
            taken.append((voice, _readable(kept, words)))
    _refuse_beyond(kept, person, sum(voice.person_id != person.pk for voice, _ in taken))
    for voice, words in taken:
        voice.is_cast = True
        voice.holder = person if voice.person_id != person.pk else None
        voice.said = None if kept.is_secret else words
        voice.save(update_fields=["is_cast", "holder", "said"])
    if kept.is_secret and taken:
        urn = Urn.objects.get(vote=kept)
        urn.put([{"college": voice.college, "said": words} for voice, words in taken])
        urn.save(update_fields=["papers"])
    return len(taken)


def _refuse_beyond(vote: Vote, holder: Person, more: int) -> None:
    """A pouvoir that was cast counts for who cast it, whatever becomes of it later."""
    most = rules_in((vote.opening or {})["rules"]).proxies_per_person
    cast_before = vote.voices.filter(holder=holder, is_cast=True).count()
    if more and most is not None and cast_before + more > most:
        raise BadInput(
            f"Les statuts permettent {plural(most, 'pouvoir')} par personne : vous en avez déjà porté {cast_before}."
        )


def _readable(vote: Vote, words: Sequence[str]) -> list[str]:
    """What a ballot says, in the order of the list; a blank says « blanc »."""
    if list(words) == [Choice.BLANC]:
        return [Choice.BLANC.value]
    known = names_of(vote) if vote.elects else [choice.value for choice in CHOICES]
    if not words or not set(words) <= set(known):
        raise BadInput("Choisissez une réponse, ou « Blanc ».")
    if len(set(words)) > vote.seats:
        raise BadInput(f"{plural(vote.seats, 'nom')} au plus : il y en a {len(set(words))}. Retirez-en.")
    return [name for name in known if name in words]


@transaction.atomic
def close(vote: Vote, *, by: User | None, at: datetime) -> Vote:
    """Count it, seal its record, write its decision. Closed twice, once. `by` None: its hour had come. Raises BadInput."""
    kept = kept_alone(vote)
    if kept.state == VoteState.CLOSED:
        return kept
    if kept.is_on_paper:
        raise BadInput("Ce vote est sur papier : entrez ce que les deux scrutateurs ont compté.")
    if kept.state != VoteState.OPEN:
        raise BadInput("Ce vote n’est pas ouvert.")
    at = min(at, kept.closes_at or at)
    return seal(kept, {} if kept.is_remote else casters(kept, at=at), by=by, at=at)


def seal(kept: Vote, heard: Collection[int], *, by: User | None, at: datetime) -> Vote:
    """Count what is in the urn, write its record and its decision. `heard`: who could vote without having cast; in a
    transaction that holds the vote."""
    voices = list(kept.voices.all())
    for voice in voices:
        voice.is_heard = voice.is_cast or voice.person_id in heard
    kept.record = record_of(kept, voices)
    kept.state, kept.closed_at, kept.seal = VoteState.CLOSED, at, seal_of(kept.record)
    # All rows are written again at once, and the urn goes: the last who voted leaves no trace either.
    Voice.objects.bulk_update(voices, ["is_heard"], batch_size=500)
    Urn.objects.filter(vote=kept).delete()
    kept.decision = keep(_decision(kept, counted(kept.record), at=at), by=by)
    kept.save()
    said = f"Vote clos : « {kept.title} »."
    record(said, by=by.pk if by else None, subject=kept.meeting.instance.structure_id)
    return kept


def _decision(vote: Vote, result: Count | Election, *, at: datetime) -> Decision:
    """Taken that day, by the rules as they were when the vote opened."""
    given = GivenDecision(vote.title, outcome_in_words(vote, result), vote.item)
    made = numbered(vote.meeting, given, key=uuid4(), on=at.astimezone(vote.meeting.zone).date())
    made.heard = result.quorum.counted
    rules = rules_in((vote.opening or {})["rules"])
    made.rule = rule_in_words(rules, result.quorum)
    if isinstance(result, Count):
        made.verdict = VERDICTS[result.adopted]
        if not rules.weights:
            made.pour, made.contre, made.abstention = (
                int(result.counts[choice]) for choice in (Choice.POUR, Choice.CONTRE, Choice.ABSTENTION)
            )
    elif result.elected is None or result.tied:
        made.verdict = Verdict.UNKNOWN
    else:
        made.verdict = Verdict.ELECTED if result.elected else Verdict.NOBODY
    return made


def close_due(now: datetime) -> None:
    """Votes whose hour has come, and those of a room that everybody left. One that cannot be closed holds up no other."""
    forgotten = Q(closes_at=None, is_remote=False, meeting__ends_at__lte=now - FORGOTTEN)
    due = Vote.objects.filter(Q(closes_at__lte=now) | forgotten, state=VoteState.OPEN, is_on_paper=False)
    for each in due.select_related("meeting__instance"):
        try:
            close(each, by=None, at=now)
        except (BadInput, Http404, DatabaseError):
            logger.exception("vote %s was not closed", each.pk)


@transaction.atomic
def cancel(vote: Vote, reason: str, *, by: User) -> Vote:
    """Called off before its closing: what was cast is not counted, and is not kept. Raises BadInput."""
    kept = kept_alone(vote)
    if kept.state == VoteState.CANCELLED:
        return kept
    if kept.state == VoteState.CLOSED:
        raise BadInput("Ce vote est clos : son résultat reste.")
    if kept.state == VoteState.DRAFT:
        raise BadInput("Personne ne voit encore ce vote : effacez-le.")
    Urn.objects.filter(vote=kept).delete()
    kept.voices.update(said=None)
    kept.state, kept.reason = VoteState.CANCELLED, reason
    kept.save(update_fields=["state", "reason"])
    record(f"Vote annulé : « {kept.title} ».", by=by.pk, subject=kept.meeting.instance.structure_id)
    return kept


@transaction.atomic
def seat_elected(vote: Vote, instance: Instance, given: GivenMandate, *, by: User) -> int:
    """A mandate in an instance for each who was elected and has a card; how many. Done twice, once. Raises BadInput."""
    kept = kept_alone(vote)
    result = result_of(kept)
    won = result.elected or () if isinstance(result, Election) else ()
    cards = [each["person"] for each in kept.candidates if each["name"] in won and each.get("person")]
    people = list(instance.structure.people.filter(pk__in=remaining(cards)))
    if not people:
        raise BadInput(
            "Personne d’élu n’a de fiche : ajoutez-la à l’équipe, puis donnez le mandat sur la page de l’instance."
        )
    for person in people:
        seat(instance, person, given, by=by)
    return len(people)
