"""What a structure waits for, of its meetings and of what was decided there."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.governance.enums import Ability, IdeaState, MeetingState, VoteState
from maillage.governance.models import Declaration, Referent
from maillage.governance.queries.decisions import to_do
from maillage.governance.queries.meetings import meetings_of, said_when
from maillage.governance.queries.polls import under_way
from maillage.governance.queries.referents import unheld
from maillage.governance.queries.seats import ending, vacancies, with_seats
from maillage.governance.queries.votes import votes_of
from maillage.governance.queries.year import UNCHECKED
from maillage.governance.queries.yearly import meeting_yearly, owed
from maillage.kernel import date_in_french, joined, plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted

#: Meetings told this long before; mandates that end, this long.
A_WEEK, TOLD_BEFORE = timedelta(days=7), timedelta(days=90)
MOST, MOST_CHANGES = 5, 100


def awaiting(structure: Structure) -> Waiting:
    now, today = timezone.now(), timezone.localdate()
    meetings, votes, polls, tasks = _going_on(structure, now, now + A_WEEK)
    mandates, referents, instances, changes, seated = _held(
        structure, today - TOLD_BEFORE, today, today + TOLD_BEFORE
    )
    ideas = structure.ideas.filter(state=IdeaState.WAITING)
    lists = [meetings, votes, polls, tasks, mandates, referents, instances, changes, seated]
    there = yield Wanted(lists, {"ideas": ideas})
    for each in meetings:
        each.instance.structure = structure
        url = reverse("governance:meeting", args=[structure.slug, each.pk])
        if each.ends_at < now:
            yield Task(
                f"Réunion à clore : {each.title}",
                url,
                said_when(each),
                Ability.RUN,
                each.day,
                Role.COORDINATION,
            )
        else:
            yield Task(each.title, url, said_when(each), "", each.day)
    for vote in votes:
        url = reverse("governance:vote", args=[structure.slug, vote.pk])
        yield Task(
            f"Vote ouvert : {vote.title}", url, vote.meeting.title, Ability.RUN, today, Role.COORDINATION
        )
    for poll in polls:
        url = reverse("governance:poll", args=[structure.slug, poll.pk])
        said = f"Date à choisir : {poll.title}"
        yield Task(said, url, "Sondage fermé", Ability.RUN, today, Role.COORDINATION)
    late = [task for task in tasks if task.due_on and task.due_on < today]
    if late:
        url = reverse("governance:tasks", args=[structure.slug])
        owners = sorted({task.owner.name for task in late if task.owner})
        said = f"{plural(len(late), 'tâche')} en retard"
        yield Task(said, url, ", ".join(owners[:3]), Ability.RUN, late[0].due_on, Role.COORDINATION)
    for mandate in mandates:
        url = reverse("governance:instance", args=[structure.slug, mandate.instance_id])
        text = f"Mandat à renouveler : {mandate.person.name}, {mandate.instance.name}"
        yield Task(text, url, mandate.get_office_display(), Ability.RUN, mandate.until, Role.COORDINATION)
    if changes:
        url = reverse("governance:declarations", args=[structure.slug])
        said = plural(len(changes), "changement à déclarer", "changements à déclarer")
        first = f"{changes[0].get_what_display()}, {date_in_french(changes[0].changed_on)}. {UNCHECKED}."
        yield Task(said, url, first, Ability.RUN, None, Role.COORDINATION)
    for instance, shares in vacancies(seated, on=today)[:MOST]:
        url = reverse("governance:instance", args=[structure.slug, instance.pk])
        vacant = sum(share.vacant for share in shares)
        said = f"{plural(vacant, 'siège vacant', 'sièges vacants')} : {instance.name}"
        yield Task(said, url, joined([share.label for share in shares]), Ability.RUN, None, Role.COORDINATION)
    if waiting := there["ideas"]:
        url = f"{reverse('governance:ideas', args=[structure.slug])}?state={IdeaState.WAITING}"
        said = plural(waiting, "idée attend une réponse", "idées attendent une réponse")
        yield Task(said, url, "", Ability.RUN, None, Role.COORDINATION)
    if lost := unheld(referents, on=today):
        url = reverse("governance:referents", args=[structure.slug])
        said = f"{plural(len(lost), 'référent')} à nommer"
        yield Task(said, url, ", ".join(lost[:3]), Ability.RUN, None, Role.COORDINATION)
    for due in owed(instances, today - TOLD_BEFORE, today + TOLD_BEFORE):
        url = reverse("governance:plan", args=[structure.slug, due.instance.pk])
        yield Task(due.title, url, "D’après les statuts saisis", Ability.RUN, due.day, Role.COORDINATION)


@prepared
def _going_on(structure: Structure, now: datetime, soon: datetime) -> tuple[QuerySet[Any], ...]:
    """Meetings of the week, votes, polls and tasks; of wide rows, what is said here alone: this page reads ninety lists."""
    convoked = meetings_of(structure).filter(state=MeetingState.CONVOKED, starts_at__lte=soon)
    votes = votes_of(structure).filter(state=VoteState.OPEN).select_related(None).select_related("meeting")
    polls = under_way(structure, at=now).exclude(closed_at=None).select_related(None)
    tasks = to_do(structure).select_related(None).select_related("owner")
    return (
        convoked.order_by("starts_at").only("title", "starts_at", "ends_at", "instance__name")[:MOST],
        votes.only("title", "meeting__title")[:MOST],
        polls.only("title")[:MOST],
        tasks.only("due_on", "owner__name")[: MOST + 1],
    )


@prepared
def _held(structure: Structure, since: date, today: date, soon: date) -> tuple[QuerySet[Any], ...]:
    """Mandates that end, referents, meetings of the year, changes to declare, seats."""
    mandates = ending(structure, before=soon, on=today)
    return (
        mandates.only("until", "office", "person__name", "instance__name")[:MOST],
        Referent.objects.filter(structure=structure).select_related("person"),
        meeting_yearly(structure, since),
        Declaration.objects.filter(structure=structure, declared_on=None)[:MOST_CHANGES],
        with_seats(structure, on=today),
    )
