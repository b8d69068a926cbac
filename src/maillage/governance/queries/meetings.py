"""The meetings of a structure: to come, held, and who is there."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from maillage.governance.enums import Coming, InstanceKind, MeetingState
from maillage.governance.models import Meeting, MeetingPaper, Pouvoir, Presence
from maillage.governance.queries.seats import Heard, Room, heard_at, seated
from maillage.kernel import when
from maillage.legislation import professions_by_key
from maillage.mail.queries import stopped_among
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.ui.slots import ProofPiece


def said_when(meeting: Meeting) -> str:
    """On the clocks of its territory."""
    return when(meeting.starts_at, meeting.ends_at, zone=meeting.zone)


def meetings_of(structure: Structure) -> QuerySet[Meeting]:
    return Meeting.objects.filter(instance__structure=structure).select_related("instance")


def to_come(structure: Structure, *, at: datetime) -> QuerySet[Meeting]:
    """Until its end, in order; one in preparation stays until its day has passed."""
    kept = (MeetingState.DRAFT, MeetingState.CONVOKED)
    return meetings_of(structure).filter(state__in=kept, ends_at__gte=at).order_by("starts_at", "pk")


def past(structure: Structure, *, at: datetime) -> QuerySet[Meeting]:
    """Held, cancelled, or whose day has passed; the last one first."""
    gone = meetings_of(structure).exclude(pk__in=to_come(structure, at=at).values("pk"))
    counted = gone.annotate(
        came=Count("presences", filter=Q(presences__is_pending=False), distinct=True),
        taken=Count("decisions", distinct=True),
    )
    return counted.order_by("-starts_at", "-pk")


@dataclass(frozen=True, slots=True)
class Attendee:
    """A line of the attendance sheet."""

    person: Person | None
    presence: Presence | None
    trade: str
    sits: bool  # in the instance; others are guests

    @property
    def is_there(self) -> bool:
        """A signature that waits for the host is nobody yet."""
        return self.came and self.presence is not None and self.presence.left_at is None

    @property
    def came(self) -> bool:
        return self.presence is not None and not self.presence.is_pending


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who was expected and who is there, with the quorum at this moment."""

    lines: Sequence[Attendee]
    heard: Heard
    #: Each with why it is not carried; empty when it is.
    pouvoirs: Sequence[tuple[Pouvoir, str]]

    @property
    def there(self) -> int:
        return sum(line.came for line in self.lines)

    @property
    def pending(self) -> list[Attendee]:
        return [line for line in self.lines if line.presence is not None and line.presence.is_pending]

    @property
    def lent(self) -> set[str]:
        """Marks of the telephones that signed for several."""
        signed = Counter(line.presence.device for line in self.lines if line.presence is not None)
        return {device for device, times in signed.items() if device and times > 1}


def sheet_of(meeting: Meeting, *, at: datetime) -> Sheet:
    """By name, those who sit first, then the guests who came. After the end, as it stood at the end."""
    known = professions_by_key()
    room = Room.of(meeting)
    noted = {each.person_id or -each.pk: each for each in room.presences}

    def line(person: Person | None, presence: Presence | None, *, sits: bool) -> Attendee:
        trade = known.get(person.profession) if person else None
        return Attendee(person, presence, trade.label if trade else "", sits)

    sitting = [line(person, noted.pop(person.pk, None), sits=True) for person in room.seats]
    guests = [line(presence.person, presence, sits=False) for presence in noted.values()]
    last_moment = min(at, meeting.last_moment)
    heard = heard_at(meeting, room, last_moment)
    pouvoirs = [
        (each, heard.refused.get(each.pk, "")) for each in room.pouvoirs if each.received_at <= last_moment
    ]
    return Sheet([*sitting, *guests], heard, pouvoirs)


@dataclass(frozen=True, slots=True)
class Answers:
    """What those who were convoked say, for the date as it is."""

    coming: int
    absent: int
    silent: Sequence[str]  # their names; of those who were written to
    untold: Sequence[str]  # no message reaches them
    again: Sequence[str]  # who answered for another date


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom a convocation will reach."""

    told: int
    untold: Sequence[str]  # their names


def telling_of(meeting: Meeting) -> Telling:
    """Of those who sit there on its day."""
    people = list(seated(meeting.instance, on=meeting.day))
    stopped = stopped_among(meeting.instance.structure_id)
    untold = [person.name for person in people if not is_told(person, stopped)]
    return Telling(len(people) - len(untold), untold)


def is_told(person: Person, stopped: Collection[str]) -> bool:
    """Whether they have an address that receives."""
    return bool(person.email) and person.email.lower() not in stopped


def answers_to(meeting: Meeting) -> Answers | None:
    """None as long as nobody was convoked."""
    rows = list(meeting.invitations.select_related("person").order_by("person__called", "pk"))
    for each in rows:
        each.meeting = meeting
    if not rows:
        return None
    stopped = stopped_among(meeting.instance.structure_id)
    said = Counter(each.answer for each in rows if each.stands)
    return Answers(
        said[Coming.YES] + said[Coming.REMOTE],
        said[Coming.NO],
        [each.person.name for each in rows if not each.answer and is_told(each.person, stopped)],
        [each.person.name for each in rows if not each.answer and not is_told(each.person, stopped)],
        [each.person.name for each in rows if each.answer and not each.stands],
    )


def misses_quorum(meeting: Meeting, *, at: datetime) -> bool:
    """Whether it began without the quorum of the statutes, or ended so."""
    if meeting.state not in {MeetingState.CONVOKED, MeetingState.HELD} or at < meeting.starts_at:
        return False
    return heard_at(meeting, Room.of(meeting), min(at, meeting.last_moment)).quorum.is_missed


def late_in(meeting: Meeting) -> list[str]:
    """Who sits there by now and was not convoked: their names. Nobody before the convocation."""
    if meeting.state != MeetingState.CONVOKED:
        return []
    held = meeting.invitations.values("person")
    return [person.name for person in seated(meeting.instance, on=meeting.day).exclude(pk__in=held)]


def short_notice(meeting: Meeting, *, on: date) -> int:
    """Days that lack, for a convocation that leaves that day, to the notice of the statutes; 0 when they say none."""
    notice = meeting.instance.notice_days
    return 0 if notice is None else max(0, notice - (meeting.day - on).days)


def pieces(structure: Structure) -> Iterator[ProofPiece]:
    """What was kept of the meetings held; nothing of a team's, which speak of patients."""
    held = MeetingPaper.objects.filter(
        meeting__instance__structure=structure, meeting__state=MeetingState.HELD
    ).exclude(meeting__instance__kind=InstanceKind.EQUIPE)
    for each in held.select_related("file", "meeting__instance"):
        title = f"{each.meeting.instance.name}, {each.file.name}"
        each.meeting.instance.structure = structure  # its clocks are read once
        yield ProofPiece("Réunions", title, each.meeting.day, each.file)
