"""What meetings and tasks bring to somebody who holds the link of their card: their home, their diary."""

from collections.abc import Iterator
from datetime import time, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.geography import clocks_of
from maillage.governance.enums import EVERYBODY, Ability, MeetingState, Office, VoteState
from maillage.governance.models import Meeting, Task
from maillage.governance.queries.ideas import followed, takes_part
from maillage.governance.queries.interests import told_on
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.referents import held_by
from maillage.governance.queries.seats import runs
from maillage.governance.queries.votes import VOTE
from maillage.governance.queries.yearly import owed
from maillage.kernel import date_in_french, instants, plural
from maillage.links.models import Link
from maillage.people.models import Adhesion, Person
from maillage.people.queries.members import is_in
from maillage.structures.queries import modules_of
from maillage.ui.queries import module_of
from maillage.ui.slots import DiaryEntry, OwnLine

MOST = 5
MEETINGS, VOTES, TASKS, SEATS = "Prochaines réunions", "Votes ouverts", "À faire", "Instances et réunions"
IDEAS, INTERESTS = "Idées", "Vos intérêts"
OFFICERS = (Office.PRESIDENCE, Office.COPRESIDENCE, Office.VICE, Office.TRESORERIE, Office.SECRETARIAT)
#: What lasts a day is told at this hour.
MORNING, AFTER = time(9), time(9, 30)
A_YEAR = timedelta(days=365)
#: A diary keeps what was: cancelled meetings stay, said so, until nobody can think that they are held.
KEPT = timedelta(days=90)


def convoked(person: Person) -> QuerySet[Meeting]:
    """The meetings that they were convoked to, by a mandate or as all who belong; cancelled ones are among them."""
    today = timezone.localdate()
    sits = Q(instance__in=person.mandates.filter(runs(today)).values("instance"))
    if Adhesion.objects.filter(is_in(today), person=person).exists():
        sits |= Q(instance__kind__in=EVERYBODY)
    known = Meeting.objects.filter(sits, instance__structure=person.structure_id, convoked_on__isnull=False)
    return known.select_related("instance__structure__territory").order_by("starts_at", "pk")


def is_on(person: Person) -> bool:
    return module_of(Ability.READ) in modules_of(person.structure)


def own_lines(person: Person) -> Iterator[OwnLine]:
    """`person` with its structure; nothing of a module that the structure switched off."""
    if not is_on(person):
        return
    coming = convoked(person).filter(state=MeetingState.CONVOKED, ends_at__gt=timezone.now())
    asked = {each.meeting_id: each.link for each in person.invitations.select_related("link")}
    for each in coming[:MOST]:
        said = f"{each.title}, {said_when(each)}{f', {each.place}' if each.place else ''}."
        path = asked[each.pk].get_absolute_url() if each.pk in asked else ""
        yield OwnLine(MEETINGS, said, path, "Répondre" if path else "")
    for voice in person.voices.filter(vote__state=VoteState.OPEN, is_cast=False).select_related("vote"):
        if voice.vote.meeting_id in asked:
            yield OwnLine(VOTES, f"{voice.vote.title}.", asked[voice.vote.meeting_id].step(VOTE), "Voter")
    asked_dates = person.poll_replies.filter(poll__closed_at=None, poll__closes_at__gt=timezone.now())
    for line in asked_dates.select_related("poll", "link")[:MOST]:
        said = f"Quelles dates vous vont : {line.poll.title}."
        gesture = "Changer ma réponse" if line.replied_at else "Répondre"
        yield OwnLine(MEETINGS, said, line.link.get_absolute_url(), gesture)
    link = person.door.link if hasattr(person, "door") else None
    yield from _tasks(person, link)
    if link and takes_part(person):
        yield from _ideas(person, link)
        yield _interests(person, link)


def _ideas(person: Person, link: Link) -> Iterator[OwnLine]:
    """Where they propose one, and what became of theirs."""
    yield OwnLine(
        IDEAS,
        "Une idée pour la structure, en cinq lignes ; celles des autres, à soutenir.",
        link.step("idees"),
        "Lire et proposer",
    )
    mine = person.ideas.select_related("decision").prefetch_related("answers", "tasks")
    for each in mine[:MOST]:
        yield OwnLine(IDEAS, f"{each.title} : {followed(each)}", link.step(f"idee-{each.pk}"), "Ouvrir")


def _interests(person: Person, link: Link) -> OwnLine:
    """What they declare, and when they last said that it is whole."""
    told = told_on(person)
    said = f"Déclaration relue le {date_in_french(told)}." if told else "Vous n’avez encore rien déclaré."
    return OwnLine(INTERESTS, said, link.step("interets"), "Relire" if told else "Déclarer")


def _tasks(person: Person, link: Link | None = None) -> Iterator[OwnLine]:
    """`link`: that of their card, by which each is said to be done."""
    tasks = Task.objects.filter(owner=person, done_on=None).order_by(F("due_on").asc(nulls_last=True), "pk")
    for task in tasks[:MOST]:
        due = f", pour le {date_in_french(task.due_on)}" if task.due_on else ""
        path = link.step(f"tache-{task.pk}") if link else ""
        yield OwnLine(TASKS, f"{task.title}{due}.", path, "C’est fait" if path else "")


def card_lines(person: Person) -> Iterator[OwnLine]:
    """For who runs the structure: where they sit, how often they came this last year, what they are to do."""
    if not is_on(person):
        return
    today = timezone.localdate()
    for seat in person.mandates.filter(runs(today)).select_related("instance"):
        until = f", jusqu’au {date_in_french(seat.until)}" if seat.until else ""
        yield OwnLine(SEATS, f"{seat.instance.name} : {seat.get_office_display().lower()}{until}.")
    for said in held_by(person, on=today):
        yield OwnLine(SEATS, said)
    came = person.presences.filter(is_pending=False, arrived_at__gt=timezone.now() - A_YEAR).count()
    if came:
        yield OwnLine(SEATS, f"{plural(came, 'réunion')} en un an.")
    yield from _tasks(person)
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


def _yearly(person: Person) -> Iterator[DiaryEntry]:
    """What the statutes ask of the year, in the diary of those who hold an office."""
    today = timezone.localdate()
    if not person.mandates.filter(runs(today), office__in=OFFICERS).exists():
        return
    zone = clocks_of(person.structure.territory.codes)
    for due in owed(person.structure, today, today + A_YEAR):
        starts, ends = instants(due.day, MORNING, AFTER, zone=zone)
        yield DiaryEntry(f"annee-{due.instance.pk}-{due.day.year}@maillage", starts, ends, due.title)
