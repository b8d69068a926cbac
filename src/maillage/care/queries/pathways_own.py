"""What help, pathways and teams bring to somebody who holds the link of their card."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from maillage.care.models import Escap, EtpSession, HelpOffer, Pathway, RcpGuest, ReflexSheet
from maillage.care.queries.escap import own_lines as of_escap
from maillage.care.queries.escap import running_of
from maillage.care.queries.pathways import published, published_sheets
from maillage.care.queries.teams import TOLD_FOR, invitations_of, sessions_near
from maillage.care.queries.teams import own_lines as of_sessions
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Lines, OwnLine, Wanted

HELP, PAPERS, CALLS = "Trouver de l’aide", "Parcours et fiches", "Concertations"
MOST = 5


@prepared
def _own_lists(
    person: Person, structure: Structure, at: datetime, today: date, since: date
) -> tuple[
    QuerySet[HelpOffer], QuerySet[ReflexSheet], QuerySet[Pathway], QuerySet[RcpGuest], QuerySet[Escap],
    QuerySet[EtpSession],
]:  # fmt: skip
    return (
        HelpOffer.objects.filter(structure=structure, is_on=True).order_by("pk")[:1],
        published_sheets(structure)[:1],
        published(structure).order_by("pk")[:1],
        invitations_of(person, at=at)[:MOST],
        running_of(person)[:MOST],
        sessions_near(person, structure, on=today, since=since)[:MOST],
    )


def own_lines(person: Person) -> Lines:
    """`person` with its structure."""
    structure = person.structure
    link = person.door.link if hasattr(person, "door") else None
    now = timezone.now()
    today = day_in(structure, now)
    offers, sheets, pathways, calls, teams, sessions = lists = _own_lists(
        person, structure, now, today, today - TOLD_FOR
    )
    yield Wanted(lists)
    if link and offers:
        words = "Une situation, une commune : qui appeler, quand, et ce qui revient."
        yield OwnLine(HELP, words, link.step("aide"), "Chercher")
    if link and (sheets or pathways):
        words = "Ce que la structure a publié, à lire en une minute."
        yield OwnLine(PAPERS, words, link.step("fiches"), "Lire")
    for each in calls:
        words = f"{each.call.theme}, le {date_in_french(day_in(structure, each.call.starts_at))}."
        path = link.step(f"rcp-{each.call_id}") if link else ""
        yield OwnLine(CALLS, words, path, "Lire" if each.coming else "Répondre")
    yield from of_sessions(sessions, link, on=today)
    yield from of_escap(teams)
