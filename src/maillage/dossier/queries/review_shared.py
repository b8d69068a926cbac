"""What each partner sees of a structure, since when, decided by whom; and what waits for an answer of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.dossier.enums import Ability, RemarkKind, Way
from maillage.dossier.models import Document, FrozenState, Opening, ReceivedRequest, Remark
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review import Asked, asked, labels_of, with_all_said
from maillage.dossier.queries.review_content import content_of
from maillage.kernel import date_in_french, plural
from maillage.outreach.models import PartnerRequest
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted

#: An opinion asked for without a day is shown on the home after that.
ANSWERED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Shared:
    """One opening, in words: what it lets read."""

    asked: Asked
    title: str
    labels: Sequence[str]

    @property
    def opening(self) -> Opening:
        return self.asked.opening


@dataclass(frozen=True, slots=True)
class SharedPage:
    open_ones: Sequence[Shared]
    closed: Sequence[Shared]
    documents: Sequence[tuple[Document, str]]
    requests: Sequence[PartnerRequest]


def shared_of(structure: Structure, *, on: date) -> SharedPage:
    """`structure` with its territory. Openings that lead nowhere any more are told with those closed."""
    documents = list(structure.documents.select_related("frozen").order_by("pk"))
    titles, contents = {}, {}
    for each in documents:
        each.structure = structure
        titles[each.pk] = title_of(each)
    rows = list(with_all_said(Opening.objects.filter(structure=structure)).order_by("-opened_at", "-pk"))
    opened = {row.document_id for row in rows}
    contents = {each.pk: content_of(each, on=on) for each in documents if each.pk in opened}
    shared = [
        Shared(asked(row, on=on), titles[row.document_id], labels_of(row, contents[row.document_id]))
        for row in rows
    ]
    seen = [each for each in shared if is_seen(each.asked)]
    return SharedPage(
        seen,
        [each for each in shared if not is_seen(each.asked)],
        [(each, titles[each.pk]) for each in documents],
        list(requests_received(structure)),
    )


def is_seen(each: Asked) -> bool:
    """Whether they may read it today, or hold a copy of it."""
    return each.leads or (each.opening.way == Way.PACK and each.opening.closed_at is None)


def requests_received(structure: Structure) -> QuerySet[PartnerRequest]:
    """Those of partners that nobody answered, with their relays, the oldest first."""
    rows = PartnerRequest.objects.filter(partner__structure=structure, answered_on=None)
    return (
        rows.select_related("partner", "received", "relayed_to")
        .prefetch_related("relays")
        .order_by("asked_on", "pk")
    )


def open_remarks(structure: Structure) -> QuerySet[Remark]:
    rows = Remark.objects.filter(opening__structure=structure, answered_at=None)
    return rows.select_related("opening").order_by("made_at", "pk")


def awaited(structure: Structure) -> QuerySet[Opening]:
    """Those from whom an opinion is awaited."""
    rows = Opening.objects.filter(structure=structure, closed_at=None, opinions=None)
    return rows.order_by("opened_at", "pk")


def tasks(
    structure: Structure, remarks: Sequence[Remark], openings: Sequence[Opening], *, on: date
) -> Iterator[Task]:
    """What waits: a complement or a remark to answer, a link that is asked for, an opinion that is late."""
    if remarks:
        first = remarks[0]
        asked_for = [each for each in remarks if each.kind == RemarkKind.COMPLEMENT]
        days = [each.wanted_on for each in asked_for if each.wanted_on]
        words = plural(len(remarks), "remarque de relecture", "remarques de relecture")
        detail = f"D’abord celle de {first.opening.body}, reçue le {date_in_french(first.received_on)}."
        url = reverse("dossier:reviews", args=[structure.slug, first.opening.document_id])
        yield Task(f"{words} à répondre", url, detail, Ability.WRITE, min(days, default=None))
    for each in openings:
        url = reverse("dossier:opening", args=[structure.slug, each.document_id, each.pk])
        if each.link_asked_at:
            yield Task(f"{each.body} demande un nouveau lien de relecture", url, each.person, Ability.WRITE)
        elif (by := each.wanted_on or timezone.localdate(each.opened_at) + ANSWERED_WITHIN) < on:
            asked_on = date_in_french(timezone.localdate(each.opened_at))
            detail = f"{each.person}, demandé le {asked_on}, pour le {date_in_french(by)}."
            if each.wanted_on is None:
                detail = f"{each.person}, demandé le {asked_on}."
            yield Task(f"Avis attendu de {each.body}", url, detail, Ability.WRITE)


def contents(structure: Structure) -> dict[str, Any]:
    """All that is kept of reviews, for the export of the structure."""
    return {
        "openings": [
            plain(each)
            | {
                "plan": each.document.plan,
                "readings": [plain(row) for row in each.readings.all()],
                "remarks": [plain(row) for row in each.remarks.all()],
                "opinions": [plain(row) for row in each.opinions.all()],
            }
            for each in with_all_said(Opening.objects.filter(structure=structure))
        ],
        "filed": [plain(each) for each in FrozenState.objects.filter(document__structure=structure)],
        "requests": [
            plain(each) | {"relays": [plain(row) for row in each.request.relays.all()]}
            for each in ReceivedRequest.objects.filter(
                request__partner__structure=structure
            ).prefetch_related("request__relays")
        ],
    }


def opened_to_account(email: str) -> list[dict[str, Any]]:
    """What was opened to this address, and what it said: what an account exports."""
    rows = with_all_said(Opening.objects.filter(email__iexact=email))
    return [
        {
            "structure": each.structure.name,
            "document": title_of(each.document),
            "ouvert le": each.opened_at,
            "remarques": [row.words for row in each.remarks.all() if row.noted_by_id is None],
            "avis": [row.words for row in each.opinions.all() if row.noted_by_id is None],
        }
        for each in rows
    ]


@prepared
def _lists(structure: Structure) -> tuple[QuerySet[Remark], QuerySet[Opening]]:
    return open_remarks(structure), awaited(structure)


def awaiting(structure: Structure, written: Waiting, *, on: date) -> Waiting:
    """What waits of reviews, after what the writing of documents waits for (`written`), read in one question with it."""
    remarks, openings = _lists(structure)
    first = next(written)
    wanted = first if isinstance(first, Wanted) else Wanted()
    sizes = yield Wanted.joined([wanted, Wanted([remarks, openings])])
    try:
        yield written.send(sizes)
        yield from written
    except StopIteration:
        pass
    yield from tasks(structure, list(remarks), list(openings), on=on)
