"""What an action costs: each sum once, where its budget says it, and shown to whom reads the money alone."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from funding.test_spending import TODAY, noted, payer
from grounds import structure_on
from maillage.accounts.models import User
from maillage.funding.enums import BudgetKind, ClaimState
from maillage.funding.models import Claim, Expense
from maillage.funding.queries.by_action import cost_of
from maillage.funding.services import approving, budget, claims
from maillage.funding.services.budget import GivenBudgetLine
from maillage.funding.types.budget import RUNNING
from maillage.governance.models import Meeting
from maillage.kernel import BadInput
from maillage.project.models import Action
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
    assert (found.hours, found.committed) == (Decimal("1.5"), claim.amount)
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
