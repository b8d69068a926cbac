"""What an action costs: each sum once, where its budget says it, and shown to whom reads the money alone."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from funding.test_spending import TODAY, noted, payer
from grounds import structure_on
from maillage.accounts.models import User
from maillage.funding.enums import BudgetKind, ClaimState
from maillage.funding.models import Claim, Contract, Expense, ScaleLine
from maillage.funding.queries.by_action import cost_of
from maillage.funding.queries.hours import offices_on
from maillage.funding.queries.means import means_of
from maillage.funding.services import approving, budget, claims
from maillage.funding.services.budget import GivenBudgetLine
from maillage.funding.types.budget import RUNNING
from maillage.governance.models import Meeting
from maillage.kernel import BadInput
from maillage.project.models import Action, ActionMeeting
from maillage.project.queries.meetings import Served, served_by
from maillage.project.queries.sheet import meetings_of
from maillage.project.services.meetings import say_action
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(structure: Structure) -> Action:
    return structure.project_actions.get()


def test_a_line_undone_plans_nothing_and_what_was_refused_costs_nothing(
    structure: Structure, action: Action, founder: User, treasurer: User
) -> None:
    given = GivenBudgetLine(TODAY.year, RUNNING, BudgetKind.PLANNED, Decimal(900), action=action)
    line = budget.plan(payer(structure), given, key=uuid4(), by=founder, on=TODAY)
    assert cost_of(action).planned == 900
    budget.undo(line, by=founder, on=TODAY)
    assert cost_of(action).planned == 0
    spent = noted(structure, founder, amount=Decimal(540), action=action.pk)
    assert (cost_of(action).waiting, cost_of(action).committed) == (540, 0)
    approving.refuse(spent, "Trop cher", by=treasurer)
    assert cost_of(action).is_empty


def test_time_asked_counts_in_hours_and_its_refusal_does_not(structure: Structure, action: Action) -> None:
    claim = Claim.objects.filter(legal_person__structure=structure).first()
    assert claim
    Claim.objects.filter(pk=claim.pk).update(action=action, minutes=90, state=ClaimState.APPROVED)
    found = cost_of(action)
    assert (found.hours, found.committed) == ("1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30", claim.amount)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.REFUSED, reason="Pas là")
    assert cost_of(action).is_empty


def test_an_action_of_another_structure_is_not_charged(structure: Structure, founder: User) -> None:
    spent = noted(structure, founder, amount=Decimal(12), action=0)
    assert Expense.objects.get(pk=spent.pk).action is None


def test_its_cost_is_shown_to_whom_reads_the_money_alone(
    structure: Structure, action: Action, founder: User, member: User, client: Client
) -> None:
    page = reverse("project:action", args=[structure.slug, action.number])
    for who, shown in ((founder, True), (member, False)):
        client.force_login(who)
        assert ("Coût de l’action" in client.get(page).content.decode()) is shown


def held(structure: Structure) -> Meeting:
    return structure.instances.get().meetings.select_related("instance__structure").earliest("starts_at")


def come(meeting: Meeting, name: str) -> None:
    person = meeting.instance.structure.people.get(name=name)
    meeting.presences.create(person=person, arrived_at=meeting.starts_at, left_at=meeting.ends_at)


def test_time_of_a_meeting_costs_the_action_its_group_carries(
    structure: Structure, action: Action, founder: User
) -> None:
    meeting = held(structure)
    come(meeting, "Max Fictif")
    Action.objects.filter(pk=action.pk).update(instance=meeting.instance, state="en_cours", ends_on=None)
    (claim,) = claims.confirm(meeting, by=founder, on=TODAY)
    assert claim.action == action
    assert (cost_of(action).waiting, cost_of(action).minutes) == (claim.amount, claim.minutes)
    assert [*meetings_of(action)] == [meeting]


def test_a_group_with_two_actions_says_neither_and_what_one_says_wins(
    structure: Structure, action: Action, founder: User
) -> None:
    meeting = held(structure)
    Action.objects.filter(pk=action.pk).update(instance=meeting.instance, state="en_cours", ends_on=None)
    other = structure.project_actions.create(
        number=99, title="Autre", key=uuid4(), instance=meeting.instance, state="en_cours"
    )
    assert served_by(meeting).action is None
    say_action(meeting, other, by=founder)
    assert served_by(meeting).action == other
    other.delete()
    say_action(meeting, None, by=founder)
    assert served_by(meeting).action is None


def test_a_group_is_silent_outside_the_days_of_its_action(structure: Structure, action: Action) -> None:
    meeting = held(structure)
    after = meeting.day + timedelta(days=1)
    Action.objects.filter(pk=action.pk).update(
        instance=meeting.instance, state="en_cours", starts_on=after, ends_on=None
    )
    assert served_by(meeting).action is None


def test_claims_follow_their_meeting_and_one_alone_is_put_elsewhere(
    structure: Structure, action: Action, founder: User, client: Client
) -> None:
    meeting = held(structure)
    come(meeting, "Max Fictif")
    client.force_login(founder)
    page = reverse("funding:meeting_hours", args=[structure.slug, meeting.pk])
    assert "Pour l’action du projet" in client.get(page).content.decode()
    client.post(page, {"action": action.pk})
    asked = Claim.objects.filter(presence__meeting=meeting)
    assert {each.action for each in asked} == {action}
    assert len(asked) == 2
    one = asked[0]
    client.post(reverse("funding:claim_action", args=[structure.slug, one.pk]), {"action": ""})
    assert cost_of(action).minutes == asked[1].minutes
    client.post(page, {"action": ""})
    assert cost_of(action).is_empty
    assert served_by(meeting) == Served(None, is_said=True)
    client.post(page, {"action": "0"})
    assert served_by(meeting) == Served(None, is_said=True)


def test_the_action_of_another_structure_bears_nothing(
    structure: Structure, action: Action, founder: User
) -> None:
    Action.objects.filter(pk=action.pk).update(structure=structure_on(["82121"], by=founder))
    action.refresh_from_db()
    with pytest.raises(BadInput, match="votre structure"):
        claims.bear_meeting(held(structure), action, by=founder)
    with pytest.raises(BadInput, match="votre structure"):
        claims.bear(structure, Claim.objects.all(), action, by=founder)


# Time that nobody is paid for


def price(structure: Structure, kind: str, *, meeting_kind: str = "") -> ScaleLine:
    """What the scale says of these meetings, and of no other."""
    return payer(structure).scale.create(
        kind=kind,
        meeting_kind=meeting_kind,
        amount=Decimal(0 if kind == "benevole" else 60),
        since=date(2020, 1, 1),
    )


@pytest.fixture
def meeting(structure: Structure, action: Action, founder: User) -> Meeting:
    """Of ninety minutes, for the action; nobody is there yet, and the scale says nothing."""
    payer(structure).scale.all().delete()
    found = held(structure)
    say_action(found, action, by=founder)
    found.presences.all().delete()
    found.ends_at = found.starts_at + timedelta(minutes=90)
    found.save()
    return found


def test_time_that_the_scale_says_benevole_is_counted_beside_what_is_paid(
    meeting: Meeting, structure: Structure, action: Action, founder: User
) -> None:
    price(structure, "benevole")
    come(meeting, "Max Fictif")
    come(meeting, "Ada Fictif")
    found = cost_of(action)
    assert (found.volunteered, found.minutes, found.committed, found.waiting) == (180, 0, 0, 0)
    assert not found.is_empty
    assert claims.confirm(meeting, by=founder, on=TODAY) == []
    assert cost_of(action) == found


def test_time_that_is_to_be_asked_is_not_given_and_what_was_asked_is_not_counted_twice(
    meeting: Meeting, structure: Structure, action: Action, founder: User
) -> None:
    price(structure, "indemnite")
    come(meeting, "Max Fictif")
    assert (cost_of(action).volunteered, cost_of(action).minutes) == (0, 0)
    (claim,) = claims.confirm(meeting, by=founder, on=TODAY)
    assert (cost_of(action).volunteered, cost_of(action).minutes) == (0, 90)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.REFUSED, reason="Pas là")
    assert cost_of(action).is_empty
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.WAIVED, reason="")
    assert (cost_of(action).volunteered, cost_of(action).minutes) == (90, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "brouillon"}, {"state": "convoquee"}, {"state": "annulee", "reason": "Grève"},
    ],
)  # fmt: skip
def test_a_meeting_that_was_not_held_gives_no_time(
    change: dict[str, str], meeting: Meeting, action: Action
) -> None:
    come(meeting, "Max Fictif")
    assert cost_of(action).volunteered == 90
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    assert cost_of(action).volunteered == 0


def test_who_was_not_confirmed_or_was_erased_gives_no_time(meeting: Meeting, action: Action) -> None:
    come(meeting, "Max Fictif")
    meeting.presences.update(is_pending=True)
    assert cost_of(action).volunteered == 0
    meeting.presences.update(is_pending=False, person=None)
    assert cost_of(action).volunteered == 0


def test_time_of_a_meeting_for_nothing_or_for_another_is_not_of_the_action(
    meeting: Meeting, action: Action, structure: Structure, founder: User
) -> None:
    """Even when its group carries the action: somebody said it."""
    come(meeting, "Max Fictif")
    Action.objects.filter(pk=action.pk).update(
        instance=meeting.instance, state="en_cours", starts_on=None, ends_on=None
    )
    action.refresh_from_db()
    say_action(meeting, None, by=founder)
    assert cost_of(action).volunteered == 0
    ActionMeeting.objects.all().delete()
    assert cost_of(action).volunteered == 90


def test_the_office_of_the_day_says_who_is_paid(
    meeting: Meeting, structure: Structure, action: Action
) -> None:
    """The presidency is paid, the others are not: and an office that was left pays no more."""
    scale = price(structure, "indemnite")
    scale.office = "presidence"
    scale.save()
    come(meeting, "Max Fictif")
    max_ = structure.people.get(name="Max Fictif")
    max_.mandates.all().delete()
    assert cost_of(action).volunteered == 90
    seat = meeting.instance.mandates.create(person=max_, office="presidence", since=meeting.day)
    assert cost_of(action).volunteered == 0
    meeting.instance.mandates.filter(pk=seat.pk).update(since=date(2020, 1, 1), until=meeting.day)
    assert cost_of(action).volunteered == 90


def test_the_last_office_that_was_given_is_the_one_that_is_paid(
    meeting: Meeting, structure: Structure
) -> None:
    """Elected to the presidency, and still a member since before: the yearly return says the same office."""
    max_ = structure.people.get(name="Max Fictif")
    max_.mandates.all().delete()
    seats = meeting.instance.mandates
    seats.create(person=max_, office="membre", since=date(2020, 1, 1))
    seats.create(person=max_, office="presidence", since=meeting.day)
    assert offices_on(meeting, [max_.pk]) == {max_.pk: "presidence"}


def test_the_means_of_a_mission_hold_the_time_given_in_its_days_and_no_euro_of_it(
    meeting: Meeting, structure: Structure, action: Action
) -> None:
    come(meeting, "Max Fictif")
    contract = Contract.objects.get(pk=structure.legal_persons.get().contracts.all()[0].pk)
    contract.legal_person.structure = structure
    day, before = meeting.day, meeting.day - timedelta(days=1)
    found = means_of(contract, day, day)[action.mission]
    assert (found.volunteered, found.volunteer_hours) == (90, "1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30")
    assert (
        action.mission not in means_of(contract, before, before)
        or not means_of(contract, before, before)[action.mission].volunteered
    )
    assert found.total == found.spent + found.granted


def test_the_page_of_the_action_says_which_hours_are_which(
    meeting: Meeting, structure: Structure, action: Action, founder: User, client: Client
) -> None:
    come(meeting, "Max Fictif")
    client.force_login(founder)
    page = client.get(reverse("project:action", args=[structure.slug, action.number])).content.decode()
    assert "Temps bénévole" in page
    assert "en plus, sans euros" in page
