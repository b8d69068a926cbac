"""A dialogue de gestion: nothing is concluded while something is unsaid, and what is kept is what money reads."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st

from funding.test_contracts import SIGNED, sign
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.dossier.documents.dialogue import dialogue_file
from maillage.dossier.enums import Preparation
from maillage.dossier.models import Dialogue
from maillage.dossier.queries.dialogue import told_of
from maillage.dossier.rules.timetable import next_step, timetable
from maillage.dossier.services import dialogue as services
from maillage.dossier.services.dialogue import GivenConclusion, GivenPosition, GivenSheet
from maillage.funding.models import Contract, Indicator
from maillage.funding.services import contracts, results
from maillage.kernel import BadInput
from maillage.project.models import Action
from maillage.project.services import indicators
from maillage.project.services.meetings import say_action
from maillage.structures.models import Structure

TODAY = date(2027, 5, 20)
MET = date(2027, 5, 10)
END = GivenConclusion(date(2027, 5, 12), "Camille, coordination", "Courriels du 12 mai")
HALF = Decimal("0.5")


@pytest.fixture
def contract(structure: Structure, founder: User) -> Contract:
    """A mission of two indicators, sixty and forty, and one that is judged as a whole."""
    signed = sign(structure, founder, name="ACI du dialogue")
    for mission in ("parcours", "prevention"):
        years = {1: contracts.GivenYear(Decimal(30_000), Decimal(20_000))}
        contracts.write_mission(signed, mission, SIGNED, years, by=founder)
    for name, weight in (("Parcours écrits", 60), ("Patients suivis", 40)):
        given = results.GivenIndicator(name, mission="parcours", weight=Decimal(weight))
        results.add_indicator(signed, given, key=uuid4(), by=founder)
    return Contract.objects.get(pk=signed.pk)


@pytest.fixture
def dialogue(contract: Contract, founder: User) -> Dialogue:
    made = services.open_dialogue(contract, 1, key=uuid4(), by=founder, on=TODAY)
    services.set_meeting(made, MET, "", version=1, by=founder)
    return made


def position(indicator: Indicator | None, mission: str = "parcours", **said: Any) -> GivenPosition:
    return GivenPosition(mission, indicator.pk if indicator else None, **said)


def note(dialogue: Dialogue, by: User, *given: GivenPosition) -> None:
    services.note(dialogue, given[0].mission, given, GivenSheet(), by=by)


def conclude(dialogue: Dialogue, structure: Structure, by: User) -> Dialogue:
    return services.conclude(dialogue, END, structure, by=by, today=TODAY)


def test_what_is_kept_is_what_money_reads(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    written, followed = contract.indicators.order_by("pk")
    note(dialogue, founder, position(written, kept=Decimal(1)), position(followed, kept=HALF))
    note(dialogue, founder, position(None, "prevention", kept=Decimal("0.7")))
    conclude(dialogue, structure, founder)
    steps = {each.mission: each for each in contract.result_steps.all()}
    assert {key: each.rate for key, each in steps.items()} == {
        "parcours": Decimal("0.8"),
        "prevention": Decimal("0.7"),
    }
    assert {each.state for each in steps.values()} == {"retenu"}
    assert written.reached.get(number=1).rate == 1
    with pytest.raises(BadInput, match="conclu depuis"):
        note(dialogue, founder, position(written, kept=HALF))


def test_nothing_is_concluded_while_an_indicator_is_unsaid(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    written, _ = contract.indicators.order_by("pk")
    note(dialogue, founder, position(written, kept=HALF))
    with pytest.raises(BadInput, match="Patients suivis"):
        conclude(dialogue, structure, founder)
    assert not contract.result_steps.exists()
    dialogue.refresh_from_db()
    assert dialogue.closed_on is None


def test_a_disagreement_keeps_its_path_and_moves_no_money(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    written, followed = contract.indicators.order_by("pk")
    disputed = position(followed, proposed=HALF, is_disputed=True, reason="La caisse compte autrement")
    note(dialogue, founder, position(written, kept=Decimal(1)), disputed)
    note(dialogue, founder, position(None, "prevention", kept=HALF))
    conclude(dialogue, structure, founder)
    assert [each.mission for each in contract.result_steps.all()] == ["prevention"]
    held = dialogue.positions.get(indicator=followed)
    key = uuid4()
    for _ in range(2):
        services.note_dispute(held, "Courrier à la caisse", MET, key=key, by=founder, today=TODAY)
    assert [each.words for each in held.dispute.all()] == ["Courrier à la caisse"]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"proposed": Decimal(1), "kept": HALF}, "Écrivez le motif"),
        ({"is_disputed": True}, "sur quoi porte le désaccord"),
        ({"is_disputed": True, "kept": HALF, "reason": "Non"}, "retenu, ou en désaccord"),
        ({"kept": Decimal("1.2")}, "de 0 à 100"),
    ],
)
def test_a_position_that_cannot_be_is_refused_whole(
    dialogue: Dialogue, contract: Contract, founder: User, said: dict[str, Any], refusal: str
) -> None:
    written, followed = contract.indicators.order_by("pk")
    with pytest.raises(BadInput, match=refusal):
        note(dialogue, founder, position(written, kept=HALF), position(followed, **said))
    assert not dialogue.positions.exists()


def test_weights_that_miss_leave_the_mission_to_be_judged_as_a_whole(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    contract.indicators.filter(name="Patients suivis").update(weight=None)
    told = told_of(dialogue, structure, today=TODAY)
    thread = next(each for each in told.threads if each.key == "parcours")
    assert [row.indicator for row in thread.judged] == [None]
    for mission in ("parcours", "prevention"):
        note(dialogue, founder, position(None, mission, kept=HALF))
    conclude(dialogue, structure, founder)
    assert {each.rate for each in contract.result_steps.all()} == {HALF}


def test_an_indicator_of_another_contract_is_refused(
    dialogue: Dialogue, structure: Structure, founder: User
) -> None:
    other = structure.legal_persons.get().contracts.exclude(pk=dialogue.contract_id).first()
    assert other is not None
    with pytest.raises(BadInput, match="pas du contrat"):
        note(dialogue, founder, position(other.indicators.get(), kept=HALF))


def test_the_target_that_was_agreed_is_that_of_the_project(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    given = indicators.GivenIndicator(name="Parcours écrits", unit="parcours")
    followed = indicators.add_indicator(structure, given, key=uuid4(), by=founder)
    contract.indicators.filter(name="Parcours écrits").update(followed=followed)
    written, other = contract.indicators.order_by("pk")
    kept = position(written, kept=Decimal(1), next_target=Decimal(4))
    note(dialogue, founder, kept, position(other, kept=HALF))
    note(dialogue, founder, position(None, "prevention", kept=HALF))
    conclude(dialogue, structure, founder)
    assert [(each.year, each.value) for each in followed.targets.all()] == [(2027, Decimal(4))]


@drawn(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sets(st.sampled_from(Preparation.values)))
def test_the_timetable_goes_back_from_the_meeting_in_order(meets_on: date, done: set[str]) -> None:
    steps = timetable(meets_on, dict.fromkeys(done, meets_on))
    days = [each.due_on for each in steps if each.due_on]
    assert days == sorted(days)
    assert len(days) == len(Preparation)
    following = next_step(steps)
    assert (following is None) == (done == set(Preparation.values))
    assert following is None or following.step.value not in done


def test_the_whole_path_on_the_pages(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    client = client_of(founder)
    at = [structure.slug, dialogue.pk]
    page = reverse("dossier:dialogue", args=at)
    assert "Parcours écrits" in client.get(page).content.decode()
    sent = {"proposed-0": "100", "kept-0": "80", "reason-0": "Deux parcours sur trois", "kept-1": "50"}
    mission = reverse("dossier:dialogue_mission", args=[*at, "parcours"])
    assert client.post(mission, {**sent, "reason-0": ""}).status_code == 422
    assert client.post(mission, {**sent, "target-1": "12"}).status_code == 302
    whole = reverse("dossier:dialogue_mission", args=[*at, "prevention"])
    assert client.post(whole, {"kept-0": "70", "asks": "Un fichier par commune"}).status_code == 302
    services.mark(dialogue, "pieces", MET, by=founder, on=TODAY)
    read = client.get(page).content.decode()
    assert "Deux parcours sur trois" in read
    for name in ("dossier:dialogue_document", "dossier:conclusions_document"):
        assert client.get(reverse(name, args=[*at, "docx"])).content[:2] == b"PK"


def test_the_file_says_which_hours_are_paid_and_which_are_given(
    dialogue: Dialogue, contract: Contract, structure: Structure, founder: User
) -> None:
    meeting = structure.instances.get().meetings.filter(state="tenue").earliest("starts_at")
    action = structure.project_actions.get()
    Action.objects.filter(pk=action.pk).update(mission="parcours")
    say_action(meeting, action, by=founder)
    contract.legal_person.scale.all().delete()
    meeting.presences.filter(claim=None).delete()
    max_ = structure.people.get(name="Max Fictif")
    meeting.presences.create(
        person=max_, arrived_at=meeting.starts_at, left_at=meeting.starts_at + timedelta(hours=2)
    )
    told = told_of(dialogue, structure, today=TODAY)
    (thread,) = [each for each in told.threads if each.key == "parcours"]
    assert told.days[0] <= meeting.day <= told.days[1]
    assert (thread.means.volunteered, thread.means.total) == (120, 0)
    text = str(dialogue_file(told, structure, on=TODAY).sections)
    assert "Temps bénévole, en plus', '2\\xa0h" in text
    assert "ne vaut ici aucun euro" in text
    page = (
        client_of(founder)
        .get(reverse("dossier:dialogue", args=[structure.slug, dialogue.pk]))
        .content.decode()
    )
    assert "2\N{NO-BREAK SPACE}h de temps bénévole" in page
