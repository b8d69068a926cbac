"""Who answers a question; the book, and what of it is to be called again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from maillage import legislation
from maillage.care.enums import Ability, AgeBand, HelpKind, Situation
from maillage.care.models import HelpOffer, HelpReport
from maillage.care.rules.helping import (
    CHECKED_EACH_MONTHS,
    EVERYWHERE,
    Question,
    Reach,
    Slot,
    check_due,
    fits,
    nearness,
)
from maillage.care.types import Part, Telling
from maillage.geography import atlas
from maillage.kernel import add_months, folded, plural
from maillage.legislation import Neighbour
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Wanted

#: Said on the home of a structure, at most.
MOST = 50
#: Months end on different days: what is nearly due is read, then judged.
MARGIN = timedelta(days=3)
HANGING = ("situations", "communes", "ages", "slots")


@dataclass(frozen=True, slots=True)
class Helper:
    """An offer as it is read."""

    offer: HelpOffer
    situations: tuple[str, ...]  # in words
    communes: tuple[str, ...]  # their names; empty: the whole territory
    ages: tuple[str, ...]
    slots: tuple[Slot, ...]
    is_due: bool  # nobody called it for six months
    faults: tuple[str, ...] = ()  # said to be wrong, and not settled


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question is answered."""

    question: Question
    situation: str
    where: str
    who: str
    helpers: Sequence[Helper]
    everywhere: Sequence[Neighbour]


def communes_of(structure: Structure) -> list[tuple[str, str]]:
    """Code and name of each commune of the territory, by name."""
    named = ((code, atlas().commune(code).name) for code in structure.territory.codes)
    return sorted(named, key=lambda pair: folded(pair[1]))


def whole(structure: Structure) -> QuerySet[HelpOffer]:
    return structure.help_offers.select_related("partner").prefetch_related(*HANGING)


def reach_of(offer: HelpOffer) -> Reach:
    return Reach(
        [each.situation for each in offer.situations.all()],
        [each.commune for each in offer.communes.all()],
        [each.age for each in offer.ages.all()],
    )


def slots_of(offer: HelpOffer) -> tuple[Slot, ...]:
    return tuple(Slot(each.weekday, each.starts_at, each.ends_at, each.place) for each in offer.slots.all())


def helper_of(offer: HelpOffer, *, on: date, faults: Iterable[str] = ()) -> Helper:
    names = [atlas().commune(each.commune).name for each in offer.communes.all()]
    return Helper(
        offer,
        tuple(each.get_situation_display() for each in offer.situations.all()),
        tuple(sorted(names, key=folded)),
        tuple(each.get_age_display() for each in offer.ages.all()),
        slots_of(offer),
        check_due(offer.checked_on) <= on,
        tuple(faults),
    )


def open_reports(structure: Structure) -> QuerySet[HelpReport]:
    """What is said to be wrong, and not settled."""
    return HelpReport.objects.filter(offer__structure=structure, settled_at=None).order_by("first_at", "pk")


def faults_of(reports: Iterable[HelpReport]) -> dict[int, list[str]]:
    """Offer → what is said to be wrong of it."""
    found: dict[int, list[str]] = {}
    for each in reports:
        found.setdefault(each.offer_id, []).append(each.get_fault_display())
    return found


def answer(structure: Structure, question: Question, *, on: date) -> Answered:
    """Those who help with it there, the nearest first; what the law room says of everywhere beside."""
    faults = faults_of(open_reports(structure))
    found = [
        (reach, each) for each in whole(structure).filter(is_on=True)
        if fits(reach := reach_of(each), question)
    ]  # fmt: skip
    found.sort(key=lambda pair: (bool(faults.get(pair[1].pk)), *nearness(pair[0], question)))
    names = dict(communes_of(structure))
    return Answered(
        question,
        Situation(question.situation).label,
        names.get(question.commune, ""),
        AgeBand(question.age).label if question.age else "",
        [helper_of(each, on=on, faults=faults.get(each.pk, ())) for _, each in found],
        everywhere(question.situation),
    )


def everywhere(situation: str) -> list[Neighbour]:
    wanted = EVERYWHERE.get(situation, ())
    known = {each.key: each for each in legislation.neighbours()}
    return [known[key] for key in wanted if key in known]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Those of a kind, in the book."""

    label: str
    helpers: Sequence[Helper]


def book(
    structure: Structure, reports: Iterable[HelpReport], *, on: date, is_on: bool | None = None
) -> list[Shelf]:
    """By kind, in the order of the kinds; `is_on`: only those that are proposed."""
    faults, rows = faults_of(reports), whole(structure)
    if is_on is not None:
        rows = rows.filter(is_on=is_on)
    found: dict[str, list[Helper]] = {}
    for each in rows:
        found.setdefault(each.kind, []).append(helper_of(each, on=on, faults=faults.get(each.pk, ())))
    return [Shelf(kind.label, found[kind]) for kind in HelpKind if kind in found]


def partners_of(structure: Structure) -> list[tuple[int, str]]:
    """Those one may name, by name: a form of hundreds reads no more of them."""
    named = structure.partners.order_by("name", "pk").values_list("pk", "name")
    return sorted(named, key=lambda each: folded(each[1]))


def part(structure: Structure) -> Telling:
    sizes = yield Wanted(sizes={"shown": structure.help_offers.filter(is_on=True)})
    shown = sizes["shown"]
    return Part(
        "Qui peut aider ?",
        "care:help",
        "Une situation, une commune : qui appeler, quand, et ce qui revient.",
        f"{plural(shown, 'aide')} à proposer." if shown else "",
    )


class Waited:
    """What the home of a structure asks of the book, in two lists that it reads with those of others."""

    def __init__(self, structure: Structure, *, on: date) -> None:
        self.on = on
        self.url = reverse("care:help_book", args=[structure.slug])
        self.lists = _waited(structure, add_months(on, -CHECKED_EACH_MONTHS) + MARGIN)
        self.oldest, self.reports = self.lists

    def tasks(self) -> Iterator[Task]:
        """What is said to be wrong is looked at today; what nobody called for six months, when one can."""
        if names := list(dict.fromkeys(str(each.offer) for each in self.reports)):
            words = "Vérifier ce qui est signalé faux dans l’annuaire"
            yield Task(words, self.url, ", ".join(names[:3]), Ability.COORDINATE, self.on, Role.COORDINATION)
        if due := [str(each) for each in self.oldest if check_due(each.checked_on) <= self.on]:
            words = f"Rappeler {plural(len(due), 'aide')} de l’annuaire : plus de six mois sans vérification"
            yield Task(words, self.url, ", ".join(due[:2]), Ability.COORDINATE, None, Role.COORDINATION)


@prepared
def _waited(structure: Structure, checked_by: date) -> tuple[QuerySet[HelpOffer], QuerySet[HelpReport]]:
    shown = HelpOffer.objects.filter(structure=structure, is_on=True, checked_on__lte=checked_by)
    reports = open_reports(structure).filter(offer__is_on=True).select_related("offer__partner")
    return shown.select_related("partner").order_by("checked_on", "pk")[:MOST], reports[:MOST]


def contents(structure: Structure) -> Sequence[Mapping[str, Any]]:
    """For the export of the structure."""
    return [
        plain(each)
        | {
            "partner": each.partner.name,
            "situations": [row.situation for row in each.situations.all()],
            "communes": [row.commune for row in each.communes.all()],
            "ages": [row.age for row in each.ages.all()],
            "slots": [str(slot) for slot in slots_of(each)],
            "reports": [plain(row) for row in each.reports.all()],
        }
        for each in whole(structure).prefetch_related("reports")
    ]
