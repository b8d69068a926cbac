"""Time given at a meeting: priced by the scale, confirmed once, approved by another, paid once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.funding.models import Claim, ScaleLine
from maillage.funding.queries.awaiting import awaiting
from maillage.funding.queries.claims import sums
from maillage.funding.queries.hours import claims_of, hours_of
from maillage.funding.services import claims
from maillage.funding.services.claims import GivenLine
from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.services import give_access

FOUNDED, TODAY = date(2026, 3, 2), date(2026, 11, 29)


@pytest.fixture
def treasurer(structure: Structure, founder: User) -> User:
    """Lise, with her account and her card."""
    lise = User.objects.create_user("tresoriere@example.org", name="Lise Fictif")
    give_access(structure, lise.email, [Role.TREASURY], by=founder, on=FOUNDED)
    structure.people.create(name="Lise Fictif", profession="infirmier", email="Tresoriere@example.org")
    return lise


def payer(structure: Structure) -> LegalPerson:
    return structure.legal_persons.get()


def held(structure: Structure) -> Meeting:
    return structure.instances.get().meetings.select_related("instance__structure").earliest("starts_at")


def be_there(meeting: Meeting, person: Person, minutes: int = 60) -> None:
    meeting.presences.create(
        person=person, arrived_at=meeting.starts_at, left_at=meeting.starts_at + timedelta(minutes=minutes)
    )


def asked_for(structure: Structure, person: Person, by: User) -> Claim:
    be_there(held(structure), person)
    return claims.confirm(held(structure), by=by, on=TODAY)[0]


def test_two_hours_of_a_bureau_are_two_rates(structure: Structure) -> None:
    claim = claims_of(structure).get()
    assert (claim.name, claim.minutes, claim.amount) == ("Ada Fictif", 120, Decimal("100.00"))


def test_a_meeting_confirmed_again_asks_only_what_came_since(structure: Structure, founder: User) -> None:
    assert claims.confirm(held(structure), by=founder, on=TODAY) == []
    be_there(held(structure), structure.people.get(name="Max Fictif"), 30)
    made = claims.confirm(held(structure), by=founder, on=TODAY)
    assert [(each.name, each.amount) for each in made] == [("Max Fictif", Decimal("25.00"))]


def test_a_meeting_that_is_not_over_is_not_confirmed(structure: Structure, founder: User) -> None:
    Meeting.objects.filter(pk=held(structure).pk).update(state=MeetingState.CONVOKED)
    with pytest.raises(BadInput, match="pas close"):
        claims.confirm(held(structure), by=founder, on=TODAY)


def test_without_a_rate_the_amount_is_unknown_and_never_zero(structure: Structure) -> None:
    ScaleLine.objects.all().delete()
    line = hours_of(held(structure), payer(structure))[0]
    assert line.told.amount is None
    assert "En attente du taux" in line.told.waits
    assert not line.is_paid


def test_volunteer_time_asks_nothing(structure: Structure, founder: User) -> None:
    ScaleLine.objects.all().delete()
    Claim.objects.all().delete()
    claims.set_line(payer(structure), GivenLine("benevole", Decimal(0), FOUNDED), by=founder)
    assert claims.confirm(held(structure), by=founder, on=TODAY) == []


def test_the_rate_of_an_office_goes_before_that_of_all(structure: Structure, founder: User) -> None:
    Claim.objects.all().delete()
    line = GivenLine("indemnite", Decimal(80), FOUNDED, meeting_kind="bureau", office="presidence")
    claims.set_line(payer(structure), line, by=founder)
    assert hours_of(held(structure), payer(structure))[0].told.amount == Decimal("160.00")


def test_a_rate_that_changes_leaves_what_was_asked(structure: Structure, founder: User) -> None:
    line = GivenLine("indemnite", Decimal(90), date(2026, 6, 1), meeting_kind="bureau")
    claims.set_line(payer(structure), line, by=founder)
    first, second = ScaleLine.objects.order_by("since")
    assert (first.until, second.until) == (date(2026, 6, 1), None)
    assert claims_of(structure).get().amount == Decimal("100.00")
    with pytest.raises(BadInput, match="plus récente"):
        claims.set_line(payer(structure), line, by=founder)


def test_the_same_minutes_at_two_meetings_wait_for_a_choice(structure: Structure, founder: User) -> None:
    Claim.objects.all().delete()
    one, ada = held(structure), structure.people.get(name="Ada Fictif")
    other = one.instance.meetings.create(
        title="GT", starts_at=one.starts_at + timedelta(minutes=90), ends_at=one.ends_at + timedelta(hours=1),
        state=MeetingState.HELD,
    )  # fmt: skip
    be_there(other, ada, 90)
    told = hours_of(one, payer(structure))[0].told
    assert (told.amount, "En même temps" in told.waits) == (None, True)
    assert claims.confirm(one, by=founder, on=TODAY) == []


def test_nobody_approves_their_own(structure: Structure, founder: User, treasurer: User) -> None:
    hers = asked_for(structure, structure.people.get(name="Lise Fictif"), founder)
    judged = claims.approve(
        structure, claims_of(structure).values_list("pk", flat=True), by=treasurer, on=TODAY
    )
    assert [each.name for each in judged.approved] == ["Ada Fictif"]
    assert [(claim.pk, "la vôtre" in why) for claim, why in judged.left] == [(hers.pk, True)]


def test_who_confirmed_does_not_approve(structure: Structure, founder: User) -> None:
    judged = claims.approve(structure, [claims_of(structure).get().pk], by=founder, on=TODAY)
    assert not judged.approved
    assert "saisi" in judged.left[0][1]


def test_the_ceiling_of_the_year_refuses_with_its_sum(
    structure: Structure, founder: User, treasurer: User
) -> None:
    Claim.objects.update(amount=Decimal(40_000))
    claims.approve(structure, [claims_of(structure).get().pk], by=treasurer, on=TODAY)
    be_there(held(structure), structure.people.create(name="Autre", profession="infirmier"), 60)
    again = claims.confirm(held(structure), by=founder, on=TODAY)[0]
    Claim.objects.filter(pk=again.pk).update(
        amount=Decimal(40_000), person=structure.people.get(name="Ada Fictif")
    )
    judged = claims.approve(structure, [again.pk], by=treasurer, on=TODAY)
    assert not judged.approved
    assert "de trop" in judged.left[0][1]
    assert sums(structure, 2026)[0][0].total == 40_000


def test_what_is_approved_is_paid_once_and_never_refused(
    structure: Structure, founder: User, treasurer: User
) -> None:
    claim = claims_of(structure).get()
    claims.approve(structure, [claim.pk], by=treasurer, on=date(2026, 5, 2))
    with pytest.raises(BadInput, match="approuvée après"):
        claims.pay(structure, [claim.pk], date(2026, 5, 1), by=treasurer, on=TODAY)
    with pytest.raises(BadInput, match="pas encore venu"):
        claims.pay(structure, [claim.pk], TODAY + timedelta(1), by=treasurer, on=TODAY)
    paid = [claims.pay(structure, [claim.pk], TODAY, by=treasurer, on=TODAY) for _ in range(2)]
    assert [len(each) for each in paid] == [1, 0]
    with pytest.raises(BadInput, match="payée"):
        claims.refuse(claim, "Trop tard", by=treasurer, on=TODAY)


def test_a_claim_that_waits_is_on_the_home_of_the_treasurer(structure: Structure) -> None:
    told = [(task.text, task.desk) for task in tasks_of(awaiting(structure))]
    assert ("1\N{NO-BREAK SPACE}demande à approuver", Role.TREASURY) in told


def test_an_evening_of_the_treasurer(structure: Structure, founder: User, treasurer: User) -> None:
    """From the page: approve all, be told what is left, note it paid."""
    asked_for(structure, structure.people.get(name="Lise Fictif"), founder)
    client, page = client_of(treasurer), reverse("funding:hours", args=[structure.slug])
    answer = client.post(reverse("funding:approve", args=[structure.slug]), {"all": "1"}, follow=True)
    html = answer.content.decode()
    assert "1 demande approuvée" in html.replace("\N{NO-BREAK SPACE}", " ")
    assert "Lise Fictif" in html
    claim = claims_of(structure).get(name="Ada Fictif")
    sent = {"claim": claim.pk, "paid_on": claim.decided_on.isoformat()}
    client.post(reverse("funding:pay", args=[structure.slug]), sent)
    claim.refresh_from_db()
    assert claim.state == "payee"
    assert client.get(page).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_meeting_confirmed_twice_at_once_asks_once(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    be_there(held(structure), structure.people.get(name="Max Fictif"))
    made = at_once(*[lambda: claims.confirm(held(structure), by=founder, on=TODAY)] * 2)
    assert sorted(len(each) for each in made) == [0, 1]
