"""What leaves of an event: the sheet to sign, and the attestations of those who came."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from maillage.documents.types import (
    Block,
    Document,
    Facts,
    PageBreak,
    Paragraph,
    Section,
    Signatory,
    Signatures,
)
from maillage.kernel import date_in_french, joined
from maillage.legislation import professions_by_key
from maillage.outreach.enums import Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.events import named
from maillage.outreach.rules import day_in_words, duration, lasts_days, when

#: Rows of the sheet for those who come without having registered.
BLANK = 10
#: Days side by side on the sheet.
DAYS_ACROSS = 4
NOT_DPC = (
    "Cette attestation constate une présence. Ce n’est pas une attestation de développement professionnel continu "
    "(DPC), et elle n’ouvre aucun droit par elle-même."
)


def attestation(registration: Registration) -> Document:
    """Of somebody who was there; `number` is not empty."""
    event = registration.event
    return Document(
        title=f"Attestation de présence n° {registration.number}",
        author=event.structure.name,
        date=event.settled_on or timezone.localdate(event.ends_at),
        sections=(Section("Présence", tuple(_present(registration)), numbered=False),),
    )


def attestations(event: Event, came: Sequence[Registration]) -> Document:
    """All of them, a page each: to print, or to hand to those who gave no address."""
    sections = (
        Section(
            f"Attestation de présence n° {each.number}",
            (*_present(each), *([] if each is came[-1] else [PageBreak()])),
            numbered=False,
        )
        for each in came
    )
    return Document(
        title=f"Attestations de présence : {event.title}",
        author=event.structure.name,
        date=event.settled_on or timezone.localdate(event.ends_at),
        sections=tuple(sections),
    )


def _present(registration: Registration) -> Iterator[Block]:
    event = registration.event
    yield Paragraph(f"« {event.structure.name} » atteste que cette personne était présente.")
    yield Facts(
        (
            ("Nom", registration.name),
            ("Profession", trade(registration)),
            (event.get_kind_display(), event.title),
            (days_label(event), when(event.starts_at, event.ends_at)),
            *((("Lieu", event.place),) if event.place else ()),
            *((("Jours de présence", days),) if (days := days_there(registration)) else ()),
            ("Temps de présence", duration(registration.minutes or 0)),
            ("Numéro", str(registration.number)),
            ("Établie le", date_in_french(event.settled_on or timezone.localdate(event.ends_at))),
        )
    )
    yield Paragraph(NOT_DPC)


def sheet(event: Event) -> Document:
    """To sign at the door: those who have a seat, by name, and empty rows."""
    seated = named(event).filter(seat__in=(Seat.SEATED, Seat.WALK_IN))
    rows = tuple(Signatory(each.name, trade(each)) for each in seated)
    facts = (
        (event.get_kind_display(), event.title),
        (days_label(event), when(event.starts_at, event.ends_at)),
        *((("Lieu", event.place),) if event.place else ()),
    )
    return Document(
        title="Feuille d’émargement",
        author=event.structure.name,
        date=timezone.localdate(event.starts_at),
        sections=(Section("Présents", (Facts(facts), *_to_sign(event, rows)), numbered=False),),
    )


def _to_sign(event: Event, rows: tuple[Signatory, ...]) -> Iterator[Block]:
    """A column a day; as many tables as it takes for one to have the room to sign."""
    days = [day_in_words(day.on) for day in event.days.all()]
    for start in range(0, len(days), DAYS_ACROSS):
        yield Signatures(rows, blank=BLANK, columns=tuple(days[start : start + DAYS_ACROSS]))
    if not days:
        yield Signatures(rows, blank=BLANK)


def days_there(registration: Registration) -> str:
    """« jeudi 3 décembre 2026 (7 h) et vendredi 4 décembre 2026 (3 h 30) »; empty for an event on one evening."""
    return joined(
        f"{day_in_words(each.day.on)} ({duration(each.minutes)})" for each in registration.days_there.all()
    )


def days_label(event: Event) -> str:
    return "Dates" if lasts_days(event.starts_at, event.ends_at) else "Le"


def trade(registration: Registration) -> str:
    known = professions_by_key().get(registration.profession)
    return known.label if known else registration.profession
