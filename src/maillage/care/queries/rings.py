"""Who may be told of a request: those who want to, who are there, whom a message reaches, nearest first."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from maillage.care.enums import OUTSIDE
from maillage.care.models import CareRequest, CareSetting, OutsideTool, RingSetting, Watch
from maillage.care.queries.requests import KINDS
from maillage.care.queries.settings import setting_of
from maillage.care.rules.rings import Pace, Watcher
from maillage.geography import atlas
from maillage.people.models import Adhesion, Person
from maillage.people.queries.addresses import unreached
from maillage.people.queries.desk import is_here
from maillage.people.queries.members import is_in
from maillage.people.queries.presence import away
from maillage.structures.models import Structure


def rings_of(structure: Structure) -> RingSetting:
    """What it chose; what holds until it chooses, unsaved."""
    return RingSetting.objects.filter(structure=structure).first() or RingSetting(structure=structure)


def pace_of(structure: Structure) -> Pace:
    chosen = rings_of(structure)
    return Pace(timedelta(minutes=chosen.alone_minutes), chosen.size, timedelta(minutes=chosen.every_minutes))


def tools_of(structure: Structure) -> dict[str, OutsideTool]:
    """Kind → the tool that the structure uses for its pictures and letters."""
    return {tool.kind: tool for tool in OutsideTool.objects.filter(structure=structure)}


def kinds_asked(structure: Structure) -> list[str]:
    """What may be asked there: pictures and letters, when the structure says by which tool they go."""
    tools, outside = tools_of(structure), {key for key, _ in OUTSIDE}
    return [kind for kind in KINDS if kind not in outside or kind in tools]


def watches(structure: Structure) -> QuerySet[Watch]:
    """Of those whose card is there; merged ones are not."""
    return Watch.objects.filter(person__structure=structure, person__is_merged=False)


def watchers_of(request: CareRequest, *, on: date) -> list[Watcher]:
    """Those whom this request is for, that day; whom a message does not reach, who left or is away is not among them."""
    rows = (
        watches(request.structure)
        .filter(is_on=True, person__profession=request.profession, kinds__kind=request.kind)
        .select_related("person")
        .prefetch_related("communes", "person__adhesions")
    )
    found = {row.person_id: row for row in rows if is_here(row.person, on)}
    absent = set(away(found, on=on).values_list("person", flat=True))
    lost = unreached(request.structure, ((pk, row.person.email) for pk, row in found.items()))
    return [
        watcher
        for pk, row in found.items()
        if pk not in absent | lost and (watcher := _watcher(row, request.commune))
    ]


def _watcher(row: Watch, commune: str) -> Watcher | None:
    """None: they do not go there."""
    km = km_from(row.base, commune)
    named = {each.commune for each in row.communes.all()}
    goes = commune in named if named else commune == row.base or (km is not None and km <= row.km)
    if not goes:
        return None
    return Watcher(row.person_id, km, row.opens_at, row.closes_at, row.on_weekends, row.at_any_hour)


def km_from(base: str, commune: str) -> float | None:
    """None: one of them is unknown, or not located."""
    try:
        return atlas().distance_km(base, commune)
    except KeyError:
        return None


def usual_watcher(request: CareRequest, *, on: date) -> Watcher | None:
    """The usual professional, told first whether they asked to be told or not: at their hours, or at the structure's.

    None: nobody in particular, or who refuses to be told, is away, or cannot be written to.
    """
    person = request.usual
    if person is None or not is_here(person, on) or away([person.pk], on=on).exists():
        return None
    if unreached(request.structure, [(person.pk, person.email)]):
        return None
    if row := Watch.objects.filter(person=person).first():
        if not row.is_on:
            return None
        return Watcher(person.pk, 0, row.opens_at, row.closes_at, row.on_weekends, row.at_any_hour)
    hours: CareSetting = setting_of(request.structure)
    return Watcher(person.pk, 0, hours.opens_at, hours.closes_at, at_any_hour=True)


def in_order(structure: Structure, numbers: Iterable[int]) -> list[Person]:
    """Cards, in the order asked."""
    rank = {pk: place for place, pk in enumerate(numbers)}
    return sorted(structure.people.filter(pk__in=rank), key=lambda card: rank[card.pk])


def counted_watchers(structure: Structure, *, on: date) -> dict[str, int]:
    """Profession → how many want to be told, and are there."""
    known = Adhesion.objects.filter(person=OuterRef("person"))
    here = (
        ~Q(person__engagement="") | Exists(known.filter(is_in(on))) | ~Exists(known)
    )  # as `is_here` reads a card
    rows = watches(structure).filter(here, is_on=True).order_by().values_list("person__profession")
    return dict(rows.annotate(number=Count("pk")))
