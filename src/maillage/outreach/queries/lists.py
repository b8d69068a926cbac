"""Events, campaigns and bulletins as their lists are taken away, for a spreadsheet: titles, then a line each."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from maillage.outreach.enums import EventState
from maillage.outreach.queries.bulletins import sent_of, with_counts
from maillage.outreach.queries.campaigns import campaigns_of
from maillage.outreach.queries.events import counted, mission_label
from maillage.outreach.rules import phase_in_words
from maillage.structures.models import Structure
from maillage.tables import SheetCell

Rows = Iterator[tuple[SheetCell, ...]]


def events_in_rows(structure: Structure) -> Rows:
    """All but the drafts, the last first."""
    yield (
        "Événement", "Type", "Commence le", "Finit le", "Lieu", "Mission", "État", "Places", "Inscrits", "En attente",
        "Présents",
    )  # fmt: skip
    events: Iterable[Any] = counted(structure).exclude(state=EventState.DRAFT).order_by("-starts_at", "-pk")
    for event in events:
        event.structure = structure
        yield (
            event.title,
            event.get_kind_display(),
            f"{timezone.localtime(event.starts_at):%d/%m/%Y %H:%M}",
            f"{timezone.localtime(event.ends_at):%d/%m/%Y %H:%M}",
            event.place,
            mission_label(event) if event.mission else None,
            event.get_state_display(),
            event.capacity,
            event.seated,
            event.waiting,
            event.came,
        )


def campaigns_in_rows(structure: Structure) -> Rows:
    yield "Campagne", "Moment", "Ouverte le", "Close le", "Appellent", "Appelés"
    campaigns: Iterable[Any] = campaigns_of(structure)
    for each in campaigns:
        yield (
            each.title,
            phase_in_words(each.phase, structure.form),
            each.opened_on,
            each.closed_on,
            each.peers,
            each.called,
        )


def bulletins_in_rows(structure: Structure) -> Rows:
    """Those that left, the newest first."""
    yield (
        "Bulletin", "Envoyé le", "À qui", "Personnes", "Sans courriel", "En attente", "Envoyés", "Revenus", "Refusés", "Incertains",
    )  # fmt: skip
    for sent in with_counts(list(sent_of(structure))):
        each, counts = sent.bulletin, sent.counts
        yield (
            each.title,
            timezone.localdate(each.sent_at),
            each.said_to,
            each.people,
            each.unreached,
            counts.queued,
            counts.accepted,
            counts.returned,
            counts.refused,
            counts.uncertain,
        )
