"""The book of partners: who they are, how each stands, what it waits for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from maillage.kernel import folded
from maillage.outreach.enums import ConventionState
from maillage.outreach.models import (
    Convention,
    ConventionPaper,
    Exchange,
    NextStep,
    Partner,
    PartnerContact,
    PartnerRequest,
)
from maillage.outreach.rules import said_of, standing_of
from maillage.outreach.types import ConventionStanding
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of, plain, together
from maillage.tables import SheetCell
from maillage.ui.queries import paged
from maillage.ui.slots import NewsItem, ProofPiece

#: The module it is part of (apps.py).
MODULE = "partenaires"
#: Lines on a page of the list; exchanges at once, and requests in all, on the page of a partner.
SHOWN = 100
#: A request that waits longer is shown on the home.
ANSWERED_WITHIN = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which partners the list shows. What is empty does not filter."""

    q: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A convention as it stands on a day."""

    convention: Convention
    standing: ConventionStanding
    sentence: str

    @property
    def is_over(self) -> bool:
        return self.standing.state == ConventionState.ENDED


@dataclass(frozen=True, slots=True)
class Line:
    """A partner in the list."""

    partner: Partner
    last_on: date | None
    last_words: str
    step: NextStep | None
    is_late: bool
    waiting: int  # requests without an answer


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is told of a partner."""

    partner: Partner
    contacts: tuple[PartnerContact, ...]
    steps: tuple[NextStep, ...]  # not done yet
    conventions: tuple[Signed, ...]
    requests: tuple[PartnerRequest, ...]  # those that wait first
    exchanges: Page[Exchange]


def partners_of(structure: Structure, wanted: Wanted) -> list[Partner]:
    """Those that answer, by name as people read it: their names, that `lines_of` completes."""
    found = structure.partners.only("structure", "name", "purpose")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    words = folded(wanted.q).split()
    told = ((each, folded(f"{each.name} {each.purpose}")) for each in found)
    kept = [each for each, text in told if all(word in text for word in words)]
    return sorted(kept, key=lambda each: (folded(each.name), each.pk))


def lines_of(partners: Sequence[Partner], *, on: date) -> list[Line]:
    """These partners in this order, with what was said last and what comes next; in two queries."""
    last = Exchange.objects.filter(partner=OuterRef("pk")).order_by("-held_on", "-pk")
    rows = Partner.objects.annotate(
        last_on=Subquery(last.values("held_on")[:1]), last_words=Subquery(last.values("words")[:1])
    )
    open_steps = NextStep.objects.filter(done_on=None).select_related("owner")
    waiting = PartnerRequest.objects.filter(answered_on=None)
    read = rows.select_related("owner").prefetch_related(
        Prefetch("steps", open_steps, to_attr="open_steps"), Prefetch("requests", waiting, to_attr="waiting")
    )
    known = read.in_bulk([each.pk for each in partners])
    return [_line(known[each.pk], on) for each in partners if each.pk in known]


def _line(partner: Any, on: date) -> Line:
    step = partner.open_steps[0] if partner.open_steps else None
    return Line(
        partner,
        partner.last_on,
        partner.last_words or "",
        step,
        bool(step and step.due_on < on),
        len(partner.waiting),
    )


def sheet_of(partner: Partner, *also: QuerySet[Any], on: date, page: str | None = None) -> Sheet:
    """`page`: of its exchanges, the last first; `also`: what else its page reads."""
    contacts = partner.contacts.filter(person__is_merged=False).select_related("person")
    asked = partner.requests.select_related("person", "relayed_to")[:SHOWN]
    steps = partner.steps.filter(done_on=None).select_related("owner")
    conventions = partner.conventions.prefetch_related("papers__file")
    together(contacts, asked, steps, conventions, *also)
    requests = sorted(asked, key=lambda each: each.answered_on is not None)
    return Sheet(
        partner,
        tuple(contacts),
        tuple(steps),
        tuple(signed(conventions, on=on)),
        tuple(requests),
        paged(partner.exchanges.select_related("person"), page),
    )


def signed(conventions: Iterable[Convention], *, on: date) -> list[Signed]:
    """Each as it stands that day: those that want an answer first, those that are over last."""
    rank = {ConventionState.TO_RENEW: 0, ConventionState.ENDED: 2}
    read = [Signed(each, standing_of(each, on), said_of(each, on)) for each in conventions]
    return sorted(read, key=lambda each: rank.get(each.standing.state, 1))


def ending_at(structure: Structure, on: date) -> QuerySet[Convention]:
    """The conventions that run that day, and have an end."""
    rows = Convention.objects.filter(partner__structure=structure, stops_on=None, starts_on__lte=on)
    return rows.exclude(ends_on=None).select_related("partner")


def to_renew(running: Iterable[Convention], *, on: date) -> list[Signed]:
    """Those that want an answer, whose notice is the nearest first."""
    found = [each for each in signed(running, on=on) if each.standing.state == ConventionState.TO_RENEW]
    return sorted(found, key=lambda each: each.standing.notice or on)


