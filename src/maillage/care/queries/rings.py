"""Who may be told of a request: those who want to, who are there, whom a message reaches, nearest first."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from maillage.care.enums import OUTSIDE
from maillage.care.models import CareRequest, OutsideTool, RingSetting, Watch, WatchedCommune, WatchedKind
from maillage.care.queries.requests import KINDS
from maillage.care.queries.turns import clocks_of, prefetched
from maillage.care.rules.rings import Pace, Watcher
from maillage.geography import atlas
from maillage.people.models import Absence, Adhesion, Person
from maillage.people.queries.addresses import unreached
from maillage.people.queries.desk import is_here
from maillage.people.queries.members import is_in
from maillage.structures.models import Structure
from maillage.structures.queries import together

M = TypeVar("M", bound=Model)


def rings_of(structure: Structure) -> RingSetting:
    """What it chose; what holds until it chooses, unsaved."""
    return RingSetting.objects.filter(structure=structure).first() or RingSetting(structure=structure)


def pace_of(structure: Structure) -> Pace:
    return _pace(rings_of(structure))


def _pace(chosen: RingSetting) -> Pace:
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


class Around:
    """Who may be told of some requests of one structure that day, read in one question whatever their number."""

    def __init__(self, structure: Structure, requests: Sequence[CareRequest], *, on: date) -> None:
        self.structure = structure
        self.clocks = clocks_of(structure)
        usual = {each.usual_id for each in requests if each.usual_id}
        asked = {"person__profession__in": {each.profession for each in requests}}
        wanted = Q(**asked, is_on=True, kinds__kind__in={each.kind for each in requests})
        rows = Watch.objects.filter(
            Q(wanted, person__structure=structure, person__is_merged=False) | Q(person__in=usual)
        ).distinct()
        rows = rows.select_related("person").order_by("pk")
        cards = Q(person__in=rows.order_by().values("person")) | Q(person__in=usual)
        people = Person.objects.filter(pk__in=usual)
        kinds = WatchedKind.objects.filter(watch__in=rows.order_by().values("pk")).order_by("pk")
        communes = WatchedCommune.objects.filter(watch__in=rows.order_by().values("pk")).order_by("pk")
        adhesions = Adhesion.objects.filter(cards).order_by("pk")
        absent = Absence.objects.filter(cards, since__lte=on, last_day__gte=on).order_by("pk")
        chosen = RingSetting.objects.filter(structure=structure)
        together(rows, people, kinds, communes, adhesions, absent, chosen)
        self.pace = _pace(next(iter(chosen), RingSetting(structure=structure)))
        self._watches = {row.person_id: row for row in rows}
        self._people = {card.pk: card for card in people} | {row.person_id: row.person for row in rows}
        self._kinds = {(each.watch_id, each.kind) for each in kinds}
        self._communes = _by(communes, "watch_id")
        joined = _by(adhesions, "person_id")
        for pk, card in self._people.items():
            prefetched(card, "adhesions", joined.get(pk, []))
        lost = unreached(structure, ((pk, card.email) for pk, card in self._people.items()))
        away = {each.person_id for each in absent}
        self._here = {
            pk for pk, card in self._people.items() if is_here(card, on) and pk not in lost and pk not in away
        }

    def watchers(self, request: CareRequest) -> list[Watcher]:
        """Those whom it is for; whom a message does not reach, who left or is away is not among them."""
        return [
            watcher
            for pk, row in self._watches.items()
            if pk in self._here
            and row.is_on
            and row.person.structure_id == self.structure.pk
            and row.person.profession == request.profession
            and (row.pk, request.kind) in self._kinds
            and (watcher := self._watcher(row, request.commune))
        ]

    def _watcher(self, row: Watch, commune: str) -> Watcher | None:
        """None: they do not go there."""
        km = km_from(row.base, commune)
        named = {each.commune for each in self._communes.get(row.pk, ())}
        goes = commune in named if named else commune == row.base or (km is not None and km <= row.km)
        return self._told(row, km) if goes else None

    def _told(self, row: Watch, km: float | None) -> Watcher:
        return Watcher(
            row.person_id,
            km,
            row.opens_at,
            row.closes_at,
            row.on_weekends,
            row.at_any_hour,
            self.clocks.holidays,
        )

    def usual(self, request: CareRequest) -> Watcher | None:
        """The usual professional, told first whether they asked to be told or not: at their hours, or at the structure's.

        None: nobody in particular, or who refuses to be told, is away, or cannot be written to.
        """
        if request.usual_id is None or request.usual_id not in self._here:
            return None
        if row := self._watches.get(request.usual_id):
            return self._told(row, 0) if row.is_on else None
        opens, closes = self.clocks.opens, self.clocks.closes
        return Watcher(request.usual_id, 0, opens, closes, at_any_hour=True, holidays=self.clocks.holidays)

    def cards(self, numbers: Iterable[int]) -> list[Person]:
        """In the order asked."""
        return [self._people[pk] for pk in numbers]


def _by(rows: Iterable[M], name: str) -> dict[int, list[M]]:
    found: dict[int, list[M]] = {}
    for each in rows:
        found.setdefault(getattr(each, name), []).append(each)
    return found


@lru_cache(maxsize=20_000)
def km_from(base: str, commune: str) -> float | None:
    """None: one of them is unknown, or not located."""
    try:
        return atlas().distance_km(base, commune)
    except KeyError:
        return None


def counted_watchers(structure: Structure, *, on: date) -> dict[str, int]:
    """Profession → how many want to be told, and are there."""
    known = Adhesion.objects.filter(person=OuterRef("person"))
    here = (
        ~Q(person__engagement="") | Exists(known.filter(is_in(on))) | ~Exists(known)
    )  # as `is_here` reads a card
    rows = watches(structure).filter(here, is_on=True).order_by().values_list("person__profession")
    return dict(rows.annotate(number=Count("pk")))
