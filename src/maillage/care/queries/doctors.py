"""Requests of a médecin traitant, as the coordination reads them: in their order, each with its thread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.db.models import Case, Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from maillage.care.enums import (
    CLOSED,
    Again,
    AgeBand,
    Answer,
    Beyond,
    Bridge,
    Ending,
    Flag,
    Move,
    Refusal,
    RequestKind,
    RequestState,
)
from maillage.care.models import CareRequest, DoctorsSetting, Offer, RequestFlag, RequestMove
from maillage.care.queries.requests import Reach, reach_of
from maillage.care.rules.turns import FRAGILE
from maillage.geography import atlas
from maillage.kernel import folded, moment, with_no_break_spaces
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.people.queries.desk import contact_line
from maillage.structures.models import Structure

#: A key of a thread → its words.
WORDS: dict[str, str] = {
    value: str(label)
    for choices in (Refusal, Bridge, Ending, Again, Beyond)
    for value, label in choices.choices
} | {str(Answer.LATE): "Pas de réponse à temps"}
#: How a list is filtered: what goes on, or one state.
GOING_ON = "en_cours"


def doctors_setting(structure: Structure) -> DoctorsSetting:
    """What it chose; what holds until it chooses, unsaved, when it did not."""
    found = DoctorsSetting.objects.filter(structure=structure).select_related("link").first()
    return found or DoctorsSetting(structure=structure)


def setting_behind(link: Link) -> DoctorsSetting | None:
    rows = DoctorsSetting.objects.select_related("structure__territory")
    return rows.filter(link=link).first()


def all_of(structure: Structure) -> QuerySet[CareRequest]:
    return CareRequest.objects.filter(structure=structure, kind=RequestKind.DOCTOR)


def in_order(rows: QuerySet[CareRequest]) -> QuerySet[CareRequest]:
    """Those who seek somebody first, by what `rules.turns.PRIORITY` says; then those that are taken, then the others."""
    stage = Case(
        When(state=RequestState.OPEN, then=0), When(state=RequestState.TAKEN, then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    old = Case(When(age=AgeBand.OLD, then=Value(1)), default=Value(0), output_field=IntegerField())
    # Counted aside: to group the rows by all that they are joined to takes three times as long.
    ticked = RequestFlag.objects.filter(request=OuterRef("pk"), flag__in=FRAGILE).order_by().values("request")
    fragile = Coalesce(Subquery(ticked.annotate(number=Count("pk")).values("number")), 0) + old
    return rows.annotate(stage=stage, fragile=fragile).order_by(
        "stage", "-is_urgent", "-fragile", "asked_at", "pk"
    )


def listed(
    structure: Structure, *, state: str = GOING_ON, commune: str = "", flag: str = ""
) -> QuerySet[CareRequest]:
    rows = all_of(structure)
    if state == GOING_ON:
        rows = rows.exclude(state__in=CLOSED)
    elif state:
        rows = rows.filter(state=state)
    if commune:
        rows = rows.filter(commune=commune)
    if flag in Flag.values:
        rows = rows.filter(pk__in=rows.filter(flags__flag=flag).values("pk"))
    waiting = Offer.objects.filter(answer="").select_related("person")
    return in_order(rows).select_related("desk", "taker").prefetch_related(
        "flags", Prefetch("offers", waiting, to_attr="waiting")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    request: CareRequest
    commune: str
    flags: tuple[str, ...]
    days: int  # since it was asked, until it was closed
    offer: Offer | None  # that waits for an answer

    @property
    def who(self) -> str:
        """Who has it, in words."""
        if self.request.state == RequestState.TAKEN:
            return self.request.taker.name if self.request.taker else "fiche effacée : à rendre"
        if self.offer and self.request.state == RequestState.OPEN:
            return f"proposée à {self.offer.person.name if self.offer.person else 'une fiche effacée'}"
        return ""


def lines(rows: Iterable[CareRequest], *, at: datetime) -> list[Line]:
    return [line_of(row, at=at) for row in rows]


def line_of(row: CareRequest, *, at: datetime) -> Line:
    waiting: list[Offer] = getattr(row, "waiting", [])
    return Line(
        row,
        commune_name(row.commune),
        tuple(str(each.get_flag_display()) for each in row.flags.all()),
        max(0, ((row.closed_at or at) - row.asked_at).days),
        waiting[0] if waiting else None,
    )


def commune_name(code: str) -> str:
    found = atlas().commune(code)
    return found.name if found else code


def communes_of(structure: Structure) -> list[tuple[str, str]]:
    """Those of its territory, by name."""
    named = ((code, commune_name(code)) for code in structure.territory.codes)
    return sorted(named, key=lambda each: folded(each[1]))


def numbered(structure: Structure, number: int) -> QuerySet[CareRequest]:
    return all_of(structure).filter(number=number).select_related("desk", "taker", "joined_to")


def thread(request: CareRequest, *, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """(when, what happened), the first first."""
    for each in request.moves.all():
        who = each.person.name if each.person else each.by.name if each.by else ""
        said = [str(each.get_move_display())]
        if each.move == Move.OFFERED:
            said = [f"Proposée à {who or 'une fiche effacée'}"]
        elif who:
            said.append(who)
        if each.detail:
            said.append(WORDS.get(each.detail, each.detail))
        yield moment(each.at, zone=zone), with_no_break_spaces(" · ".join(said))


def asker_of(request: CareRequest) -> Person | None:
    """The professional who asked by their own link, and keeps who it is for."""
    first = next((each for each in request.moves.all() if each.move == Move.ASKED), None)
    return first.person if first else None


def keeper_of(request: CareRequest) -> Reach:
    """Who keeps the identity beside the code: a desk, a professional, else the structure."""
    if who := request.desk or asker_of(request):
        return reach_of(who)
    return Reach(request.structure.name, line=contact_line(request.structure))


def whom_to_call(request: CareRequest) -> str:
    """The same, in a line."""
    found = keeper_of(request)
    return ", ".join(filter(None, [found.name, found.phone, found.line or found.email]))


def bridge_of(request: CareRequest) -> str:
    """Who watches as long as nobody has met the person, in words; empty when nobody was said."""
    if request.state not in {RequestState.OPEN, RequestState.TAKEN}:
        return ""
    last = (
        request.moves.filter(move=Move.BRIDGED)
        .order_by("-at", "-pk")
        .values_list("detail", flat=True)
        .first()
    )
    return WORDS.get(last, "") if last else ""


def held_by_the_away(structure: Structure, *, on: date) -> list[tuple[int, str, int]]:
    """Who is away that day and holds requests that nobody has met yet (card, name), with how many, by name."""
    rows = all_of(structure).filter(
        state=RequestState.TAKEN, taker__absences__since__lte=on, taker__absences__last_day__gte=on
    )
    held = rows.order_by().values_list("taker", "taker__name").annotate(held=Count("pk", distinct=True))
    return list(held.order_by("taker__name", "taker"))


def stuck(structure: Structure) -> QuerySet[CareRequest]:
    """That seek somebody, and are offered to nobody."""
    return all_of(structure).filter(state=RequestState.OPEN).exclude(offers__answer="")


def own_offers(person: Person) -> QuerySet[Offer]:
    """That wait for their answer, the first due first."""
    rows = Offer.objects.filter(
        person=person, answer="", request__state=RequestState.OPEN, request__kind=RequestKind.DOCTOR
    )
    return rows.select_related("request").order_by("until", "pk")


def own_held(person: Person) -> QuerySet[CareRequest]:
    """That they took, and whose end nobody said yet."""
    rows = CareRequest.objects.filter(taker=person, state=RequestState.TAKEN, kind=RequestKind.DOCTOR)
    return (
        rows.select_related("desk", "structure")
        .prefetch_related("flags", "moves__person")
        .order_by("taken_at", "pk")
    )


def own_asked(person: Person) -> QuerySet[CareRequest]:
    """That they asked by the link of their card."""
    mine = RequestMove.objects.filter(move=Move.ASKED, person=person).values("request")
    rows = CareRequest.objects.filter(pk__in=mine, kind=RequestKind.DOCTOR)
    return rows.select_related("taker").prefetch_related("flags").order_by("-asked_at", "-pk")


def sizes_of(structure: Structure) -> dict[str, int]:
    """How many in each state that goes on."""
    counted = (
        all_of(structure).exclude(state__in=CLOSED).order_by().values_list("state").annotate(Count("pk"))
    )
    return dict.fromkeys((RequestState.OPEN.value, RequestState.TAKEN.value), 0) | dict(counted)
