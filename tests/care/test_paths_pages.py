"""Pages of help, pathways and teams ask the database as little for many lines as for a few."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of, counted
from maillage.care.models import (
    Escap,
    EscapMember,
    EtpSession,
    HelpCommune,
    HelpOffer,
    HelpReport,
    HelpSituation,
    Pathway,
    PathwayMonth,
    PathwayStep,
    PathwayVersion,
    RcpCall,
    RcpGuest,
    RcpQuestion,
    ReflexSheet,
)
from maillage.people.models import Person
from maillage.structures.models import Structure
from players import Cast

pytestmark = pytest.mark.django_db
#: The mode, said on each page of care, is one of them.
MOST, MANY = 13, 60
ON = date(2026, 2, 2)
LISTS = (
    "home",
    "help",
    "help_book",
    "pathways",
    "sheets",
    "etp",
    "rcp_calls",
    "escaps",
    "add_pathway",
    "add_sheet",
)


def fill(structure: Structure) -> None:
    partner, now = structure.partners.order_by("pk")[0], timezone.now()
    cards = Person.objects.bulk_create(
        Person(structure=structure, name=f"Inventé {rank}", profession="infirmier") for rank in range(MANY)
    )
    offers = HelpOffer.objects.bulk_create(
        HelpOffer(structure=structure, partner=partner, kind="dac", phone="0563000000", checked_on=ON)
        for _ in range(MANY)
    )
    HelpSituation.objects.bulk_create(HelpSituation(offer=each, situation="complexe") for each in offers)
    HelpCommune.objects.bulk_create(HelpCommune(offer=each, commune="82121") for each in offers)
    HelpReport.objects.bulk_create(HelpReport(offer=each, fault="numero", first_at=now) for each in offers)
    pathways = Pathway.objects.bulk_create(
        Pathway(structure=structure, title=f"Parcours {rank}", owner=cards[rank], review_on=ON)
        for rank in range(MANY)
    )
    versions = PathwayVersion.objects.bulk_create(
        PathwayVersion(pathway=each, number=1, published_on=ON) for each in pathways
    )
    PathwayStep.objects.bulk_create(
        PathwayStep(of=each, rank=rank, what=f"Étape {rank}") for each in versions for rank in range(1, 9)
    )
    PathwayMonth.objects.bulk_create(
        PathwayMonth(pathway=each, month=ON.replace(day=1), entered=3, left=1) for each in pathways
    )
    ReflexSheet.objects.bulk_create(
        ReflexSheet(structure=structure, title=f"Fiche {rank}", owner=cards[rank]) for rank in range(MANY)
    )
    programme = structure.etp_programmes.get()
    EtpSession.objects.bulk_create(
        EtpSession(
            programme=programme, held_on=ON + timedelta(days=rank), starts_at=time(14), title="Le pied",
            key=uuid4(),
        )
        for rank in range(MANY)
    )  # fmt: skip
    calls = RcpCall.objects.bulk_create(
        RcpCall(structure=structure, starts_at=now + timedelta(days=rank), theme="Plaies", key=uuid4())
        for rank in range(MANY)
    )
    RcpGuest.objects.bulk_create(RcpGuest(call=calls[0], person=each) for each in cards)
    RcpQuestion.objects.bulk_create(
        RcpQuestion(call=calls[0], words="Qui ?", person=each, key=uuid4()) for each in cards[:20]
    )
    teams = Escap.objects.bulk_create(
        Escap(
            structure=structure, code=f"C{rank}", commune="82121", proposed_on=ON, agreed_on=ON, judged_on=ON,
            starts_on=ON, ends_on=ON + timedelta(days=365), state="en_cours", key=uuid4(),
        )
        for rank in range(MANY)
    )  # fmt: skip
    EscapMember.objects.bulk_create(
        EscapMember(escap=each, person=card, profession=card.profession)
        for each in teams
        for card in cards[:6]
    )


def addresses(structure: Structure) -> dict[str, str]:
    """Of lists, then of the fullest of each."""
    slug = structure.slug
    found = {name: reverse(f"care:{name}", args=[slug]) for name in LISTS}
    found["help"] += "?situation=complexe&commune=82121"
    for name, rows in (
        ("pathway", structure.pathways), ("etp_programme", structure.etp_programmes),
        ("rcp_call", structure.rcp_calls.order_by("pk")), ("escap", structure.escaps.order_by("pk")),
        ("sheet", structure.reflex_sheets.exclude(published=None)),
    ):  # fmt: skip
        found[name] = reverse(f"care:{name}", args=[slug, rows.all()[0].pk])
    return found


def test_a_page_asks_a_dozen_questions_at_most_and_no_more_for_many(structure: Structure, cast: Cast) -> None:
    client = client_of(cast["founder"])

    def asked() -> dict[str, int]:
        counts = {}
        for name, url in addresses(structure).items():
            assert client.get(url).status_code == 200, name
            with counted() as queries:
                client.get(url)
            counts[name] = len(queries)
        return counts

    few = asked()
    fill(structure)
    many = asked()
    assert {name: count for name, count in many.items() if count > MOST} == {}
    # A list of two pages counts itself.
    assert {name: (few[name], count) for name, count in many.items() if count > few[name] + 2} == {}