def waiting_of(structure: Structure) -> QuerySet[PartnerRequest]:
    """The requests that nobody answered, the oldest first."""
    rows = PartnerRequest.objects.filter(partner__structure=structure, answered_on=None)
    return rows.select_related("partner", "relayed_to").order_by("asked_on", "pk")


def late_steps(structure: Structure, *, on: date) -> QuerySet[NextStep]:
    rows = NextStep.objects.filter(partner__structure=structure, done_on=None, due_on__lt=on)
    return rows.select_related("partner").order_by("due_on", "pk")


def news(structure: Structure, since: date) -> Iterator[NewsItem]:
    """The conventions signed, for those who belong."""
    if MODULE in modules_of(structure):
        rows = Convention.objects.filter(partner__structure=structure, signed_on__gte=since)
        for each in rows.select_related("partner").order_by("signed_on", "pk"):
            if each.signed_on and each.signed_on <= timezone.localdate():
                words = f"Une convention est signée avec {each.partner.name} : « {each.title} »."
                yield NewsItem(each.signed_on, words)


#: The columns of the book taken away.
COLUMNS = (
    "Nom", "Nature", "Rôle", "Pour quoi", "FINESS", "Adresse", "Courriel", "Téléphone", "Personnes", "Suivi par",
    "Dernier échange", "Ce qui s’est dit", "Prochaine étape", "Avant le", "Demandes en attente", "Conventions",
)  # fmt: skip


def in_rows(partners: Sequence[Partner], *, on: date) -> Iterator[tuple[SheetCell, ...]]:
    """Titles, then a line for each partner."""
    yield COLUMNS
    people, conventions = people_by_partner(partners), conventions_by_partner(partners, on=on)
    for line in lines_of(partners, on=on):
        each = line.partner
        yield (
            each.name,
            each.get_kind_display(),
            role_of(each),
            each.purpose,
            each.finess,
            each.address,
            each.email,
            each.phone,
            " ; ".join(map(who_of, people.get(each.pk, ()))),
            each.owner.name if each.owner else "",
            line.last_on,
            line.last_words,
            line.step.words if line.step else "",
            line.step.due_on if line.step else None,
            line.waiting or None,
            " ; ".join(
                f"{one.convention.title} : {one.standing.state.label.lower()}"
                for one in conventions.get(each.pk, ())
            ),
        )


def role_of(partner: Partner) -> str:
    return "Financeur" if partner.is_funder else "Partenaire"


def who_of(contact: PartnerContact) -> str:
    """« Lou Fictif, directrice »."""
    return ", ".join(filter(None, [contact.person.name, contact.title]))


def people_by_partner(partners: Sequence[Partner]) -> dict[int, list[PartnerContact]]:
    rows = PartnerContact.objects.filter(partner__in=partners, person__is_merged=False)
    found: dict[int, list[PartnerContact]] = {}
    for row in rows.select_related("person"):
        found.setdefault(row.partner_id, []).append(row)
    return found


def conventions_by_partner(partners: Sequence[Partner], *, on: date) -> dict[int, list[Signed]]:
    found: dict[int, list[Signed]] = {}
    for each in signed(Convention.objects.filter(partner__in=partners), on=on):
        found.setdefault(each.convention.partner_id, []).append(each)
    return found


def contents(structure: Structure) -> list[dict[str, Any]]:
    """All that the book keeps, for the export of the structure."""
    rows = structure.partners.select_related("owner").prefetch_related(
        "contacts__person",
        "exchanges__person",
        "steps__owner",
        "conventions__papers__file",
        "requests__person",
        "requests__relayed_to",
    )
    return [
        plain(each)
        | {
            "owner": named(each.owner),
            "people": [plain(row) | {"person": row.person.name} for row in each.contacts.all()],
            "exchanges": [plain(row) | {"person": named(row.person)} for row in each.exchanges.all()],
            "next_steps": [plain(row) | {"owner": named(row.owner)} for row in each.steps.all()],
            "conventions": [
                plain(row) | {"papers": [plain(paper.file) for paper in row.papers.all()]}
                for row in each.conventions.all()
            ],
            "requests": [
                plain(row) | {"person": named(row.person), "relayed_to": named(row.relayed_to)}
                for row in each.requests.all()
            ],
        }
        for each in rows
    ]


def named(person: Any) -> str | None:
    return person.name if person else None


def contact_at(address: str) -> list[dict[str, Any]]:
    """Where somebody of this address is named for a partner: what an account exports."""
    rows = PartnerContact.objects.filter(person__email__iexact=address)
    return [
        {"structure": row.partner.structure.name, "partenaire": row.partner.name, "fonction": row.title}
        for row in rows.select_related("partner__structure")
    ]


def pieces(structure: Structure) -> Iterator[ProofPiece]:
    """The papers of its conventions."""
    rows = ConventionPaper.objects.filter(convention__partner__structure=structure)
    for each in rows.select_related("file", "convention__partner"):
        convention = each.convention
        title = f"{convention.title}, {convention.partner.name}"
        yield ProofPiece("Conventions", title, convention.signed_on or convention.starts_on, each.file)
