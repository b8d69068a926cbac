"""Preparing what comes back each year, and saying what was done for whom prepares it next."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import SeasonPlan, SeasonTask, SeasonYear
from maillage.care.rules.identities import refuse_identity
from maillage.care.services.locking import lock
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

#: A day that each month has.
LAST_DAY = 28
MOST_PLANS, MOST_TASKS = 30, 40


@dataclass(frozen=True, slots=True)
class GivenSeason:
    season: str
    title: str
    starts_on: date  # its day and month count, each year
    owner: Person | None = None


@transaction.atomic
def plan_season(structure: Structure, given: GivenSeason, *, key: UUID, by: User) -> SeasonPlan:
    """Prepared from that day of each year; the same key plans once. Raises BadInput."""
    if given.starts_on.day > LAST_DAY:
        raise BadInput("Choisissez un jour du 1er au 28 : il doit exister chaque mois.", field="starts_on")
    lock(structure.pk)
    if known := sent_before(SeasonPlan.objects.filter(structure=structure), key):
        return known
    if structure.season_plans.count() >= MOST_PLANS:
        raise BadInput("Vous avez déjà trente plans saisonniers.")
    made = SeasonPlan.objects.create(
        structure=structure, season=given.season, title=given.title, owner=given.owner,
        day=given.starts_on.day, month=given.starts_on.month, key=key,
    )  # fmt: skip
    record(f"Plan saisonnier : « {made.title} ».", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def open_year(plan: SeasonPlan, year: int) -> SeasonYear:
    """Its page; what was to do the year before is to do again. Opened twice, it is one."""
    lock(plan.structure_id)
    if known := plan.years.filter(year=year).first():
        return known
    before = plan.years.filter(year__lt=year).order_by("-year").first()
    made = SeasonYear.objects.create(plan=plan, year=year)
    if before:
        SeasonTask.objects.bulk_create(
            SeasonTask(year=made, words=each.words, who=each.who, key=uuid4()) for each in before.tasks.all()
        )
    return made


@transaction.atomic
def add_task(plan: SeasonPlan, year: int, words: str, who: Person | None, *, key: UUID) -> SeasonTask:
    """Something to do this year; the same key adds once. Raises BadInput."""
    refuse_identity(words, field="words")
    held = open_year(plan, year)
    if known := sent_before(held.tasks, key):
        return known
    if held.tasks.count() >= MOST_TASKS:
        raise BadInput("Quarante tâches pour une saison : terminez-en d’abord.")
    return SeasonTask.objects.create(year=held, words=words, who=who, key=key)


def finish_task(task: SeasonTask, *, on: date | None) -> None:
    """Done that day; None: to do again."""
    SeasonTask.objects.filter(pk=task.pk).update(done_on=on)


@transaction.atomic
def close_year(plan: SeasonPlan, year: int, done: str, *, on: date, by: User | None = None) -> None:
    """What was done, which is read the year after. Said again, the last words stand. Raises BadInput.

    `by` None: who answers for it, by the link of their card.
    """
    refuse_identity(done, field="done")
    held = open_year(plan, year)
    SeasonYear.objects.filter(pk=held.pk).update(done=done, closed_on=on)
    record(
        f"Plan saisonnier : « {plan.title} », {year} terminé.",
        by=by.pk if by else None,
        subject=plan.structure_id,
    )


@transaction.atomic
def drop_season(plan: SeasonPlan, *, by: User) -> None:
    SeasonPlan.objects.filter(pk=plan.pk).delete()
    record(f"Plan saisonnier retiré : « {plan.title} ».", by=by.pk, subject=plan.structure_id)
