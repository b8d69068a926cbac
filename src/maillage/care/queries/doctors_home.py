"""What the search of a médecin traitant says on the first page of care, on the home of a structure, to each by their link."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.care.enums import Ability, AskerKind, RequestState
from maillage.care.models import CareRequest, Offer
from maillage.care.queries.doctors import all_of, commune_name, own_held, own_offers, stuck
from maillage.care.types import Part, Telling
from maillage.kernel import plural, with_no_break_spaces
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Lines, OwnLine, Task, Waiting, Wanted

#: A request that nobody was offered for so long awaits a hand.
LEFT_FOR = timedelta(days=1)
#: A first consultation that nobody says for so long; its taker was asked before (`doctor_turns.MET_WITHIN`).
SILENT_FOR = timedelta(days=37)
#: Of these the structure keeps who they are, and calls them.
KEPT_HERE = (AskerKind.PATIENT, AskerKind.CARER, AskerKind.STRUCTURE)
MOST, MOST_OFFERS = 50, 5
YOURS = "Médecin traitant"
#: Code, commune, since when, number of the row.
Taken = tuple[str, str, datetime | None, int]


def doctors_part(structure: Structure) -> Telling:
    sizes = yield Wanted(sizes={"seeking": all_of(structure).filter(state=RequestState.OPEN)})
    seeking = sizes["seeking"]
    said = f"{plural(seeking, 'demande cherche', 'demandes cherchent')} un médecin." if seeking else ""
    return Part(
        "Médecin traitant",
        "care:doctors",
        "Qui cherche un médecin, qui a de la place, à qui le tour.",
        with_no_break_spaces(said),
    )


def desks_part(structure: Structure) -> Telling:
    sizes = yield Wanted(sizes={"desks": structure.care_desks.filter(is_on=True)})
    number = sizes["desks"]
    said = f"{plural(number, 'guichet ouvert', 'guichets ouverts')}." if number else ""
    return Part(
        "Guichets",
        "care:desks",
        "Hôpital, DAC, caisse : chacun demande par son lien.",
        with_no_break_spaces(said),
    )


def doctors_awaiting(structure: Structure) -> Waiting:
    """Requests that are offered to nobody; those that somebody away holds."""
    now = timezone.now()
    left, away, untold, silent = lists = _waiting(
        structure, now - LEFT_FOR, now - SILENT_FOR, day_in(structure, now)
    )
    yield Wanted(lists)
    if left:
        url = reverse("care:doctors", args=[structure.slug])
        said = f"{plural(len(left), 'demande')} de médecin traitant sans proposition"
        yield Task(said, url, "La plus ancienne d’abord.", Ability.COORDINATE, None, Role.COORDINATION)
    if away:
        url = reverse("care:capacities", args=[structure.slug])
        said = f"{plural(len(away), 'demande prise', 'demandes prises')} par un médecin absent"
        yield Task(
            said, url, "À rendre, ou à confirmer avec lui.", Ability.COORDINATE, None, Role.COORDINATION
        )
    yield from _of_taken(structure, untold, "à rappeler : un médecin a dit oui", "personne", "personnes")
    yield from _of_taken(
        structure, silent, "depuis plus d’un mois, sans suite dite", "demande prise", "demandes prises"
    )


def _of_taken(
    structure: Structure, rows: QuerySet[CareRequest, Taken], what: str, one: str, many: str
) -> Iterator[Task]:
    if rows:
        url = f"{reverse('care:doctors', args=[structure.slug])}?state={RequestState.TAKEN}"
        code, commune, *_ = rows[0]
        detail = f"{code}, {commune_name(commune)}"
        yield Task(
            f"{plural(len(rows), one, many)} {what}", url, detail, Ability.COORDINATE, None, Role.COORDINATION
        )


@prepared
def _waiting(
    structure: Structure, before: datetime, long_ago: datetime, today: date
) -> tuple[
    QuerySet[CareRequest, tuple[int]], QuerySet[CareRequest, tuple[int]], QuerySet[CareRequest, Taken], QuerySet[CareRequest, Taken]
]:  # fmt: skip
    rows = all_of(structure).filter(state=RequestState.TAKEN).order_by("taken_at", "pk")
    held = rows.values_list("code", "commune", "taken_at", "pk")
    taken = all_of(structure).filter(
        state=RequestState.TAKEN, taker__absences__since__lte=today, taker__absences__last_day__gte=today
    )
    return (
        stuck(structure).filter(asked_at__lt=before).order_by("asked_at", "pk").values_list("pk")[:MOST],
        CareRequest.objects.filter(pk__in=taken.values("pk")).order_by("pk").values_list("pk")[:MOST],
        held.filter(desk=None, asked_by__in=KEPT_HERE, acknowledged_at=None)[:MOST],
        held.filter(taken_at__lt=long_ago)[:MOST],
    )


@prepared
def _own_lists(person: Person) -> tuple[QuerySet[Offer], QuerySet[CareRequest, tuple[int]]]:
    held = own_held(person).prefetch_related(None).values_list("pk")
    return own_offers(person)[:MOST_OFFERS], held[:MOST]


def doctors_own_lines(person: Person) -> Lines:
    """`person` with its structure."""
    if not hasattr(person, "door"):
        return
    link = person.door.link
    offers, held = lists = _own_lists(person)
    yield Wanted(lists)
    for offer in offers:
        where = commune_name(offer.request.commune)
        yield OwnLine(
            YOURS, f"Une personne de {where} cherche un médecin.", link.step(f"place-{offer.pk}"), "Répondre"
        )
    if held:
        said = f"{plural(len(held), 'demande prise', 'demandes prises')} : dites quand la première consultation est faite."
        yield OwnLine(YOURS, said, link.step("patients"), "Voir")
    if person.profession in {"medecin_generaliste", "medecin"} and not held:
        yield OwnLine(
            YOURS,
            "Dites combien de nouveaux patients vous prenez, sans ouvrir d’agenda.",
            link.step("patients"),
            "Le dire",
        )
    yield OwnLine(
        YOURS, "Quelqu’un que vous suivez n’a pas de médecin traitant ?", link.step("cherche"), "Demander"
    )
