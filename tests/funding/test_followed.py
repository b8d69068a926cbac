"""What the project counts is proposed to the contract and never written by itself; the forecast says what is unknown."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.funding.models import AnnexYear, Contract, Reached
from maillage.funding.queries.contracts import read_contracts
from maillage.funding.queries.followed import outlooks
from maillage.funding.services import results
from maillage.kernel import BadInput
from maillage.project.queries.indicators import lines_of
from maillage.project.services import indicators
from maillage.project.services import indicators_measures as measures
from maillage.structures.models import Structure

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TODAY = date(2026, 3, 20)


def follow(structure: Structure, by: User, mission: str) -> tuple[Contract, int, int]:
    """An agreement with one indicator followed by the project, which holds 6 of a target of 8 in its first year."""
    contract = next(each for each in read_contracts(structure) if each.kind == "aci")
    for each in contract.indicators.all():
        each.delete()
    AnnexYear.objects.filter(contract_mission__contract=contract).update(rate=None, rate_state="")
    given = indicators.GivenIndicator("Parcours écrits", unit="parcours")
    watched = indicators.add_indicator(structure, given, key=uuid4(), by=by)
    value = measures.GivenMeasure(contract.signed_on.year, value=Decimal(6))
    measures.note_measure(watched, value, key=uuid4(), by=by, on=TODAY)
    said = results.GivenIndicator(
        "Parcours écrits", mission=mission, target=Decimal(8), weight=Decimal(100), followed=watched
    )
    kept = results.add_indicator(contract, said, key=uuid4(), by=by)
    return contract, kept.pk, contract.signed_on.year


def test_a_value_of_the_project_is_proposed_and_nothing_is_written(
    structure: Structure, founder: User
) -> None:
    mission = structure_mission(structure)
    contract, indicator, _ = follow(structure, founder, mission)
    url = reverse("funding:results", args=[structure.slug, contract.pk, 1, mission])
    shown = client_of(founder).get(url)
    assert shown.context["form"].fields[f"value-{indicator}"].initial == 6
    assert "Suivi au projet" in shown.content.decode()
    assert not Reached.objects.filter(indicator=indicator).exists()


def structure_mission(structure: Structure) -> str:
    contract = next(each for each in read_contracts(structure) if each.kind == "aci")
    return contract.missions.all()[0].mission


def test_what_the_contract_does_not_say_stays_between_low_and_high(
    structure: Structure, founder: User
) -> None:
    mission = structure_mission(structure)
    _, _, year = follow(structure, founder, mission)
    (told,) = [
        each for each in outlooks(structure, year, lines_of(structure, year, today=TODAY)) if each.path
    ]
    assert told.low == "0\N{NO-BREAK SPACE}€"  # 6 of 8: nobody says how the contract reads it
    assert told.high != told.low
    assert told.expected == ""
    AnnexYear.objects.filter(contract_mission__mission=mission, number=1).update(rate=Decimal("0.5"))
    (agreed,) = [each for each in outlooks(structure, year, []) if each.path]
    assert agreed.low == agreed.expected == agreed.high  # a step said the rate of the whole
    page = client_of(founder).get(reverse("project:indicators", args=[structure.slug]) + f"?annee={year}")
    assert told.label in page.content.decode()


def test_an_indicator_of_another_structure_is_not_followed(
    structure: Structure, founder: User, outsider: User
) -> None:
    from grounds import structure_on

    theirs = structure_on(["82001"], by=outsider)
    foreign = indicators.add_indicator(
        theirs, indicators.GivenIndicator("Chez eux"), key=uuid4(), by=outsider
    )
    contract = next(each for each in read_contracts(structure) if each.kind == "aci")
    with pytest.raises(BadInput, match="votre projet"):
        results.add_indicator(
            contract, results.GivenIndicator("Le leur", followed=foreign), key=uuid4(), by=founder
        )
