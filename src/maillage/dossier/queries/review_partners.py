"""The home of a partner: what structures opened to their address, what waits for them, what became of what they asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.dossier.models import Opening, PartnerDoor, ReceivedRequest
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review import Asked, asked, with_all_said
from maillage.dossier.queries.review_visible import opened_to
from maillage.links.models import Link
from maillage.structures.models import Structure
from maillage.structures.queries import label_of_form


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    asked: Asked
    title: str

    @property
    def opening(self) -> Opening:
        return self.asked.opening


@dataclass(frozen=True, slots=True)
class OpenedStructure:
    """What one structure opened. `by`: the opening a request goes by; `sheet`: the one that opens its identity sheet."""

    structure: Structure
    form: str
    documents: Sequence[OpenedDocument]
    by: Opening
    sheet: Opening | None

    @property
    def number(self) -> str:
        """As the step of a link says it."""
        return str(self.by.pk)

    @property
    def sheet_number(self) -> str:
        return str(self.sheet.pk) if self.sheet else ""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """Relayed, answered: never to whom, nor by whom."""

    request: ReceivedRequest
    structure: str

    @property
    def state(self) -> str:
        if self.request.request.answered_on:
            return "Répondue"
        return "Relayée" if self.request.request.relayed_on else "Reçue"


@dataclass(frozen=True, slots=True)
class PartnerHome:
    email: str
    structures: Sequence[OpenedStructure]
    requests: Sequence[SentRequest]

    @property
    def awaiting(self) -> int:
        return sum(each.asked.is_awaited for opened in self.structures for each in opened.documents)


def home_behind(link: Link) -> str:
    """The address whose home this link is; empty when it is none's."""
    door = PartnerDoor.objects.filter(link=link).first()
    return door.email if door else ""


def partner_home(email: str, *, on: date) -> PartnerHome:
    openings = opened_to(email, on=on)
    numbers = [each.pk for each in openings]
    read = {each.pk: each for each in with_all_said(Opening.objects.filter(pk__in=numbers))}
    grouped: dict[object, list[Opening]] = {}
    for each in openings:
        grouped.setdefault(each.structure_id, []).append(each)
    structures = [_opened(rows, read, on) for rows in grouped.values()]
    structures.sort(key=lambda each: each.structure.name)
    sent = ReceivedRequest.objects.filter(email__iexact=email).select_related("request__partner__structure")
    return PartnerHome(
        email,
        structures,
        [SentRequest(each, each.request.partner.structure.name) for each in sent.order_by("-pk")[:50]],
    )


def _opened(rows: Sequence[Opening], read: dict[int, Opening], on: date) -> OpenedStructure:
    structure = rows[0].structure
    return OpenedStructure(
        structure,
        label_of_form(structure.form),
        [OpenedDocument(asked(read[each.pk], on=on), title_of(each.document)) for each in rows],
        rows[0],
        next((each for each in rows if "fiche" in each.annexes), None),
    )
