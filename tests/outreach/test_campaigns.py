"""Peers call peers: nobody is called twice in a week, nor by the same voice, nor ever again when they asked so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.small import Practice, Someone, directory_of, national_of
from house.visiting import client_of
from mail.letters import deliver
from maillage.accounts.models import User
from maillage.directory.models import OptOut
from maillage.kernel import BadInput
from maillage.legislation import forms, stages
from maillage.mail.models import Recipient
from maillage.outreach import services
from maillage.outreach.enums import Answer, Phase
from maillage.outreach.models import Caller, CallTime, Campaign, DoNotContact
from maillage.outreach.queries.calling import calls_in_hand, candidates, lines_of
from maillage.outreach.queries.campaigns import progress_of, reached
from maillage.outreach.rules import default_words, phases_of
from maillage.outreach.services import Told
from maillage.people.models import Person
from maillage.people.queries.coverage import coverage
from maillage.people.services import found
from maillage.people.services.merging import merge
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.structures.services import erase
from maillage.ui.queries import contents_of, personal_data
from outreach.bulletins import let_in
from outreach.calls import DAY, NOON, callers, held_by, launched, reply

pytestmark = pytest.mark.django_db
KEY = UUID(int=1)


@pytest.fixture(autouse=True)
def nurses(tmp_path: Path) -> Iterator[None]:
    """Thirty nurses in Montauban, two doctors in Bressols, read in a directory of their own."""
    people = [Someone(f"FICTIVE{number:02}", "Ada") for number in range(30)]
    doctors = [
        Someone(
            f"MEDECIN{number}", "Eve", [Practice(commune="82025", trade="medecin_generaliste", phones="")]
        )
        for number in range(2)
    ]
    with directory_of([*people, *doctors], folder=tmp_path):
        yield


@pytest.fixture
def campaign(structure: Structure, founder: User) -> Campaign:
    return launched(structure, founder)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_the_same_moment_never_share_a_name(
    campaign: Campaign, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    first, second = callers(campaign, founder, 2)
    at_once(lambda: services.take(first, at=NOON), lambda: services.take(second, at=NOON))
    assert not set(held_by(first)) & set(held_by(second))
    assert campaign.calls.count() == 20


def test_ten_names_at_most_and_nobody_elses(campaign: Campaign, founder: User) -> None:
    first, second = callers(campaign, founder, 2)
    assert services.take(first, at=NOON) == services.take(second, at=NOON) == 10
    assert not set(held_by(first)) & set(held_by(second))
    with pytest.raises(BadInput, match="déjà dix"):
        services.take(first, at=NOON)
    assert set(campaign.calls.values_list("profession", flat=True)) == {"infirmier"}


def test_the_same_answer_twice_is_one_and_another_is_refused(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    call = reply(caller, Answer.JOINS)
    services.answer(caller, call.pk, Told(Answer.JOINS), at=NOON + DAY)
    call.refresh_from_db()
    assert call.answered_at == NOON
    with pytest.raises(BadInput):
        services.answer(caller, call.pk, Told(Answer.NO), at=NOON)


def test_nobody_is_called_twice_in_a_week_and_the_next_voice_is_another(
    campaign: Campaign, founder: User
) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON)
    asked = reply(first, Answer.THINKS).national
    late, soon = NOON + 8 * DAY, NOON + 6 * DAY
    services.take(second, at=soon)
    assert asked not in held_by(second)
    second.calls.all().delete()
    services.take(first, at=late)
    assert asked not in held_by(first)
    services.take(second, at=late)
    assert asked in held_by(second)


def test_a_name_without_answer_goes_back_after_two_weeks(campaign: Campaign, founder: User) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON)
    kept = held_by(first)
    later = NOON + 14 * DAY
    assert not lines_of(calls_in_hand(first, on=later.date()), on=later.date())
    services.take(second, at=later)
    assert held_by(second) == kept
    assert not held_by(first)


def test_who_wants_no_call_is_proposed_in_no_structure_even_once_it_is_erased(
    campaign: Campaign, founder: User
) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    refused = reply(caller, Answer.NEVER).national
    structure = campaign.structure
    other = found(name="Autre", codes=structure.territory.codes, by=founder, on=NOON.date())
    erase(structure, by=founder)
    assert DoNotContact.objects.get().national == refused
    (elsewhere,) = callers(launched(other, founder), founder, 1)
    services.take(elsewhere, at=NOON)
    assert refused not in held_by(elsewhere)


def test_who_asked_not_to_be_shown_or_belongs_is_not_called(campaign: Campaign, founder: User) -> None:
    OptOut.objects.create(national=national_of(1), asked_on=NOON.date())
    let_in(campaign.structure, "ada@example.org", rpps=national_of(2)[1:])
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    assert not {national_of(1), national_of(2)} & set(held_by(caller))


def test_the_last_tap_is_taken_back_within_ten_minutes(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    call = reply(caller, Answer.NEVER)
    assert services.undo(caller, at=NOON + timedelta(minutes=9)) == call
    assert not DoNotContact.objects.exists()
    assert call.national in held_by(caller)
    reply(caller, Answer.NEVER)
    assert services.undo(caller, at=NOON + timedelta(minutes=11)) is None


def test_a_tap_moves_the_coverage_of_the_territory(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    before = coverage(campaign.structure, on=NOON.date())
    reply(caller, Answer.WRONG)
    assert coverage(campaign.structure, on=NOON.date()).known == before.known
    reply(caller, Answer.THINKS)
    after = coverage(campaign.structure, on=NOON.date())
    assert after.known.reached == before.known.reached + 1
    assert sum(line.reached for line in after.communes) == sum(line.reached for line in before.communes) + 1


def test_the_link_is_mailed_once_and_a_closed_campaign_answers_gone(
    campaign: Campaign, founder: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    (caller,) = callers(campaign, founder, 1)
    again = services.add_caller(campaign, caller.person_id or 0, by=founder, at=NOON, address_of=str)
    assert again == caller
    deliver(NOON)
    assert [mail.to for mail in mailoutbox if "appels" in mail.subject and "x\n" in mail.body] != []
    url = caller.link.get_absolute_url()
    services.close(campaign, by=founder, on=NOON.date())
    assert client.get(url).status_code == 410
    assert client.post(url, {"take": "1"}).status_code == 410
    assert not caller.calls.exists()


def test_the_page_of_a_caller_acts_on_a_post_alone(campaign: Campaign, founder: User, client: Client) -> None:
    (caller,) = callers(campaign, founder, 1)
    url = caller.link.get_absolute_url()
    assert client.get(url, {"take": "1"}).status_code == 200
    assert not caller.calls.exists()
    assert client.post(url, {"take": "1"}).status_code == 302
    page = client.get(url).content.decode()
    assert "05\N{NO-BREAK SPACE}63\N{NO-BREAK SPACE}00" in page
    assert "secret@example.org" not in page
    call = caller.calls.all()[0]
    for wrong in ({}, {"call": "x", "answer": "adhere"}, {"call": call.pk, "answer": "autre"},
                  {"call": call.pk, "answer": "rappeler"}, {"minutes": "0", "key": str(KEY)}):  # fmt: skip
        assert client.post(url, wrong).status_code == 422
    for _ in range(2):
        client.post(url, {"call": call.pk, "answer": "adhere"})
        client.post(url, {"minutes": "40", "key": str(KEY)})
    assert [time.minutes for time in CallTime.objects.all()] == [40]
    assert "Annuler" in client.get(url).content.decode()


def test_it_is_taken_away_awaited_and_survives_a_merge(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    reply(caller, Answer.AGAIN, at=datetime.now(UTC))
    services.give_time(caller, 25, key=KEY, on=NOON.date())
    structure = campaign.structure
    assert any("personne à rappeler" in task.text for task in said_of(structure, {"run_campaigns"}).tasks)
    kept = contents_of(structure)["outreach"]["campaigns"]
    assert [time["minutes"] for each in kept for time in each["times"]] == [25]
    assert caller.person
    user = User.objects.create_user(caller.person.email)
    assert [each["minutes"] for each in personal_data(user)["appels"]] == [25]
    (twin,) = let_in(structure, "twin@example.org")
    merge(twin, caller.person, by=founder, at=NOON)
    assert Caller.objects.get(pk=caller.pk).person == twin


def test_times_leave_as_a_list(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.give_time(caller, 25, key=KEY, on=NOON.date())
    url = reverse("outreach:times", args=[campaign.structure.slug, campaign.pk, "csv"])
    assert "25" in client_of(founder).get(url).content.decode("utf-8-sig")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([*Answer, "undo"])), max_size=12))
def test_counts_sum_to_the_people_called_whatever_was_answered(
    campaign: Campaign, founder: User, taps: list[tuple[int, str]]
) -> None:
    campaign.callers.all().delete()
    DoNotContact.objects.all().delete()
    pair, at = callers(campaign, founder, 2), NOON
    for which, tap in taps:
        at += 8 * DAY
        if not held_by(pair[which]):
            services.take(pair[which], at=at)
        if tap == "undo":
            services.undo(pair[which], at=at)
        else:
            reply(pair[which], tap, at=at)
    read = progress_of(campaign, on=at.date())
    called = set(campaign.calls.exclude(answer="").values_list("national", flat=True))
    assert read.called == len(called) == sum(count for _, count in read.answers)
    assert read.heard == sum(count for _, count in read.voices) <= read.called


def test_who_belongs_without_a_number_is_not_canvassed(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    before = progress_of(campaign, on=NOON.date()).to_reach
    (nurse,) = let_in(campaign.structure, "fictive03@example.org", commune="Bressols")
    Person.objects.filter(pk=nurse.pk).update(name="Ada Fictive03", rpps="")
    assert progress_of(campaign, on=NOON.date()).to_reach == before - 1
    assert "FICTIVE03 Ada" not in {each.name for each in candidates(caller, at=NOON)}
    Person.objects.filter(pk=nurse.pk).update(profession="sage_femme")  # a namesake of another trade
    assert "FICTIVE03 Ada" in {each.name for each in candidates(caller, at=NOON)}


def test_somebody_heard_who_has_a_card_without_a_number_is_counted_once(
    campaign: Campaign, founder: User
) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    call = caller.calls.order_by("pk")[0]
    services.answer(caller, call.pk, Told(Answer.THINKS), at=NOON)
    assert reached(campaign.structure) == [(call.profession, call.commune, 1)]
    (nurse,) = let_in(campaign.structure, "heard@example.org", commune="Montauban")
    Person.objects.filter(pk=nurse.pk).update(name=call.name, rpps="")
    assert reached(campaign.structure) == []


def test_a_link_of_one_s_own_is_not_mailed_to_an_address_that_others_share(
    campaign: Campaign, founder: User
) -> None:
    alone, first, second = let_in(
        campaign.structure, "alone@example.org", "one@example.org", "two@example.org", commune="Montauban"
    )
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(email="cabinet@example.org")
    for person in (alone, first):
        services.add_caller(
            campaign, person.pk, by=founder, at=NOON, address_of=lambda _: "https://m.example/x"
        )
    written = Recipient.objects.filter(sending__key__startswith="outreach.caller")
    assert set(written.values_list("address", flat=True)) == {"alone@example.org"}


def test_among_many_who_calls_is_sought_by_name_and_their_link_shown_alone(
    campaign: Campaign, founder: User, client: Client
) -> None:
    first, second = callers(campaign, founder, 2)
    client.force_login(founder)
    url = reverse("outreach:campaign", args=[campaign.structure.slug, campaign.pk])
    let_in(campaign.structure, *(f"m{number}@example.org" for number in range(19)))
    assert "Chercher qui appelle" not in client.get(url).content.decode()
    (sought, _) = let_in(campaign.structure, "zoe@example.org", "lou@example.org")
    sought.name = "Éloïse Quercy"
    sought.save()
    page = client.get(url).content.decode()
    assert page.count("<option") == 21  # twenty, and the one that asks to choose
    assert "Éloïse Quercy" not in client.get(url, {"q": "fictif"}).content.decode()
    assert f'value="{sought.pk}"' in client.get(url, {"q": "QUERCY eloise"}).content.decode()
    assert "Personne de ce nom" in client.get(url, {"q": "inconnue"}).content.decode()
    assert first.link.token not in page
    aimed = client.get(url, {"appelant": first.pk}).content.decode()
    assert first.link.token in aimed
    assert second.link.token not in aimed


def test_the_moments_of_a_campaign_are_those_of_the_form_of_its_structure(
    structure: Structure, founder: User, client: Client
) -> None:
    by_form = {each.key: phases_of(each.key) for each in forms(on=NOON.date())}
    with_letter = {key for key, phases in by_form.items() if "Avant la lettre d’intention" in phases.values()}
    assert with_letter == {"cpts"}
    for key, phases in by_form.items():
        told = {stage.entered for stage in stages(key)}
        assert set(list(phases.values())[1:]) <= told
        assert (Phase.SIGNED in phases) == any(stage.signature for stage in stages(key))
        assert all(default_words(phase, "Ici", key) for phase in phases)
    assert by_form["msp"][Phase.APPROVED] == "Le projet est transmis à l’ARS"
    Structure.objects.filter(pk=structure.pk).update(form="esp")
    client.force_login(founder)
    url = reverse("outreach:campaigns", args=[structure.slug])
    page = client.get(url).content.decode()
    assert "lettre d’intention" not in page.partition("Où vous en êtes")[2]
    told = {"title": "Contrat", "professions": ["infirmier"], "phase": Phase.SIGNED}
    assert client.post(url, told).status_code == 422
