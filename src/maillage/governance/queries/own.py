"""What meetings and tasks bring to somebody who holds the link of their card: their home, their diary."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.geography import clocks_of
from maillage.governance.enums import EVERYBODY, OFFICERS, Ability, MeetingState, VoteState
from maillage.governance.models import (
    Idea,
    InterestsTold,
    Invitation,
    Mandate,
    Meeting,
    PollReply,
    Presence,
    Referent,
    Task,
    Voice,
)
from maillage.governance.queries.ideas import followed, takes_part
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.referents import held
from maillage.governance.queries.seats import runs
from maillage.governance.queries.votes import VOTE
from maillage.governance.queries.yearly import ACCOUNTS, meeting_yearly, owed
from maillage.kernel import date_in_french, instants, plural
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of, read_parts
from maillage.structures.queries.prepared import prepared
from maillage.ui.queries import module_of
from maillage.ui.slots import DiaryEntry, Lines, OwnLine, Wanted

MOST = 5
MEETINGS, VOTES, TASKS, SEATS = "Prochaines réunions", "Votes ouverts", "À faire", "Instances et réunions"
IDEAS, INTERESTS = "Idées", "Vos intérêts"
#: What lasts a day is told at this hour.
MORNING, AFTER = time(9), time(9, 30)
A_YEAR = timedelta(days=365)
#: A diary keeps what was: cancelled meetings stay, said so, until nobody can think that they are held.
KEPT = timedelta(days=90)


def convoked(person: Person) -> QuerySet[Meeting]:
    """The meetings that they were convoked to, by a mandate or as all who belong; cancelled ones are among them."""
    today, structure = timezone.localdate(), person.structure
    sits = _sits(person, today)
    if belongs_then(person, on=today):
        sits |= OF_ALL
    return _convoked(sits, structure).select_related("instance__structure__territory")


OF_ALL = Q(instance__kind__in=EVERYBODY)


def _sits(person: Person, on: date) -> Q:
    return Q(instance__in=Mandate.objects.filter(runs(on), person=person).values("instance"))


def _convoked(sits: Q, structure: Structure) -> QuerySet[Meeting]:
    known = Meeting.objects.filter(sits, instance__structure=structure, convoked_on__isnull=False)
    return known.select_related("instance").order_by("starts_at", "pk")


def _coming(sits: Q, structure: Structure, now: datetime) -> QuerySet[Meeting]:
    return _convoked(sits, structure).filter(state=MeetingState.CONVOKED, ends_at__gt=now)[:MOST]


@prepared
def _coming_for_all(person: Person, structure: Structure, on: date, now: datetime) -> QuerySet[Meeting]:
    return _coming(_sits(person, on) | OF_ALL, structure, now)


@prepared
def _coming_for_seats(person: Person, structure: Structure, on: date, now: datetime) -> QuerySet[Meeting]:
    return _coming(_sits(person, on), structure, now)


@prepared
def _own_lists(
    person: Person, now: datetime
) -> tuple[
    QuerySet[Invitation], QuerySet[Voice], QuerySet[PollReply], QuerySet[Idea], QuerySet[InterestsTold],
    QuerySet[Task],
]:  # fmt: skip
    """Where they are invited, open votes, open polls, their ideas, what they declared, what they are to do."""
    voices = Voice.objects.filter(
        person=person, vote__state=VoteState.OPEN, vote__is_on_paper=False, is_cast=False
    )
    polls = PollReply.objects.filter(person=person, poll__closed_at=None, poll__closes_at__gt=now)
    return (
        Invitation.objects.filter(person=person, meeting__ends_at__gt=now).select_related("link"),
        voices.select_related("vote"),
        polls.select_related("poll", "link")[:MOST],
        Idea.objects.filter(person=person).select_related("decision")[:MOST],
        InterestsTold.objects.filter(person=person),
        to_do_by(person),
    )


def is_on(person: Person) -> bool:
    return module_of(Ability.READ) in modules_of(person.structure)


def own_lines(person: Person) -> Lines:
    """`person` with its structure; nothing of a module that the structure switched off."""
    if not is_on(person):
        return
    now, link = timezone.now(), person.door.link if hasattr(person, "door") else None
    today, structure = timezone.localdate(), person.structure
    of_them = _coming_for_all if belongs_then(person, on=today) else _coming_for_seats
    coming = of_them(person, structure, today, now)
    invited, voices, polls, ideas, told, tasks = lists = _own_lists(person, now)
    yield Wanted([coming, *lists])
    asked = {each.meeting_id: each.link for each in invited}
    for each in coming:
        each.instance.structure = person.structure  # its clocks are read once
        said = f"{each.title}, {said_when(each)}{f', {each.place}' if each.place else ''}."
        path = asked[each.pk].get_absolute_url() if each.pk in asked else ""
        yield OwnLine(MEETINGS, said, path, "Répondre" if path else "")
    for voice in voices:
        if voice.vote.meeting_id in asked:
            yield OwnLine(VOTES, f"{voice.vote.title}.", asked[voice.vote.meeting_id].step(VOTE), "Voter")
    for line in polls:
        said = f"Quelles dates vous vont : {line.poll.title}."
        gesture = "Changer ma réponse" if line.replied_at else "Répondre"
        yield OwnLine(MEETINGS, said, line.link.get_absolute_url(), gesture)
    yield from _tasks(tasks, link)
    if link and takes_part(person):
        yield from _ideas(ideas, link)
        yield _interests(next(iter(told), None), link)


def _ideas(mine: Collection[Idea], link: Link) -> Iterator[OwnLine]:
    """Where they propose one, and what became of theirs."""
    read_parts((each, name) for each in mine for name in ("answers", "tasks"))
    yield OwnLine(
        IDEAS,
        "Une idée pour la structure, en cinq lignes ; celles des autres, à soutenir.",
        link.step("idees"),
        "Lire et proposer",
    )
    for each in mine:
        yield OwnLine(IDEAS, f"{each.title} : {followed(each)}", link.step(f"idee-{each.pk}"), "Ouvrir")


def _interests(told: InterestsTold | None, link: Link) -> OwnLine:
    """What they declare, and when they last said that it is whole."""
    said = (
        f"Déclaration relue le {date_in_french(told.told_on)}."
        if told
        else "Vous n’avez encore rien déclaré."
    )
    return OwnLine(INTERESTS, said, link.step("interets"), "Relire" if told else "Déclarer")


def to_do_by(person: Person) -> QuerySet[Task]:
    """The first of what they are to do, the nearest first."""
    tasks = Task.objects.filter(owner=person, done_on=None)
    return tasks.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST]


def _tasks(tasks: Iterable[Task], link: Link | None = None) -> Iterator[OwnLine]:
    """`link`: that of their card, by which each is said to be done."""
    for task in tasks:
        due = f", pour le {date_in_french(task.due_on)}" if task.due_on else ""
        path = link.step(f"tache-{task.pk}") if link else ""
        yield OwnLine(TASKS, f"{task.title}{due}.", path, "C’est fait" if path else "")


@prepared
def _card_lists(
    person: Person, today: date, a_year_ago: datetime
) -> tuple[QuerySet[Mandate], QuerySet[Referent], QuerySet[Presence, int], QuerySet[Task]]:
    came = Presence.objects.filter(person=person, is_pending=False, arrived_at__gt=a_year_ago)
    return (
        Mandate.objects.filter(runs(today), person=person).select_related("instance"),
        Referent.objects.filter(runs(today), person=person),
        came.values_list("pk", flat=True),
        to_do_by(person),
    )


def card_lines(person: Person) -> Lines:
    """For who runs the structure: where they sit, how often they came this last year, what they are to do."""
    if not is_on(person):
        return
    today = timezone.localdate()
    seats, asked, came, tasks = lists = _card_lists(person, today, timezone.now() - A_YEAR)
    yield Wanted(lists)
    for seat in seats:
        until = f", jusqu’au {date_in_french(seat.until)}" if seat.until else ""
        yield OwnLine(SEATS, f"{seat.instance.name} : {seat.get_office_display().lower()}{until}.")
    for said in held(asked):
        yield OwnLine(SEATS, said)
    if came:
        yield OwnLine(SEATS, f"{plural(len(came), 'réunion')} en un an.")
    yield from _tasks(tasks)
    path = reverse("governance:handover", args=[person.structure.slug, person.pk])
    yield OwnLine("Passation", "Ce que cette personne tient, si elle part.", path, "Préparer la passation")


def diary(person: Person) -> Iterator[DiaryEntry]:
    """A meeting that was called off stays in the list: a diary learns it there."""
    if not is_on(person):
        return
    for each in convoked(person).filter(ends_at__gt=timezone.now() - KEPT):
        agenda = "\n".join(f"{item.rank}. {item.title}" for item in each.items.all())
        yield DiaryEntry(
            f"reunion-{each.uid}@maillage",
            each.starts_at,
            each.ends_at,
            each.title,
            place=each.place or each.access_url,
            words="\n\n".join(filter(None, [each.reason, each.access_url, agenda])),
            version=each.sequence,
            is_off=each.state == MeetingState.CANCELLED,
        )
    yield from _yearly(person)
    zone = clocks_of(person.structure.territory.codes)
    for task in Task.objects.filter(owner=person, done_on=None, due_on__isnull=False).order_by(
        "due_on", "pk"
    ):
        if task.due_on:
            starts, ends = instants(task.due_on, MORNING, AFTER, zone=zone)
            yield DiaryEntry(f"tache-{task.key}@maillage", starts, ends, f"À faire : {task.title}")


def _yearly(person: Person) -> Iterator[DiaryEntry]:
    """What the statutes ask of the year, in the diary of those who hold an office."""
    today = timezone.localdate()
    if not person.mandates.filter(runs(today), office__in=OFFICERS).exists():
        return
    zone = clocks_of(person.structure.territory.codes)
    for due in owed(meeting_yearly(person.structure, today), today, today + A_YEAR):
        starts, ends = instants(due.day, MORNING, AFTER, zone=zone)
        yield DiaryEntry(
            f"annee-{due.instance.pk}-{due.day.year}{'-comptes' if due.what == ACCOUNTS else ''}@maillage",
            starts,
            ends,
            due.title,
        )
