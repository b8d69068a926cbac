"""Once a week, to each who has something to do: what is late first, each with a link of their own to say that it is done."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.geography import clocks_of
from maillage.governance.enums import Ability
from maillage.governance.models import Task, TaskMailing, TaskMailRefusal
from maillage.governance.queries.interests import register_of
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french, plural, visible, with_no_break_spaces
from maillage.links.models import Link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.ui.queries import module_of

#: From Monday at this hour of the territory, and no later in the week than Wednesday.
HOUR, LAST_DAY = 7, 3
#: Tasks of one message; put off no further than this.
MOST, FURTHEST = 30, timedelta(days=366)


@transaction.atomic
def start(structure: Structure, *, site: str, by: User) -> None:
    """It writes from the next Monday on. Asked twice, it is asked once."""
    lock(structure.pk)
    TaskMailing.objects.update_or_create(structure=structure, defaults={"site": site})
    record("Rappel hebdomadaire des tâches : ouvert.", by=by.pk, subject=structure.pk)


@transaction.atomic
def stop(structure: Structure, *, by: User) -> None:
    lock(structure.pk)
    if TaskMailing.objects.filter(structure=structure).delete()[0]:
        record("Rappel hebdomadaire des tâches : fermé.", by=by.pk, subject=structure.pk)


@transaction.atomic
def refuse(person: Person, *, on: date) -> None:
    """They want no such message; said twice, the first day stands."""
    TaskMailRefusal.objects.get_or_create(person=person, defaults={"said_on": on})


@transaction.atomic
def take_up(person: Person) -> None:
    TaskMailRefusal.objects.filter(person=person).delete()


@transaction.atomic
def put_off(task: Task, until: date, *, on: date) -> Task:
    """Not before that day: the weekly message leaves it out until then. Its own day stays. Raises BadInput."""
    lock(task.structure_id)
    kept = get_object_or_404(Task, pk=task.pk)
    if not on < until <= on + FURTHEST:
        raise BadInput("Choisissez un jour à venir, dans l’année.", field="not_before")
    if kept.done_on:
        raise BadInput("Cette tâche est déjà faite : reprenez-la d’abord.")
    kept.not_before = until
    kept.save(update_fields=["not_before"])
    said = f"Tâche « {kept.title} » : pas avant le {date_in_french(until)}."
    record(said, by=None, subject=kept.structure_id)
    return kept


def write_due(now: datetime) -> None:
    """Structures whose week was not written; looking takes no lock."""
    for mailing in TaskMailing.objects.select_related("structure__territory"):
        here = now.astimezone(clocks_of(mailing.structure.territory.codes))
        week = f"{here:%G-W%V}"
        is_time = here.isoweekday() <= LAST_DAY and (here.isoweekday() > 1 or here.hour >= HOUR)
        if is_time and mailing.week != week:
            write_week(mailing, week, at=now, on=here.date())


@transaction.atomic
def write_week(mailing: TaskMailing, week: str, *, at: datetime, on: date) -> int:
    """To each once for this week, whoever asks again; how many."""
    lock(mailing.structure_id)
    kept = TaskMailing.objects.select_related("structure").filter(pk=mailing.pk).exclude(week=week).first()
    if kept is None:
        return 0
    kept.week = week
    kept.save(update_fields=["week"])
    if module_of(Ability.READ) not in modules_of(kept.structure):
        return 0
    theirs = tasks_by_owner(kept.structure, on=on)
    links = doors_to(
        [tasks[0].owner for tasks in theirs.values() if tasks[0].owner], on=timezone.localdate(at)
    )
    for pk, tasks in theirs.items():
        _write(kept, tasks, links[pk], week, at=at, on=on)
    return len(theirs)


def tasks_by_owner(structure: Structure, *, on: date) -> dict[int, list[Task]]:
    """Owner → what is open, the day that comes first first. Of those who left, who refused or gave no address: nothing."""
    open_ones = structure.tasks.filter(Q(not_before=None) | Q(not_before__lte=on), done_on=None)
    there = register_of(structure, on=on).exclude(task_mail_refusal__isnull=False).values("pk")
    rows = open_ones.filter(owner__in=there).select_related("owner")
    found: dict[int, list[Task]] = {}
    for task in rows.order_by("owner", F("due_on").asc(nulls_last=True), "pk"):
        if task.owner and is_address(task.owner.email):
            found.setdefault(task.owner.pk, []).append(task)
    return found


def _write(
    mailing: TaskMailing, tasks: Sequence[Task], link: Link, week: str, *, at: datetime, on: date
) -> None:
    owner, structure, site = tasks[0].owner, mailing.structure, mailing.site.rstrip("/")
    if owner is None:
        return
    late = [task for task in tasks if task.due_on and task.due_on < on]
    lines = [_line(task, f"{site}{link.step(f'tache-{task.pk}')}", on=on) for task in tasks[:MOST]]
    more = f"Et {plural(len(tasks) - MOST, 'autre')}, sur votre page." if len(tasks) > MOST else ""
    opening = f"Bonjour,\n\nVoici ce que « {structure.name} » attend de vous"
    opening += f", dont {plural(len(late), 'tâche')} en retard." if late else "."
    body = [opening, *lines, more, f"Votre page : {site}{link.get_absolute_url()}"]
    post(
        f"governance.tasks {owner.pk} {week}",
        subject=with_no_break_spaces(" ".join(f"À faire pour « {structure.name} »".split())),
        body=with_no_break_spaces(visible("\n\n".join(filter(None, body)))),
        sender=" ".join(structure.name.split()),
        to=[
            To(
                owner.email,
                " ".join(owner.name.split()),
                f"{site}{reverse('governance:stop_task_mail', args=[link.token])}",
            )
        ],
        at=at,
        reply_to=contact_of(structure),
        about=structure.pk,
    )


def _line(task: Task, url: str, *, on: date) -> str:
    due = ""
    if task.due_on:
        due = (
            f" (en retard depuis le {date_in_french(task.due_on)})"
            if task.due_on < on
            else f" (pour le {date_in_french(task.due_on)})"
        )
    return f"{task.title}{due}\nC’est fait, ou pas avant le… : {url}"
