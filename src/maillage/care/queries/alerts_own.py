"""What alerts and crises bring to somebody who holds the link of their card; what is kept of that card."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillage.care.enums import AlertState, VersionState
from maillage.care.models import Called, PostPlace, Reading, SeasonPlan, SeasonTask, SeasonYear, Validation
from maillage.care.queries.alerts import awaited
from maillage.care.queries.modules import is_on
from maillage.care.queries.seasons import begins, is_near, year_at
from maillage.kernel import date_in_french, when
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in, today_in, zone_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import DiaryEntry, Lines, OwnLine, Wanted

MOST, MOST_DIARY = 5, 50
KEPT, OPENS, A_MOMENT = timedelta(days=90), time(9), timedelta(minutes=30)
CRISES, ALERTS, SEASONS = "Crise", "Alertes", "Saisons"


def may_signal(person: Person) -> bool:
    return is_on(person.structure) and belongs_then(person, on=today_in(person.structure))


@prepared
def _own_lists(
    person: Person, structure: Structure, at: datetime
) -> tuple[
    QuerySet[Called], QuerySet[Validation], QuerySet[Reading], QuerySet[SeasonPlan], QuerySet[SeasonYear],
    QuerySet[SeasonTask], QuerySet[PostPlace],
]:  # fmt: skip
    """Crises they are called to, alerts to validate, alerts to read; their seasons, those that are over, their tasks; the
    posts they hold."""
    asked = Validation.objects.filter(person=person, version__state=VersionState.ASKED)
    sent = Reading.objects.filter(
        awaited(),
        person=person, version__state=VersionState.SENT, version__alert__state=AlertState.SENT,
    )  # fmt: skip
    tasks = SeasonTask.objects.filter(who=person, done_on=None, year__closed_on=None)
    return (
        Called.objects.filter(person=person, crisis__ended_at=None).select_related("crisis").order_by("pk")[:MOST],
        asked.select_related("version__alert").order_by("pk")[:MOST],
        sent.select_related("version__alert").order_by("-pk")[:MOST],
        SeasonPlan.objects.filter(owner=person, structure=structure).order_by("pk")[:MOST],
        SeasonYear.objects.filter(plan__owner=person, closed_on__isnull=False).order_by("pk"),
        tasks.select_related("year__plan").order_by("pk")[:MOST],
        places_held(person, at=at),
    )  # fmt: skip


def own_lines(person: Person) -> Lines:
    """`person` with its structure: a crisis first; nothing of a module that is switched off."""
    link = person.door.link if hasattr(person, "door") else None
    now = timezone.now()
    today = day_in(person.structure, now)
    called, asked, sent, seasons, over, tasks, held = lists = _own_lists(person, person.structure, now)
    yield Wanted(lists)
    for place in held:
        path = (
            next(
                (link.step(f"crise-{call.pk}") for call in called if call.crisis_id == place.post.crisis_id),
                "",
            )
            if link
            else ""
        )
        said = when(place.post.starts_at, place.post.ends_at, zone=zone_of(person.structure))
        yield OwnLine(CRISES, f"Votre poste : {place.post.name}, {said}.", path, "Ouvrir" if path else "")
    closed = {(each.plan_id, each.year) for each in over}
    yield from _season_lines(seasons, closed, tasks, link, today)
    for call in called:
        said = "Vous avez répondu." if call.answer else "Dites si vous êtes disponible."
        path = link.step(f"crise-{call.pk}") if link else ""
        yield OwnLine(CRISES, f"{call.crisis}. {said}", path, "Ouvrir" if path else "")
    for each in asked:
        said = each.get_answer_display() or "votre réponse est attendue"
        path = link.step(f"valider-{each.pk}") if link else ""
        yield OwnLine(
            ALERTS, f"À valider : {each.version.alert.title} ({said}).", path, "Lire" if path else ""
        )
    for reading in sent:
        alert = reading.version.alert
        path = link.step(f"alerte-{reading.pk}") if link else ""
        yield OwnLine(ALERTS, f"{alert.get_kind_display()} : {alert.title}.", path, "Lire" if path else "")
    if link and belongs_then(person, on=today):
        yield OwnLine(ALERTS, "Un médicament manque ?", link.step("rupture"), "Le signaler")


def _season_lines(
    seasons: Iterable[SeasonPlan],
    closed: Collection[tuple[int, int]],
    tasks: Iterable[SeasonTask],
    link: Link | None,
    today: date,
) -> Iterator[OwnLine]:
    """What they answer for and what they are to do, when it is to be prepared or runs."""

    def door(plan: SeasonPlan, verb: str) -> tuple[str, str]:
        return (link.step(f"saison-{plan.pk}"), verb) if link else ("", "")

    for plan in seasons:
        if is_near(plan, today) and (plan.pk, year_at(plan, today)) not in closed:
            verb = "commence" if begins(plan, year_at(plan, today)) >= today else "a commencé"
            day = date_in_french(begins(plan, year_at(plan, today)))
            words = f"Vous répondez de « {plan.title} », qui {verb} le {day}."
            yield OwnLine(SEASONS, words, *door(plan, "Préparer"))
    for task in tasks:
        plan = task.year.plan
        if is_near(plan, today) and task.year.year == year_at(plan, today):
            yield OwnLine(SEASONS, f"{plan.title}, à faire : {task.words}.", *door(plan, "C’est fait"))


def places_held(person: Person, *, at: datetime) -> QuerySet[PostPlace]:
    """Posts that are not over, of crises that run."""
    rows = PostPlace.objects.filter(person=person, post__crisis__ended_at=None, post__ends_at__gt=at)
    return rows.select_related("post__crisis").order_by("post__starts_at", "pk")[:MOST]


def diary(person: Person) -> Iterator[DiaryEntry]:
    """Posts that they hold, and the day when a season of theirs begins."""
    zone, today = zone_of(person.structure), today_in(person.structure)
    places = PostPlace.objects.filter(person=person, post__ends_at__gt=timezone.now() - KEPT)
    for place in places.select_related("post__crisis").order_by("post__starts_at", "pk")[:MOST_DIARY]:
        post = place.post
        mark = "EXERCICE : " if post.crisis.is_exercise else ""
        yield DiaryEntry(
            f"crise-{post.key}@maillage", post.starts_at, post.ends_at, f"{mark}{post.name}", place=post.place,
            words=post.crisis.title, is_off=post.crisis.ended_at is not None and post.starts_at > post.crisis.ended_at,
        )  # fmt: skip
    for plan in person.care_seasons.filter(structure=person.structure):
        day = begins(plan, year_at(plan, today))
        start = datetime.combine(day, OPENS, zone)
        title = f"Saison : {plan.title}"
        yield DiaryEntry(f"saison-{plan.key}-{day.year}@maillage", start, start + A_MOMENT, title)


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody: what they read, validated, answered, held."""
    zone = zone_of(person.structure)

    def day(at: Any) -> str:
        return date_in_french(timezone.localdate(at, zone)) if at else ""

    return {
        "Alertes reçues": [
            {
                "Alerte": each.version.alert.title,
                "Lue le": day(each.read_at),
                "Réponse": each.get_answer_display(),
            }
            for each in person.care_readings.select_related("version__alert")
        ],
        "Alertes validées": [
            {
                "Alerte": each.version.alert.title,
                "Réponse": each.get_answer_display(),
                "Le": day(each.answered_at),
                "Motif": each.reason,
            }
            for each in person.care_validations.select_related("version__alert")
        ],
        "Appels de crise": [
            {
                "Crise": str(each.crisis),
                "Réponse": each.get_answer_display(),
                "Le": day(each.answered_at),
                "Compétences": each.skills,
            }
            for each in person.care_calls.select_related("crisis")
        ],
        "Postes de crise": [
            {"Poste": each.post.name, "Crise": str(each.post.crisis), "Pris le": day(each.taken_at)}
            for each in person.care_posts.select_related("post__crisis")
        ],
        "Plan de crise": [
            {"Rôle": each.get_part_display(), "Appelle": each.calls} for each in person.crisis_roles.all()
        ]
        + [{"Rôle": f"Fiche réflexe : {each}", "Appelle": ""} for each in person.crisis_sheets.all()],
        "Plans saisonniers": [
            {"Plan": each.title, "Rôle": "responsable"} for each in person.care_seasons.all()
        ]
        + [
            {"Plan": each.year.plan.title, "Rôle": each.words}
            for each in person.care_season_tasks.select_related("year__plan")
        ],
    }
