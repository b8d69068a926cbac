"""Callers pick whom they call, leave names to others, come and go; who wants no call is known everywhere as a number."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.small import ALBIAS, BRESSOLS, MONTAUBAN, Practice, Someone, directory_of, national_of
from house.visiting import client_of
from mail.letters import deliver
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.outreach import services
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, Campaign, DoNotContact
from maillage.outreach.queries.calling import Candidate, calls_in_hand, candidates, lines_of
from maillage.outreach.queries.campaigns import known_people, professions_offered, progress_of, refusals_of
from maillage.outreach.services import CallingOver, GivenCampaign, Told, note_call
from maillage.people.models import Adhesion
from maillage.people.queries.coverage import coverage
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.structures.services import give_access
from outreach.bulletins import let_in
from outreach.calls import DAY, NOON, callers, held_by, launched, reply
from players import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(tmp_path: Path) -> Iterator[None]:
    """Twelve nurses in Montauban, of whom two share a practice, three in Bressols, two midwives, one doctor."""
    people = [Someone(f"NOM{number:02}", "Ada", [at(MONTAUBAN, f"CABINET {number}")]) for number in range(10)]
    people += [Someone(name, "Bea", [at(MONTAUBAN, "CABINET DU PONT")]) for name in ("AUBE", "ZENITH")]
    people += [Someone(f"SUD{number}", "Cleo", [at(BRESSOLS, "CABINET DU SUD")]) for number in range(3)]
    people += [Someone(f"SAGE{number}", "Dora", [at(ALBIAS, "MAISON", "sage_femme")]) for number in range(2)]
    people += [Someone("MEDECIN", "Eve", [at(BRESSOLS, "MAISON", "medecin_generaliste")])]
    with directory_of(people, folder=tmp_path):
        yield


def at(commune: str, name: str, trade: str = "infirmier") -> Practice:
    return Practice(
        commune=commune, trade=trade, structure_name=name, structure=f"T{name}", phones="0612000000"
    )


@pytest.fixture
def campaign(structure: Structure, founder: User) -> Campaign:
    return launched(structure, founder)


def of_several(
    structure: Structure, founder: User, *professions: str, communes: tuple[str, ...] = ()
) -> Campaign:
    given = GivenCampaign("Plusieurs", "apres_validation", professions, communes=communes)
    return services.launch(structure, given, by=founder, on=NOON.date())


def names(caller: Caller) -> list[str]:
    return [line.call.name for line in lines_of(calls_in_hand(caller, on=NOON.date()), on=NOON.date())]


# What a caller picks


def test_names_of_one_commune_are_asked_for_and_a_commune_of_nobody_says_so(
    campaign: Campaign, founder: User
) -> None:
    (caller,) = callers(campaign, founder, 1)
    assert services.take(caller, at=NOON, commune=BRESSOLS) == 3
    assert set(caller.calls.values_list("commune", flat=True)) == {BRESSOLS}
    for nowhere in (ALBIAS, "31555", "x"):
        with pytest.raises(BadInput, match="autre commune"):
            services.take(caller, at=NOON, commune=nowhere)


def test_those_of_one_practice_stand_together_and_say_so(campaign: Campaign, founder: User) -> None:
    (caller,) = callers(campaign, founder, 1)
    for number in (12, 3, 11):  # ZENITH, then another, then AUBE
        services.take(caller, at=NOON, national=national_of(number))
    assert names(caller) == ["ZENITH Bea", "AUBE Bea", "NOM02 Ada"]
    first, second, third = lines_of(calls_in_hand(caller, on=NOON.date()), on=NOON.date())
    assert (first.with_whom, second.with_whom, third.with_whom) == (("AUBE Bea",), ("ZENITH Bea",), ())
    assert "CABINET DU PONT" in first.place


def test_somebody_known_is_found_by_name_and_taken_unless_they_may_not_be_called(
    campaign: Campaign, founder: User
) -> None:
    first, second = callers(campaign, founder, 2)
    assert [each.name for each in candidates(first, at=NOON, words="zénith béa")] == ["ZENITH Bea"]
    services.take(first, at=NOON, national=national_of(12))
    for national in (national_of(12), national_of(18), "", "8" * 20, "é"):  # held, a doctor, nobody
        with pytest.raises(BadInput, match="ne peut pas vous être confiée"):
            services.take(second, at=NOON, national=national)
    assert candidates(second, at=NOON, words="zenith") == []


def test_a_name_left_to_others_is_theirs_at_once_and_not_given_again(
    campaign: Campaign, founder: User
) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON, commune=BRESSOLS)
    call = first.calls.all()[0]
    for _ in range(2):
        services.give_back(first, call.pk, at=NOON)
    assert call.name not in names(first)
    with pytest.raises(BadInput, match="rendu aux autres"):
        services.answer(first, call.pk, Told(Answer.JOINS), at=NOON)
    assert [each.name for each in candidates(first, at=NOON, words=call.name)] == [call.name]
    with pytest.raises(BadInput, match="plus personne"):
        services.take(first, at=NOON, commune=BRESSOLS)
    services.take(second, at=NOON, commune=BRESSOLS)
    assert held_by(second) == [call.national]
    services.answer(second, second.calls.get().pk, Told(Answer.NO), at=NOON)
    with pytest.raises(BadInput, match="déjà noté"):
        services.give_back(second, second.calls.get().pk, at=NOON)


def test_a_promise_left_to_others_stays_a_voice_and_another_calls_on_its_day(
    campaign: Campaign, founder: User
) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON, commune=BRESSOLS)
    call = reply(first, Answer.AGAIN)
    services.give_back(first, call.pk, at=NOON)
    assert progress_of(campaign, on=NOON.date()).heard == 1
    services.take(second, at=NOON + 8 * DAY, commune=BRESSOLS)
    assert call.national in held_by(second)


def test_no_answer_is_no_voice_stays_in_hand_and_goes_to_others_after_two_weeks(
    campaign: Campaign, founder: User
) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON, commune=BRESSOLS)
    before = coverage(campaign.structure, on=NOON.date()).known.reached
    call = reply(first, Answer.ABSENT)
    read = progress_of(campaign, on=NOON.date())
    assert (read.called, read.heard) == (1, 0)
    assert coverage(campaign.structure, on=NOON.date()).known.reached == before
    assert names(first)[-1] == call.name
    services.answer(first, call.pk, Told(Answer.ABSENT), at=NOON + 5 * DAY)
    call.refresh_from_db()
    assert call.answered_at == NOON + 5 * DAY
    with pytest.raises(BadInput):
        services.take(second, at=NOON + 13 * DAY, commune=BRESSOLS)
    with pytest.raises(BadInput, match="rendu aux autres"):
        services.answer(first, call.pk, Told(Answer.JOINS), at=NOON + 14 * DAY)
    services.take(second, at=NOON + 14 * DAY, national=call.national)
    assert call.national in held_by(second)


def test_who_does_not_answer_on_the_day_promised_was_heard_and_is_called_the_day_after(
    campaign: Campaign, founder: User
) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON, commune=BRESSOLS)
    call = reply(caller, Answer.AGAIN)
    services.answer(caller, call.pk, Told(Answer.ABSENT), at=NOON + 3 * DAY)
    call.refresh_from_db()
    assert (call.answer, call.call_again_on) == (Answer.AGAIN, (NOON + 4 * DAY).date())


def test_who_heard_seven_peers_is_offered_to_no_eighth(structure: Structure, founder: User) -> None:
    pair = launched(structure, founder), launched(structure, founder)
    peers = callers(pair[0], founder, 8)
    peers[6:] = [services.add_caller(pair[1], each.person_id or 0, by=founder, at=NOON) for each in peers[6:]]
    heard = national_of(13)
    for number, peer in enumerate(peers[:7]):
        now = NOON + 8 * number * DAY
        services.take(peer, at=now, national=heard)
        services.answer(peer, peer.calls.get().pk, Told(Answer.THINKS), at=now)
    now = NOON + 80 * DAY
    assert heard not in {each.national for each in candidates(peers[7], at=now)}
    voices = {label: count for label, count in progress_of(pair[0], on=now.date()).voices if count}
    assert voices == {"Trois à six voix": 1}  # six in this one, the seventh in the other
    Call.objects.filter(caller=peers[6]).delete()
    assert heard in {each.national for each in candidates(peers[7], at=now)}


# Where, and which profession


def test_a_campaign_keeps_to_its_communes(structure: Structure, founder: User) -> None:
    here = of_several(structure, founder, "infirmier", communes=(BRESSOLS, "31555"))
    (caller,) = callers(here, founder, 1)
    assert progress_of(here, on=NOON.date()).to_reach == 3
    assert services.take(caller, at=NOON) == 3
    assert list(here.communes.values_list("commune", flat=True)) == [BRESSOLS]
    with pytest.raises(BadInput):
        services.take(caller, at=NOON, commune=MONTAUBAN)


def test_who_is_of_none_of_the_professions_says_which_they_call(
    structure: Structure, founder: User, client: Client
) -> None:
    found = of_several(structure, founder, "infirmier", "sage_femme")
    (card,) = let_in(structure, "kine@example.org", profession="masseur_kinesitherapeute")
    caller = services.add_caller(found, card.pk, by=founder, at=NOON)
    url = caller.link.get_absolute_url()
    assert "La profession que vous appelez" in client.get(url).content.decode()
    assert client.post(url, {"take": "1"}).status_code == 422
    assert client.post(url, {"profession": "pharmacien"}).status_code == 422
    assert client.post(url, {"profession": "sage_femme"}).status_code == 302
    client.post(url, {"take": "1", "commune": "proche"})
    assert set(caller.calls.values_list("profession", flat=True)) == {"sage_femme"}


def test_the_form_offers_who_practises_here_with_how_many_are_not_in(structure: Structure) -> None:
    assert professions_offered(structure, on=NOON.date()) == [
        ("infirmier", "Infirmiers (15 dans l’annuaire)"),
        ("sage_femme", "Sages-femmes (2 dans l’annuaire)"),
        ("medecin_generaliste", "Médecins généralistes (1 dans l’annuaire)"),
    ]
    let_in(structure, "ada@example.org", rpps=national_of(1)[1:])
    assert professions_offered(structure, on=NOON.date())[0][1].startswith("Infirmiers (14")


# Who calls


def test_who_is_withdrawn_gives_names_back_and_may_come_back_by_another_link(
    campaign: Campaign, founder: User, client: Client
) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON, commune=BRESSOLS)
    told = reply(first, Answer.THINKS)
    url = first.link.get_absolute_url()
    for _ in range(2):
        services.withdraw(first, by=founder, at=NOON)
    assert client.get(url).status_code in {404, 410}
    with pytest.raises(CallingOver):
        services.take(first, at=NOON)
    assert services.take(second, at=NOON, commune=BRESSOLS) == 2
    assert Call.objects.filter(pk=told.pk, answer=Answer.THINKS).exists()
    again = services.add_caller(campaign, first.person_id or 0, by=founder, at=NOON)
    assert again.pk == first.pk
    assert client.get(url).status_code in {404, 410}
    assert client.get(again.link.get_absolute_url()).status_code == 200


def test_who_left_the_structure_calls_no_more_and_their_names_go_to_others(
    campaign: Campaign, founder: User, client: Client
) -> None:
    first, second = callers(campaign, founder, 2)
    services.take(first, at=NOON, commune=BRESSOLS)
    kept = held_by(first)
    Adhesion.objects.filter(person=first.person).update(until=NOON.date() + DAY)
    later = NOON + 2 * DAY
    url = first.link.get_absolute_url()
    assert client.get(url).status_code == client.post(url, {"take": "1"}).status_code == 410
    with pytest.raises(CallingOver):
        services.answer(first, first.calls.all()[0].pk, Told(Answer.JOINS), at=later)
    services.take(second, at=later, commune=BRESSOLS)
    assert held_by(second) == kept
    page = client_of(founder).get(reverse("outreach:campaign", args=[campaign.structure.slug, campaign.pk]))
    assert "ne fait plus partie de la structure" in page.content.decode()


def test_a_link_renewed_closes_the_one_before_and_is_mailed(
    campaign: Campaign, founder: User, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    (caller,) = callers(campaign, founder, 1)
    before = caller.link.get_absolute_url()
    url = reverse("outreach:renew_caller", args=[campaign.structure.slug, campaign.pk, caller.pk])
    assert client_of(founder).post(url).status_code == 302
    after = Caller.objects.get(pk=caller.pk).link.get_absolute_url()
    assert (client.get(before).status_code, client.get(after).status_code) == (404, 200)
    deliver(datetime.now(UTC))
    (mailed,) = (mail for mail in mailoutbox if after in mail.body)
    assert str(caller) in mailed.to[0]


def test_a_closed_campaign_opens_again_for_those_who_called(
    campaign: Campaign, founder: User, client: Client
) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.close(campaign, by=founder, on=NOON.date())
    url = caller.link.get_absolute_url()
    assert client.get(url).status_code == 410
    services.reopen(campaign, by=founder)
    assert client.get(url).status_code == 200
    with pytest.raises(BadInput):
        services.reopen(campaign, by=founder)


# Who wants no call


def test_a_refusal_noted_by_whoever_runs_stands_when_a_caller_takes_their_tap_back(
    campaign: Campaign, founder: User
) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON, commune=BRESSOLS)
    call = reply(caller, Answer.NEVER)
    services.leave_alone(campaign.structure, call.national, by=founder, on=NOON.date())
    services.undo(caller, at=NOON)
    assert DoNotContact.objects.filter(national=call.national, call=None).exists()
    assert call.name not in names(caller)


def test_a_refusal_is_noted_and_lifted_with_a_reason_both_in_the_trail(
    campaign: Campaign, founder: User
) -> None:
    structure, client = campaign.structure, client_of(founder)
    (caller,) = callers(campaign, founder, 1)
    url = reverse("outreach:refusals", args=[structure.slug])
    person = national_of(13)
    assert [each.national for each in known_people(structure, "sud0 cleo")] == [person]
    assert [each.national for each in known_people(structure, person[1:])] == [person]
    assert "SUD0 Cleo" in client.get(url, {"q": "sud0"}).content.decode()
    client.post(url, {"national": person})
    client.post(url, {"national": "800000009999"})  # nobody of the directory
    assert list(DoNotContact.objects.values_list("national", flat=True)) == [person]
    assert person not in {each.national for each in candidates(caller, at=NOON)}
    assert refusals_of(structure).here == (("Infirmiers", 1),)
    lift = reverse("outreach:lift", args=[structure.slug])
    assert client.post(lift, {"national": person, "reason": " "}).status_code == 422
    assert client.post(lift, {"national": person, "reason": "Elle a rappelé"}).status_code == 302
    assert person in {each.national for each in candidates(caller, at=NOON)}
    said = (
        Entry.objects.filter(sentence__contains=person[1:]).order_by("pk").values_list("sentence", flat=True)
    )
    assert ["noté" in said[0], "Elle a rappelé" in said[1], len(said)] == [True, True, 2]


def test_refusals_are_numbers_for_keyholders_alone(
    structure: Structure, founder: User, outsider: User
) -> None:
    give_access(structure, outsider.email, [Role.COORDINATION], by=founder, on=NOON.date())
    services.leave_alone(structure, national_of(13), by=founder, on=NOON.date())
    url = reverse("outreach:refusals", args=[structure.slug])
    key, desk = (client_of(user).get(url).content.decode() for user in (founder, outsider))
    assert ("En nombres" in key, "En nombres" in desk) == (True, False)
    assert "SUD0" not in key
    lift = reverse("outreach:lift", args=[structure.slug])
    told = {"national": national_of(13), "reason": "Sans raison"}
    assert client_of(outsider).post(lift, told).status_code == 403
    assert DoNotContact.objects.count() == 1


# What others see


def test_a_reader_sees_the_totals_and_no_link(campaign: Campaign, founder: User, cast: Cast) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=NOON)
    reply(caller, Answer.JOINS)
    url = reverse("outreach:campaign", args=[campaign.structure.slug, campaign.pk])
    page = client_of(cast["member"]).get(url).content.decode()
    assert "Dernière réponse" in page
    assert caller.link.token not in page
    assert "Qui appelle" not in page


def test_the_home_says_who_calls_again_and_how_many_were_never_reached(
    campaign: Campaign, founder: User
) -> None:
    first, second = callers(campaign, founder, 2)
    now = datetime.now(UTC)
    for caller, count in ((first, 2), (second, 1)):
        services.take(caller, at=now)
        for _ in range(count):
            reply(caller, Answer.AGAIN, at=now)
    tasks = {task.text: task for task in said_of(campaign.structure, {"run_campaigns"}).tasks}
    again = next(task for text, task in tasks.items() if text.endswith("personnes à rappeler"))
    assert again.text.startswith("3")
    assert f"{first} (2)" in again.detail
    assert f"{second} (1)" in again.detail
    never = next(task for text, task in tasks.items() if text.startswith("Jamais joints"))
    line = next(
        each for each in coverage(campaign.structure, on=now.date()).professions if each.key == "infirmier"
    )
    assert f"{line.never} infirmiers" in never.text
    assert never.url == reverse("people:coverage", args=[campaign.structure.slug])
    for each in Campaign.objects.all():
        services.close(each, by=founder, on=now.date())
    texts = [task.text for task in said_of(campaign.structure, {"run_campaigns"}).tasks]
    assert not any(text.startswith("Jamais joints") for text in texts)


def test_the_page_of_a_caller_gives_places_words_and_what_the_profession_gains(
    campaign: Campaign, founder: User, client: Client
) -> None:
    (caller,) = callers(campaign, founder, 1)
    services.take(caller, at=datetime.now(UTC), commune=BRESSOLS)
    page = client.get(caller.link.get_absolute_url()).content.decode()
    assert "CABINET DU SUD, 1 RUE FICTIVE" in page
    assert "/infirmier/" in page
    assert 'href="sms:0612000000?&amp;body=' in page
    call = caller.calls.all()[0]
    assert client.post(caller.link.get_absolute_url(), {"back": call.pk}).status_code == 302
    found = client.get(caller.link.get_absolute_url(), {"q": "zenith"}).content.decode()
    assert national_of(12) in found
    assert client.post(caller.link.get_absolute_url(), {"national": national_of(12)}).status_code == 302
    for wrong in ({"back": "x"}, {"back": "9" * 30}, {"national": ""}, {"take": "1", "commune": "é"}):
        assert client.post(caller.link.get_absolute_url(), wrong).status_code == 422
    assert client.get(caller.link.get_absolute_url(), {"q": "a"}).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_know_the_same_person_do_not_both_take_them(
    campaign: Campaign, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    pair = callers(campaign, founder, 2)
    results = at_once(
        *(lambda each=each: services.take(each, at=NOON, national=national_of(12)) for each in pair)
    )
    assert min(str(result) for result in results) == "1"
    assert campaign.calls.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_withdrawal_at_once_leave_no_name_held(
    campaign: Campaign, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    first, second = callers(campaign, founder, 2)
    at_once(lambda: services.take(first, at=NOON), lambda: services.withdraw(first, by=founder, at=NOON))
    assert lines_of(calls_in_hand(first, on=NOON.date()), on=NOON.date()) == []
    assert services.take(second, at=NOON) == 10


def test_the_pages_ask_the_database_as_often_whatever_the_number_of_calls(
    campaign: Campaign, founder: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    """Of these, eight are of the frame: the session, the account, the structure and what its visitor may do."""
    peers = callers(campaign, founder, 6)
    now = datetime.now(UTC)
    for peer in peers[:3]:
        services.take(peer, at=now, commune=BRESSOLS if peer == peers[0] else "")
        reply(peer, Answer.THINKS, at=now)
    desk, path = client_of(founder), [campaign.structure.slug]
    with django_assert_max_num_queries(8 + 12):
        desk.get(reverse("outreach:campaign", args=[*path, campaign.pk]))
    with django_assert_max_num_queries(8 + 6):
        desk.get(reverse("outreach:campaigns", args=path))
    with django_assert_max_num_queries(12):
        client.get(peers[0].link.get_absolute_url())


def test_who_said_yes_is_named_until_they_join(structure: Structure, founder: User) -> None:
    """To whoever runs the campaign, and to whom it was said, with the link to join; a reader sees the count alone."""
    campaign = structure.campaigns.get()
    caller = campaign.callers.get()
    somebody = Candidate("810000000017", "ROMARIN Esther", "medecin_generaliste", "82121")
    note_call(caller, somebody, Told(Answer.JOINS), at=timezone.now())
    page = reverse("outreach:campaign", args=[structure.slug, campaign.pk])
    door, join = caller.link.get_absolute_url(), structure.joining_rules.link.get_absolute_url()
    assert "ROMARIN Esther" in client_of(founder).get(page).content.decode()
    assert (
        "ROMARIN Esther"
        not in client_of(User.objects.get(email="membre@example.org")).get(page).content.decode()
    )
    theirs = Client().get(door).content.decode()
    assert "ROMARIN Esther" in theirs
    assert join in theirs
    refusal = DoNotContact.objects.create(national=somebody.national, asked_on=timezone.localdate())
    assert "ROMARIN Esther" not in client_of(founder).get(page).content.decode()
    assert "c’est oui" not in Client().get(door).content.decode()  # her answer may still be taken back there
    refusal.delete()
    assert "ROMARIN Esther" in client_of(founder).get(page).content.decode()
    card = structure.people.create(
        name="Esther Romarin", profession="medecin_generaliste", rpps="10000000017"
    )
    card.adhesions.create(kind="adherent", since=timezone.localdate())
    assert "ROMARIN Esther" not in client_of(founder).get(page).content.decode()
