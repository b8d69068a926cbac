"""Time of callers: asked once by the scale, else counted once as given; of whom is erased too."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.funding.enums import ClaimState, RateUnit
from maillage.funding.forms.call_times import CallTimeForm
from maillage.funding.models import Claim
from maillage.funding.queries.by_action import cost_of
from maillage.funding.queries.calls import campaigns_to_confirm, hours_of_calls
from maillage.funding.queries.hours import claims_of
from maillage.funding.queries.returns import return_of
from maillage.funding.services import claims, own_hours
from maillage.funding.services.claims import GivenLine
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.outreach.models import CallTime, Campaign
from maillage.outreach.services import give_time
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure

pytestmark = pytest.mark.django_db

FOUNDED, CALLED, TODAY = date(2026, 3, 2), date(2026, 4, 7), date(2026, 11, 29)


@pytest.fixture
def campaign(structure: Structure) -> Campaign:
    """Nothing else is paid nor given in the structure."""
    Claim.objects.all().delete()
    structure.instances.all().get().meetings.all().delete()
    return structure.campaigns.select_related("structure").get()


@pytest.fixture
def max_(campaign: Campaign) -> Person:
    person = campaign.callers.get().person
    assert person
    return person


def called(campaign: Campaign, minutes: int, on: date = CALLED) -> CallTime:
    caller = campaign.callers.get()
    give_time(caller, minutes, key=uuid4(), on=on)
    return caller.times.latest("pk")


def payer(campaign: Campaign) -> LegalPerson:
    return campaign.structure.legal_persons.get()


def pays(campaign: Campaign, by: User, amount: int = 60, **line: str) -> None:
    kind = "indemnite" if amount else "benevole"
    claims.set_line(payer(campaign), GivenLine(kind, Decimal(amount), FOUNDED, **line), by=by)


def confirmed(campaign: Campaign, by: User, *times: CallTime) -> list[Claim]:
    return claims.confirm_calls(campaign, [each.pk for each in times], by=by, on=TODAY)


def given(campaign: Campaign, year: int = 2026) -> list[tuple[int, int, int]]:
    """(people, minutes given, of which paid) of each function."""
    person = payer(campaign)
    person.structure = campaign.structure
    lines = return_of(person, year, on=TODAY).by_office
    return [(each.people, each.minutes, each.paid) for each in lines]


def grant(claim: Claim, state: ClaimState = ClaimState.APPROVED) -> None:
    Claim.objects.filter(pk=claim.pk).update(state=state, decided_on=TODAY)


def test_a_time_of_calls_is_asked_once(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    time = called(campaign, 90)
    assert list(campaigns_to_confirm(campaign.structure)) == [campaign]
    (claim,) = confirmed(campaign, founder, time)
    assert (claim.minutes, claim.amount, claim.held_on, claim.call_time) == (90, Decimal(90), CALLED, time)
    assert confirmed(campaign, founder, time) == []
    assert list(campaigns_to_confirm(campaign.structure)) == []
    assert hours_of_calls(campaign, payer(campaign)) == []


def test_only_what_is_chosen_is_asked(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    one, other = called(campaign, 30), called(campaign, 45)
    confirmed(campaign, founder, one)
    assert [each.time for each in hours_of_calls(campaign, payer(campaign))] == [other]


def test_calls_are_no_meeting(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder, unit=RateUnit.MEETING)
    pays(campaign, founder, meeting_kind="ca")
    time = called(campaign, 90)
    assert confirmed(campaign, founder, time) == []
    assert list(campaigns_to_confirm(campaign.structure)) == []


def test_a_line_that_came_later_pays_nothing_of_before(campaign: Campaign, founder: User) -> None:
    claims.set_line(payer(campaign), GivenLine("indemnite", Decimal(60), date(2026, 5, 1)), by=founder)
    assert confirmed(campaign, founder, called(campaign, 90)) == []
    assert len(confirmed(campaign, founder, called(campaign, 60, date(2026, 5, 1)))) == 1


def test_nobody_asks_for_the_calls_of_another_structure(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    time = called(campaign, 90)
    Campaign.objects.filter(pk=campaign.pk).update(title="Autre")
    other = campaign.structure.campaigns.create(
        title="À côté", phase="avant_lettre", words="Bonjour", opened_on=CALLED
    )
    assert confirmed(other, founder, time) == []


def test_without_a_legal_person_it_is_told(campaign: Campaign, founder: User) -> None:
    campaign.structure.legal_persons.update(until=TODAY)
    with pytest.raises(BadInput, match="personne morale"):
        confirmed(campaign, founder, called(campaign, 90))


def test_unpaid_time_counts_once_as_given_then_once_as_paid(campaign: Campaign, founder: User) -> None:
    time = called(campaign, 90)
    assert given(campaign) == [(1, 90, 0)]
    pays(campaign, founder)
    (claim,) = confirmed(campaign, founder, time)
    assert given(campaign) == [(1, 90, 0)]  # asked, not granted yet
    grant(claim)
    assert given(campaign) == [(1, 90, 90)]
    assert given(campaign, 2025) == []


def test_time_that_its_person_gives_up_is_given(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    (claim,) = confirmed(campaign, founder, called(campaign, 90))
    own_hours.waive(claim)
    assert given(campaign) == [(1, 90, 0)]
    assert hours_of_calls(campaign, payer(campaign)) == []


def test_a_corrected_time_follows_until_it_is_asked(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    time = called(campaign, 90)
    CallTime.objects.filter(pk=time.pk).update(minutes=30)
    (line,) = hours_of_calls(campaign, payer(campaign))
    assert (line.told.minutes, line.told.amount, given(campaign)) == (30, Decimal(30), [(1, 30, 0)])
    (claim,) = confirmed(campaign, founder, time)
    CallTime.objects.filter(pk=time.pk).update(minutes=60)
    claim.refresh_from_db()
    grant(claim)
    assert (claim.minutes, given(campaign)) == (30, [(1, 30, 30)])


def test_a_contested_time_that_is_refused_is_asked_again(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    time = called(campaign, 90)
    (claim,) = confirmed(campaign, founder, time)
    own_hours.contest(claim, "C’était une heure")
    claims.refuse(claim, "Une heure", by=founder, on=TODAY)
    CallTime.objects.filter(pk=time.pk).update(minutes=60)
    (again,) = confirmed(campaign, founder, time)
    grant(again)
    assert given(campaign) == [(1, 60, 60)]


def test_who_is_erased_gave_it_and_is_paid_nothing_more(
    campaign: Campaign, max_: Person, founder: User
) -> None:
    pays(campaign, founder)
    asked, time = called(campaign, 60), called(campaign, 30)
    grant(confirmed(campaign, founder, asked)[0])
    max_.delete()
    assert confirmed(campaign, founder, time) == []
    assert list(campaigns_to_confirm(campaign.structure)) == []
    assert [(minutes, paid) for _, minutes, paid in given(campaign)] == [(90, 60)]


def test_what_was_asked_stays_when_the_campaign_goes(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    (claim,) = confirmed(campaign, founder, called(campaign, 60))
    grant(claim)
    campaign.delete()
    claim.refresh_from_db()
    assert claim.call_time is None
    assert claims_of(claim.legal_person.structure).get().minutes == 60


@pytest.fixture
def page(campaign: Campaign) -> str:
    return reverse("funding:campaign_hours", args=[campaign.structure.slug, campaign.pk])


@pytest.fixture
def read(page: str, founder: User) -> Callable[[], str]:
    client = client_of(founder)

    def words() -> str:
        return str(client.get(page).content.decode())

    return words


def test_the_page_asks_and_tells_its_person(
    campaign: Campaign, max_: Person, founder: User, page: str, read: Callable[[], str]
) -> None:
    Person.objects.filter(pk=max_.pk).update(email="max@example.org")
    assert "Rien à confirmer" in read()
    pays(campaign, founder)
    time = called(campaign, 90)
    hours = client_of(founder).get(reverse("funding:hours", args=[campaign.structure.slug])).content.decode()
    assert page in hours
    assert "checked" in read()
    for _ in range(2):
        assert client_of(founder).post(page, {"time": time.pk}).status_code == 302
    assert Sending.objects.filter(key__startswith="funding.claim ").count() == 1
    assert "Rien à confirmer" in read()


def test_what_was_declared_the_same_day_is_left_unticked(
    campaign: Campaign, max_: Person, founder: User, read: Callable[[], str]
) -> None:
    pays(campaign, founder)
    called(campaign, 90)
    began = datetime(2026, 4, 7, 10, tzinfo=UTC)
    declared = own_hours.GivenTime("Appels du soir", began, 90)
    own_hours.declare(max_, declared, key=uuid4(), at=began + timedelta(days=1))
    words = read()
    assert "Appels du soir" in words
    assert " checked" not in words


def test_an_action_bears_what_is_asked(
    campaign: Campaign, founder: User, page: str, structure: Structure
) -> None:
    pays(campaign, founder)
    time, action = called(campaign, 90), structure.project_actions.get()
    client_of(founder).post(page, {"time": time.pk, "action": action.pk})
    assert Claim.objects.get().action == action


def task_of(campaign: Campaign, by: User) -> str:
    home = reverse("structures:home", args=[campaign.structure.slug])
    return (
        "d’appel attend"
        if "d’appel attend d’être confirmé" in client_of(by).get(home).content.decode()
        else ""
    )


def test_the_home_says_that_the_time_of_a_campaign_waits(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    assert not task_of(campaign, founder)
    time = called(campaign, 90)
    assert task_of(campaign, founder)
    confirmed(campaign, founder, time)
    assert not task_of(campaign, founder)


def test_time_of_calls_that_nobody_pays_is_nothing_to_confirm(campaign: Campaign, founder: User) -> None:
    called(campaign, 90)
    pays(campaign, founder, 0)
    assert not task_of(campaign, founder)


def corrected(campaign: Campaign, by: User, time: CallTime, minutes: object) -> int:
    page = reverse("funding:campaign_hours", args=[campaign.structure.slug, campaign.pk])
    sent = {"time": time.pk, "minutes": str(minutes), "why": "Une heure de trop"}
    return int(client_of(by).post(page, sent).status_code)


def trail(campaign: Campaign) -> list[str]:
    entries = Entry.objects.filter(subject=campaign.structure_id, sentence__startswith="Temps d’appel de")
    return list(entries.order_by("pk").values_list("sentence", flat=True))


def test_a_time_typed_wrong_is_corrected_once_with_its_trail(campaign: Campaign, founder: User) -> None:
    time = called(campaign, 90)  # nobody is paid for it: it is corrected all the same
    assert [corrected(campaign, founder, time, 30) for _ in range(2)] == [302, 302]
    time.refresh_from_db()
    assert time.minutes == 30
    (said,) = trail(campaign)
    assert "90 minutes, corrigé : 30 minutes. Raison : Une heure de trop" in said.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_campaign_leads_whom_it_concerns_to_its_hours(
    campaign: Campaign, founder: User, member: User, page: str
) -> None:
    found = reverse("outreach:campaign", args=[campaign.structure.slug, campaign.pk])
    assert f'href="{page}"' in client_of(founder).get(found).content.decode()
    assert f'href="{page}"' not in client_of(member).get(found).content.decode()


def test_a_time_that_was_not_given_goes(campaign: Campaign, founder: User) -> None:
    time = called(campaign, 90)
    assert corrected(campaign, founder, time, 0) == 302
    assert given(campaign) == []
    assert "retiré" in trail(campaign)[0]


def test_a_time_that_was_asked_for_is_corrected_no_more(campaign: Campaign, founder: User) -> None:
    pays(campaign, founder)
    time = called(campaign, 90)
    (claim,) = confirmed(campaign, founder, time)
    for state in (ClaimState.ASKED, ClaimState.APPROVED, ClaimState.WAIVED):
        grant(claim, state)
        assert corrected(campaign, founder, time, 30) == 422
        assert (
            CallTimeForm([], {"time": time.pk, "minutes": 30, "why": "Trop"})
            .errors["time"][0]
            .startswith("Ce temps")
        )
        with pytest.raises(BadInput, match="demandé"):
            claims.correct_call(campaign, time.pk, 30, "Trop", by=founder)
    time.refresh_from_db()
    assert (time.minutes, trail(campaign)) == (90, [])


def test_a_time_of_another_campaign_or_out_of_a_day_is_corrected_by_nobody(
    campaign: Campaign, founder: User
) -> None:
    time = called(campaign, 90)
    other = campaign.structure.campaigns.create(
        title="À côté", phase="avant_lettre", words="Bonjour", opened_on=CALLED
    )
    assert corrected(other, founder, time, 30) == 422
    assert {corrected(campaign, founder, time, minutes) for minutes in (601, -1, "", "x")} == {422}
    time.refresh_from_db()
    assert (time.minutes, trail(campaign)) == (90, [])


def test_calls_asked_for_an_action_then_given_up_are_volunteered_to_it(
    campaign: Campaign, founder: User, structure: Structure
) -> None:
    action = structure.project_actions.get()
    before = cost_of(action)
    pays(campaign, founder)
    time = called(campaign, 90)
    (claim,) = claims.confirm_calls(campaign, [time.pk], action, by=founder, on=TODAY)
    assert cost_of(action).volunteered == before.volunteered
    own_hours.waive(claim)
    after = cost_of(action)
    assert (after.volunteered, after.minutes) == (before.volunteered + 90, before.minutes)
