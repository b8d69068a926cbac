"""A sum shared among associates: simulated, kept with its vote, undone share by share."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.funding.enums import Basis, SharingRule
from maillage.funding.models import AssociateShare, Sharing
from maillage.funding.services import sharing as services
from maillage.funding.services.sharing import GivenAssociate, GivenSharing
from maillage.governance.models import Decision
from maillage.governance.services import decisions, instances, meetings
from maillage.kernel import BadInput
from maillage.people import services as people
from maillage.people.enums import Belonging
from maillage.people.models import Person
from maillage.people.services import GivenPerson
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.services import GivenSite, add_legal_person

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
NAMES = ("Ada Fictif", "Max Fictif", "Zoé Inventée")


@pytest.fixture
def company(founder: User) -> LegalPerson:
    """A SISA of three, who voted."""
    structure = people.found(
        name="MSP",
        form="msp",
        sites=[GivenSite("82121")],
        by=founder,
        on=DAY,
        people=[GivenPerson(name, "infirmier") for name in NAMES],
    )
    for card in structure.people.all():
        people.enter(card, Belonging.ASSOCIE, parts=10, by=founder, on=DAY)
    return add_legal_person(structure, name="SISA", kind="sisa", since=DAY, by=founder)


def voted(structure: Structure, by: User) -> Decision:
    """At a meeting of its comité."""
    comite = instances.add_instance(structure, instances.GivenInstance("comite", "Comité"), by=by)
    begins = timezone.now() - timedelta(days=1)
    meeting = meetings.plan(
        comite, meetings.GivenMeeting("Parts", begins, begins + timedelta(hours=1)), [], by=by
    )
    return decisions.decide(meeting, decisions.GivenDecision("Par moitié"), key=uuid4(), by=by, at=begins)


def given(company: LegalPerson, **others: Any) -> GivenSharing:
    associates = [
        GivenAssociate(card, card.name, Decimal(hours), Decimal(points))
        for card, hours, points in zip(
            company.structure.people.order_by("name"), (10, 20, 3), (1, 1, 0), strict=True
        )
    ]
    said: dict[str, Any] = {"label": "ACI 2025", "amount": Decimal(100), "rule": SharingRule.EQUAL}
    return GivenSharing(associates=associates, **{**said, **others})


def kept(company: LegalPerson, by: User, **others: Any) -> Sharing:
    decision = Decision.objects.filter(structure=company.structure).first() or voted(company.structure, by)
    return services.keep(company, given(company, decision=decision, **others), key=uuid4(), by=by, on=DAY)


def sums(sharing: Sharing) -> dict[str, str]:
    return {each.name: str(each.amount) for each in sharing.shares.all()}


def test_a_sharing_is_kept_to_the_cent_with_what_it_was_computed_from(
    company: LegalPerson, founder: User
) -> None:
    parts = {Basis.EQUAL: Fraction(1, 2), Basis.HOURS: Fraction(1, 2)}
    made = kept(company, founder, rule=SharingRule.MIXED, parts=parts)
    assert sums(made) == {"Ada Fictif": "31.82", "Max Fictif": "46.97", "Zoé Inventée": "21.21"}
    assert sum(each.amount for each in made.shares.all()) == made.amount
    assert [str(each.hours) for each in made.shares.all()] == ["10.00", "20.00", "3.00"]
    assert "50\xa0% à parts égales" in made.said


def test_f31_what_undoes_a_sharing_mirrors_it(company: LegalPerson, founder: User) -> None:
    made = kept(company, founder)
    undone = services.undo(made, by=founder, on=DAY)
    assert sums(undone) == {name: f"-{amount}" for name, amount in sums(made).items()}
    assert services.undo(made, by=founder, on=DAY).pk == undone.pk
    with pytest.raises(BadInput, match="en annule un autre"):
        services.undo(undone, by=founder, on=DAY)


def test_the_same_form_sent_twice_shares_once(company: LegalPerson, founder: User) -> None:
    asked, key = given(company, decision=voted(company.structure, founder)), uuid4()
    first, second = (services.keep(company, asked, key=key, by=founder, on=DAY) for _ in range(2))
    assert first.pk == second.pk
    assert AssociateShare.objects.count() == 3


def test_nothing_is_kept_without_its_vote(company: LegalPerson, founder: User) -> None:
    with pytest.raises(BadInput, match="choisissez la décision"):
        services.keep(company, given(company), key=uuid4(), by=founder, on=DAY)
    assert not Sharing.objects.exists()


@pytest.fixture
def page(company: LegalPerson, client: Client, founder: User) -> Callable[..., Any]:
    client.force_login(founder)

    def send(**fields: str) -> Any:
        cards = {card.name: card.pk for card in company.structure.people.all()}
        data = {
            "key": str(uuid4()), "legal_person": str(company.pk), "label": "ACI", "amount": "100", "rule": "equal",
            **{f"hours-{pk}": "4" for pk in cards.values()}, **fields,
        }  # fmt: skip
        return client.post(reverse("funding:share", args=[company.structure.slug]), data)

    return send


def test_a_simulation_writes_nothing(page: Callable[..., Any]) -> None:
    answer = page()
    assert answer.status_code == 200
    assert "33,34" in answer.content.decode()
    assert not Sharing.objects.exists()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"keep": "1"}, "choisissez la décision"),
        ({"rule": "points"}, "Il manque les points"),
        ({"rule": "mixed", "part-equal": "60 %"}, "au lieu de 100"),
        ({"rule": "mixed", "part-equal": "moitié"}, "un nombre, écrivez"),
        ({"amount": "-5"}, "Montant à partager"),
        ({"amount": "0"}, "Montant à partager"),
        ({"amount": "9999999999"}, "Montant à partager"),
    ],
)
def test_what_cannot_be_shared_is_told(page: Callable[..., Any], fields: dict[str, str], told: str) -> None:
    answer = page(**fields)
    assert answer.status_code == 422
    assert told in answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert not Sharing.objects.exists()


def test_a_sharing_is_kept_from_its_page_and_a_card_says_it(
    page: Callable[..., Any], company: LegalPerson, client: Client, founder: User
) -> None:
    answer = page(keep="1", decision=str(voted(company.structure, founder).pk))
    made = Sharing.objects.get()
    assert answer.url == reverse("funding:sharing", args=[company.structure.slug, made.pk])
    assert "33,34" in client.get(answer.url).content.decode()
    assert Person.objects.get(name="Ada Fictif").shares.get().sharing == made


def test_two_of_one_name_are_told_apart(company: LegalPerson, page: Callable[..., Any]) -> None:
    company.structure.people.filter(name="Max Fictif").update(name="Ada Fictif")
    told = page().content.decode()
    assert told.count("Ada Fictif (fiche") >= 2
