"""Votes by one's own link: those of a sitting, who may cast which voice at a moment, who did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from maillage.governance.enums import VoteState
from maillage.governance.models import Meeting, Voice, Vote
from maillage.governance.queries.seats import Room, heard_at, seated
from maillage.people.models import Person
from maillage.structures.models import Structure

#: The step behind one's link where one votes.
VOTE = "vote"


def votes_of(structure: Structure) -> QuerySet[Vote]:
    return Vote.objects.filter(meeting__instance__structure=structure).select_related("meeting__instance")


def votes_at(meeting: Meeting, *, drafts: bool) -> QuerySet[Vote]:
    """Those of a sitting; `drafts`: for whoever prepares them."""
    found = meeting.votes.select_related("decision")
    return found if drafts else found.exclude(state=VoteState.DRAFT)


def promise(vote: Vote) -> str:
    """What everybody will know of a ballot: said before it is cast, and kept."""
    if vote.is_on_paper:
        return (
            "Vote secret, sur papier, dans la salle : deux scrutateurs comptent, le résultat paraît ensuite."
        )
    if vote.is_secret:
        return (
            "Vote secret : on saura que vous avez voté, jamais ce que vous avez voté. "
            "Le résultat paraît quand le vote est clos."
        )
    return "Vote public : votre nom et ce que vous avez voté paraissent avec le résultat, quand le vote est clos."


def casters(vote: Vote, *, at: datetime) -> Mapping[int, int]:
    """By person who may be heard at that moment, who casts their voice: themselves, or the holder of their pouvoir.

    Among those of the list, written at the opening: who arrived since is not added to it.
    """
    voices = vote.voices.filter(person__is_merged=False).select_related("person")
    people = [voice.person for voice in voices if voice.person]
    if vote.is_remote:
        return {person.pk: person.pk for person in people}
    meeting = vote.meeting
    room = Room(
        people,
        list(meeting.presences.select_related("person")),
        list(meeting.pouvoirs.select_related("giver", "holder")),
    )
    carrier = heard_at(meeting, room, at).electorate.carrier
    return {int(voter): int(by) for voter, by in carrier.items()}


def stays_out(vote: Vote, person: Person) -> bool:
    """Whether they take no part in the point: they cast nothing, not even what they carry."""
    return vote.item_id is not None and person.recusals.filter(item=vote.item_id).exists()


def own_voices(vote: Vote, person: Person, *, at: datetime) -> list[Voice]:
    """The voices that they may cast: theirs first, then those they carry."""
    if stays_out(vote, person):
        return []
    mine = {voter for voter, by in casters(vote, at=at).items() if by == person.pk}
    found = vote.voices.filter(person__in=mine).select_related("person", "holder")
    return sorted(found, key=lambda voice: (voice.person_id != person.pk, voice.pk))


def why_none(vote: Vote, person: Person, *, at: datetime) -> str:
    """Why somebody has no voice to cast."""
    if stays_out(vote, person):
        return "Vous ne prenez pas part à ce point : vous n’y votez pas."
    if not vote.voices.filter(person=person).exists():
        if seated(vote.meeting.instance, on=vote.meeting.day).filter(pk=person.pk).exists():
            return "Vous n’êtes pas sur la liste de ce vote, écrite quand il s’est ouvert : cotisation, ou arrivée depuis."
        return "Vous ne siégez pas dans cette instance : vous n’y votez pas."
    carried = casters(vote, at=at).get(person.pk)
    if carried is None:
        return (
            "Vous n’êtes pas noté présent : dites à qui tient la séance que vous êtes là, puis revenez ici."
        )
    holder = Person.objects.filter(pk=carried).first()
    return f"Votre voix est portée par {holder.name if holder else 'une autre personne'}."


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who may vote, who can be heard now, who did."""

    listed: int
    heard: int
    cast: int
    voices: Sequence[Voice]
    is_remote: bool

    @property
    def waits(self) -> Sequence[Voice]:
        return [voice for voice in self.voices if not voice.is_cast and (voice.is_heard or self.is_remote)]


def turnout(vote: Vote, *, at: datetime) -> Turnout:
    """While it is open, who is heard is read from the room; once closed, as it was noted then, and told by pages."""
    if vote.state == VoteState.CLOSED:
        heard, cast = Count("pk", filter=Q(is_heard=True)), Count("pk", filter=Q(is_cast=True))
        sums = vote.voices.aggregate(listed=Count("pk"), heard=heard, cast=cast)
        if vote.is_on_paper:  # nobody casts a voice there: papers are counted
            sums["cast"] = len((vote.record or {}).get("ballots", ()))
        return Turnout(**sums, voices=(), is_remote=vote.is_remote)
    voices, now = list(vote.voices.select_related("person", "holder")), casters(vote, at=at)
    for voice in voices:
        voice.is_heard = voice.is_cast or (not vote.is_remote and voice.person_id in now)
    return Turnout(
        len(voices),
        sum(voice.is_heard for voice in voices),
        sum(voice.is_cast for voice in voices),
        voices,
        vote.is_remote,
    )
