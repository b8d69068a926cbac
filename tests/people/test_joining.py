"""Joining: behind the link, before the bureau, on one card; nothing twice, nothing lost, nothing told to strangers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.small import BRESSOLS, TOULOUSE, Practice, Someone, directory_of, national_of
from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.files.models import File
from maillage.kernel import BadInput
from maillage.mail.models import Recipient
from maillage.people import services
from maillage.people.models import Adhesion, JoiningRules, JoinRequest, Person
from maillage.people.queries import people_of
from maillage.people.queries.joining import (
    Territory,
    demands,
    judged,
    kinds_of_belonging,
    rules_of,
    waiting_requests,
)
from maillage.people.queries.leaving_list import in_rows
from maillage.people.queries.members import Roll, Wanted, by_kind, counts_of, in_order
from maillage.people.rules import same_name
from maillage.people.services import (
    GivenDemand,
    GivenPerson,
    GivenRules,
    accept,
    ask_to_join,
    enter,
    leave,
    refuse,
)
from maillage.structures.models import Structure
from maillage.structures.services import erase
from maillage.ui.queries import contents_of
from tables.books import plain

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)
#: Invented: no such number was given to anybody.
RPPS = "10003461033"
LOU = GivenDemand("Lou Fictif", "infirmier", "liberal", "Bressols", "lou@example.org")


@pytest.fixture
def rules(structure: Structure) -> JoiningRules:
    found = rules_of(structure)
    assert found
    structure.join_requests.all().delete()
    return found


def asked(rules: JoiningRules, given: GivenDemand = LOU, **options: Any) -> JoinRequest:
    return ask_to_join(rules, given, **{"college": None, "key": uuid4(), "on": TODAY, **options})


def changed(given: GivenDemand, **columns: Any) -> GivenDemand:
    return replace(given, **columns)


def behind(rules: JoiningRules) -> str:
    return rules.link.get_absolute_url()


def sent(**fields: str) -> dict[str, str]:
    """The form as a phone sends it."""
    return {
        "name": "Lou Fictif", "profession": "infirmier", "practice": "liberal", "commune": "Bressols",
        "workplace": "", "rpps": "", "represented": "", "email": "lou@example.org", "phone": "", "preferred": "",
        "agrees": "on", "knows": "on", "key": str(uuid4()),
        **fields,
    }  # fmt: skip


# Behind the link


@pytest.fixture
def directory(db: None, tmp_path: Path) -> Iterator[None]:
    with directory_of(
        [Someone("MARTINET", "Zoé", [Practice(commune=BRESSOLS, structure_name="CABINET DU PONT")])],
        folder=tmp_path,
    ):
        yield


def test_one_chooses_oneself_in_the_directory_and_the_form_is_filled(
    directory: None, rules: JoiningRules, client: Client
) -> None:
    found = client.get(behind(rules), {"q": "martinet"}).content.decode()
    assert "Zoé MARTINET" in found
    address = found.split('class="join-person" href="')[1].split('"')[0]
    filled = client.get(address).content.decode()
    for words in (
        'value="Zoé MARTINET"',
        '<option value="infirmier" selected',
        'value="Bressols"',
        "CABINET DU PONT",
    ):
        assert words in filled
    assert not rules.structure.join_requests.exists()


def test_of_several_places_the_one_on_the_territory_fills_the_form(
    rules: JoiningRules, client: Client, tmp_path: Path
) -> None:
    places = [
        Practice(commune=TOULOUSE, structure_name="AU LOIN"),
        Practice(commune=BRESSOLS, structure_name="ICI"),
    ]
    with directory_of([Someone("MARTINET", "Zoé", places)], folder=tmp_path):
        filled = client.get(behind(rules), {"rpps": national_of(1)[1:]}).content.decode()
    assert 'value="Bressols"' in filled
    assert "AU LOIN" not in filled


def test_a_demand_reaches_the_bureau_and_touches_no_card(rules: JoiningRules, client: Client) -> None:
    before = Person.objects.count()
    answer = client.post(behind(rules), sent())
    assert answer.status_code == 302
    assert "C’est noté" in client.get(answer["Location"]).content.decode()
    (demand,) = demands(rules.structure, rules, waiting_requests(rules.structure), on=TODAY)
    assert (demand.request.name, demand.judgement.verdict, demand.candidates) == ("Lou Fictif", "yes", ())
    assert Person.objects.count() == before


def told_to(address: str) -> list[str]:
    """What was written to an address, the first first."""
    rows = Recipient.objects.filter(address=address).select_related("sending").order_by("pk")
    return [plain(row.sending.body) for row in rows]


def test_who_asks_is_told_that_it_arrived_once(rules: JoiningRules, client: Client) -> None:
    form = sent()
    client.post(behind(rules), form)
    client.post(behind(rules), form)
    (body,) = told_to("lou@example.org")
    assert f"rejoindre « {rules.structure.name} » est arrivée" in body


def test_whom_the_rules_let_in_at_once_is_told_that_they_belong(rules: JoiningRules, client: Client) -> None:
    JoiningRules.objects.filter(pk=rules.pk).update(is_automatic=True)
    client.post(behind(rules), sent())
    (body,) = told_to("lou@example.org")
    assert "vous faites partie de" in body


def test_who_is_refused_reads_why_and_who_is_accepted_that_they_belong(
    rules: JoiningRules, founder: User
) -> None:
    kim = changed(LOU, name="Kim Fictif", email="kim@example.org")
    for demand, answer in (
        (asked(rules), {"refuse": "1", "reason": "Hors du territoire."}),
        (asked(rules, kim), {"card": "new"}),
    ):
        url = reverse("people:demand", args=[rules.structure.slug, demand.pk])
        client_of(founder).post(url, answer)
    (told,) = told_to("lou@example.org")
    assert "n’est pas acceptée" in told
    assert "Hors du territoire." in told
    assert "vous faites partie de" in told_to("kim@example.org")[0]


def test_a_way_of_practising_is_chosen_never_supposed(
    directory: None, rules: JoiningRules, client: Client
) -> None:
    assert client.post(behind(rules), sent(practice="")).status_code == 422
    assert not rules.structure.join_requests.exists()
    form = client.get(behind(rules), {"a-la-main": "1"}).context["form"]
    assert (form["practice"].value() or "", form.fields["practice"].required) == ("", True)
    client.post(behind(rules), sent(profession="usager", practice="sans-objet"))
    assert rules.structure.join_requests.get().practice == ""
    found = client.get(behind(rules), {"q": "martinet"}).content.decode()
    filled = client.get(found.split('class="join-person" href="')[1].split('"')[0]).context["form"]
    assert filled["practice"].value() == filled.chosen.practice == "liberal"


def test_the_same_form_sent_twice_asks_once(rules: JoiningRules, client: Client) -> None:
    form = sent()
    assert [client.post(behind(rules), form).status_code for _ in range(2)] == [302, 302]
    assert rules.structure.join_requests.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "sans arobase"}, "adresse"),
        ({"agrees": ""}, "Cochez cette case"),
        ({"rpps": "1000346103"}, "RPPS n’est pas bon"),
        ({"rpps": "1,00035E+10"}, "perdu ses chiffres"),
        ({"phone": "12"}, "téléphone n’est pas bon"),
        ({"name": "06 12 34 56 78"}, "en lettres"),
        ({"commune": "82"}, "commune"),
        ({"profession": "etablissement"}, "qui représente"),
        ({"profession": "sorcier"}, "choix"),
        ({"key": "zz"}, ""),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_lost(
    rules: JoiningRules, client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = client.post(behind(rules), sent(**fields))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="lou@example.org"' in page or "email" in fields
    assert not rules.structure.join_requests.exists()


def test_opening_the_link_changes_nothing_and_tells_nobody(
    rules: JoiningRules, client: Client, founder: User
) -> None:
    enter(rules.structure.people.get(name="Ada Fictif"), "adherent", by=founder, on=TODAY)
    page = "".join(
        client.get(behind(rules), query).content.decode()
        for query in ({}, {"q": "Ada Fictif"}, {"a-la-main": "1"}, {"rpps": "1" * 400}, {"q": "\x00" * 9})
    )
    assert "Ada Fictif" not in page.replace('value="Ada Fictif"', "").replace("q=Ada%20Fictif", "")
    assert client.head(behind(rules)).status_code == 200
    assert not rules.structure.join_requests.exists()


def test_a_closed_door_says_so(rules: JoiningRules, client: Client) -> None:
    JoiningRules.objects.filter(pk=rules.pk).update(is_open=False)
    for answer in (client.get(behind(rules)), client.post(behind(rules), sent())):
        assert answer.status_code == 410
    assert not rules.structure.join_requests.exists()


def test_a_renewed_link_leads_nowhere_from_its_old_address(
    rules: JoiningRules, client: Client, founder: User
) -> None:
    before = behind(rules)
    client_of(founder).post(reverse("people:renew", args=[rules.structure.slug]))
    assert client.get(before).status_code == 404
    rules.link.refresh_from_db()
    assert client.get(behind(rules)).status_code == 200


# The rules


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "yes"),
        ({"practice": "retired"}, "no"),
        ({"practice": ""}, "unknown"),
        ({"commune": "Toulouse"}, "no"),
        ({"commune": "Nullepart"}, "unknown"),
        ({"profession": "usager", "practice": ""}, "no"),
        ({"practice": "retired", "commune": "Nullepart"}, "no"),
    ],
)
def test_each_rule_answers_with_its_reason(rules: JoiningRules, given: dict[str, str], verdict: str) -> None:
    judgement = judged(rules, changed(LOU, **given), Territory(rules.structure.territory.codes))
    assert judgement.verdict == verdict
    assert len(judgement.reasons) == 2


def test_a_structure_without_territory_does_not_know_who_is_on_it(rules: JoiningRules) -> None:
    assert judged(rules, LOU, Territory(())).verdict == "unknown"


@pytest.mark.parametrize(
    ("given", "is_in"),
    [
        ({}, True),
        ({"commune": "Toulouse"}, False),
        ({"name": "Ada Fictif"}, False),
        ({"practice": ""}, False),
    ],
)
def test_nobody_is_let_in_by_the_machine_unless_all_is_certain(
    rules: JoiningRules, given: dict[str, str], is_in: bool
) -> None:
    JoiningRules.objects.filter(pk=rules.pk).update(is_automatic=True)
    rules.refresh_from_db()
    demand = asked(rules, changed(LOU, **given))
    demand.refresh_from_db()
    assert bool(demand.adhesion) is is_in


def test_two_demands_of_the_same_number_wait_for_somebody(rules: JoiningRules) -> None:
    asked(rules, changed(LOU, rpps=RPPS))
    JoiningRules.objects.filter(pk=rules.pk).update(is_automatic=True)
    rules.refresh_from_db()
    second = asked(rules, changed(LOU, name="Quelqu’un d’autre", rpps=RPPS, email="autre@example.org"))
    assert second.settled_on is None


# The answer of the bureau


def test_a_new_card_holds_what_was_said(rules: JoiningRules, founder: User) -> None:
    given = changed(LOU, rpps=RPPS, phone="0563000000", shows_phone=True)
    adhesion = accept(asked(rules, given), None, by=founder, on=TODAY)
    card = adhesion.person
    assert (card.name, card.rpps, card.phone, card.shows_phone, card.engagement) == (
        "Lou Fictif", RPPS, "0563000000", True, "",
    )  # fmt: skip
    assert card.checked_on == TODAY


def test_a_card_that_is_known_is_completed_and_never_written_over(rules: JoiningRules, founder: User) -> None:
    ada = rules.structure.people.get(name="Ada Fictif")
    given = changed(LOU, name="FICTIF Ada", commune="Bressols", rpps=RPPS)
    demand = asked(rules, given)
    (seen,) = demands(rules.structure, rules, waiting_requests(rules.structure), on=TODAY)
    assert seen.candidates == (ada,)
    accept(demand, ada, by=founder, on=TODAY)
    ada.refresh_from_db()
    assert (ada.name, ada.commune, ada.rpps, ada.email) == (
        "Ada Fictif",
        "Montauban",
        RPPS,
        "lou@example.org",
    )


def test_whoever_takes_the_number_of_a_member_changes_nothing(rules: JoiningRules, founder: User) -> None:
    accept(asked(rules, changed(LOU, rpps=RPPS)), None, by=founder, on=TODAY)
    demand = asked(rules, changed(LOU, name="Usurpé", rpps=RPPS, email="pirate@example.org"))
    (seen,) = demands(rules.structure, rules, waiting_requests(rules.structure), on=TODAY)
    assert seen.is_of_a_member
    assert seen.differences == [("courriel", "lou@example.org", "pirate@example.org")]
    with pytest.raises(BadInput, match="autre fiche"):
        accept(demand, None, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="déjà adhérent"):
        accept(demand, seen.card, by=founder, on=TODAY)
    page = client_of(founder).get(reverse("people:members", args=[rules.structure.slug])).content.decode()
    assert "fait déjà partie de la liste" in page
    assert Person.objects.filter(email="pirate@example.org").count() == 0


def test_a_number_that_another_card_took_meanwhile_is_told(rules: JoiningRules, founder: User) -> None:
    """The page proposed a namesake without number; the number came on another card before the bureau answered."""
    demand = asked(rules, changed(LOU, name="Ada Fictif", rpps=RPPS))
    ada = rules.structure.people.get(name="Ada Fictif")
    Person.objects.create(structure=rules.structure, name="Lou Fictif", profession="infirmier", rpps=RPPS)
    sent = {"card": str(ada.pk)}
    url = reverse("people:demand", args=[rules.structure.slug, demand.pk])
    assert "autre fiche" in client_of(founder).post(url, sent, follow=True).content.decode()
    assert not JoinRequest.objects.get(pk=demand.pk).settled_on
    assert not ada.adhesions.exists()


def test_a_tie_is_never_settled_for_the_bureau(rules: JoiningRules, founder: User) -> None:
    demand = asked(rules, changed(LOU, name="Ada Fictif"))
    url = reverse("people:demand", args=[rules.structure.slug, demand.pk])
    answer = client_of(founder).post(url, {}, follow=True)
    assert "déjà connue, ou une nouvelle fiche" in answer.content.decode()
    assert not JoinRequest.objects.get(pk=demand.pk).settled_on


def test_a_refusal_has_a_reason_and_an_answer_is_given_once(rules: JoiningRules, founder: User) -> None:
    demand = asked(rules)
    with pytest.raises(BadInput, match="pourquoi"):
        refuse(demand, "  ", by=founder, on=TODAY)
    refuse(demand, "Hors du territoire", by=founder, on=TODAY)
    with pytest.raises(BadInput, match="vient de répondre"):
        accept(demand, None, by=founder, on=TODAY)
    assert not Adhesion.objects.filter(person__name="Lou Fictif").exists()


def test_nobody_answers_the_demand_of_another_structure(rules: JoiningRules, outsider: User) -> None:
    demand, theirs = asked(rules), structure_on(["82112"], by=outsider)
    url = reverse("people:demand", args=[theirs.slug, demand.pk])
    assert client_of(outsider).post(url, {"card": "new"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_let_in_one(
    rules: JoiningRules, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    demand = asked(rules, changed(LOU, rpps=RPPS))
    said = at_once(*[lambda: accept(demand, None, by=founder, on=TODAY)] * 4)
    assert sum(isinstance(each, Adhesion) for each in said) == 1
    assert sum(isinstance(each, BadInput) for each in said) == 3
    assert Person.objects.filter(rpps=RPPS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_demands_for_one_number_make_one_card(
    rules: JoiningRules, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    first, second = (asked(rules, changed(LOU, rpps=RPPS)) for _ in range(2))
    at_once(*(lambda each=each: accept(each, None, by=founder, on=TODAY) for each in (first, second)))
    assert Person.objects.filter(rpps=RPPS).count() == 1
    assert Adhesion.objects.filter(person__rpps=RPPS).count() == 1


# Coming and going


def test_one_belongs_from_the_first_day_to_the_day_before_the_last(
    rules: JoiningRules, founder: User
) -> None:
    structure, ada = rules.structure, rules.structure.people.get(name="Ada Fictif")
    adhesion = enter(ada, "adherent", by=founder, on=date(2026, 3, 10))
    leave(adhesion, by=founder, on=date(2026, 3, 20))
    leave(adhesion, by=founder, on=date(2026, 3, 25))  # twice: written once

    def listed(day: int) -> bool:
        return ada.pk in Roll(structure, on=date(2026, 3, day)).listed(Wanted())

    assert [listed(day) for day in (9, 10, 19, 20, 24)] == [False, True, True, False, False]
    assert ada.pk in Roll(structure, on=date(2026, 3, 20)).listed(Wanted(state="partis"))
    enter(ada, "adherent", by=founder, on=date(2026, 4, 1))  # and comes back
    assert ada.adhesions.count() == 2


def test_nobody_leaves_before_having_come_nor_comes_twice(rules: JoiningRules, founder: User) -> None:
    ada = rules.structure.people.get(name="Ada Fictif")
    adhesion = enter(ada, "adherent", by=founder, on=TODAY)
    with pytest.raises(BadInput, match="avant l’entrée"):
        leave(adhesion, by=founder, on=date(2026, 3, 4))
    with pytest.raises(BadInput, match="déjà adhérent"):
        enter(ada, "adherent", by=founder, on=TODAY)
    with pytest.raises(BadInput, match="à ce titre"):
        enter(ada, "associe", by=founder, on=TODAY)


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("cpts", "adherent"),
        ("msp", "signataire"),
        ("esp", "signataire"),
        ("cds", "salarie"),
        ("no_form", "adherent"),
    ],
)
def test_each_form_has_its_word_for_who_belongs(form: str, first: str) -> None:
    assert kinds_of_belonging(form)[0] == first


def test_who_sits_down_at_the_table_keeps_their_card(rules: JoiningRules, founder: User) -> None:
    card = accept(asked(rules), None, by=founder, on=TODAY).person
    services.seat(rules.structure, GivenPerson("Lou Fictif", "infirmier"), by=founder)
    card.refresh_from_db()
    assert card.engagement == "engage"
    assert rules.structure.people.filter(name="Lou Fictif").count() == 1


def test_an_adherent_is_not_at_the_founding_table(rules: JoiningRules, founder: User) -> None:
    accept(asked(rules), None, by=founder, on=TODAY)
    assert "Lou Fictif" not in {person.name for person in people_of(rules.structure)}


# Pages and files


def test_a_member_reads_only_what_each_one_shows(rules: JoiningRules, founder: User, member: User) -> None:
    accept(asked(rules, changed(LOU, phone="0563000000")), None, by=founder, on=TODAY)
    shown = changed(LOU, name="Kim Fictif", email="kim@example.org", shows_email=True)
    accept(asked(rules, shown), None, by=founder, on=TODAY)
    asked(rules, changed(LOU, name="Attend Fictif", email="attend@example.org"))
    url = reverse("people:members", args=[rules.structure.slug])
    page = client_of(member).get(url).content.decode()
    assert "kim@example.org" in page
    assert "Lou Fictif" in page
    for hidden in ("lou@example.org", "0563000000", "Attend Fictif"):
        assert hidden not in page


def test_the_list_is_filtered_and_taken_away_harmless(rules: JoiningRules, founder: User) -> None:
    accept(asked(rules, changed(LOU, workplace="=cmd()")), None, by=founder, on=TODAY)
    client, slug = client_of(founder), rules.structure.slug
    page = client.get(reverse("people:members", args=[slug]), {"q": "lou", "profession": "infirmier"})
    assert "Lou Fictif" in page.content.decode()
    assert "Max Fictif" not in page.content.decode().split("<table")[1]
    csv = client.get(reverse("people:export", args=[slug, "csv"]), {"q": "lou"}).content.decode()
    assert csv.startswith("\ufeffNom;Profession;")
    assert csv.count("\r\n") == 2
    assert ";'=cmd();" in csv


def test_a_list_is_read_by_name_as_people_read_it(rules: JoiningRules, founder: User) -> None:
    for name in ("Zélie Fictif", "Élodie Fictif", "Fanny Fictif"):
        accept(asked(rules, changed(LOU, name=name)), None, by=founder, on=TODAY)

    def names(q: str = "") -> list[str]:
        found = Roll(rules.structure, on=TODAY).listed(Wanted(q=q))
        return [person.name.split()[0] for person in in_order(rules.structure.people.all(), found)]

    assert names() == ["Élodie", "Fanny", "Max", "Zélie"]
    assert names("zelie") == names("FICTIF zé") == ["Zélie"]


def test_the_columns_of_a_line_are_those_of_the_titles(rules: JoiningRules) -> None:
    everybody = rules.structure.people.all()
    assert len({len(row) for row in in_rows(everybody, on=TODAY)}) == 1


def test_a_college_in_use_is_not_taken_away(rules: JoiningRules, founder: User) -> None:
    with pytest.raises(BadInput, match="changez d’abord"):
        services.set_rules(rules.structure, GivenRules(["liberal"], colleges=["Autres"]), by=founder)
    assert [college.name for college in rules.structure.colleges.all()] == ["Soignants"]


def test_all_of_it_leaves_with_the_structure_and_goes_with_it(rules: JoiningRules, founder: User) -> None:
    asked(rules)
    told = contents_of(rules.structure)["people"]
    assert [demand["name"] for demand in told["join_requests"]] == ["Lou Fictif"]
    assert told["people"][1]["adhesions"][0]["college"] == "Soignants"
    link = rules.link
    erase(rules.structure, by=founder)
    assert not type(link).objects.filter(pk=link.pk).exists()
    assert not Adhesion.objects.exists()


def test_counts_are_of_people_by_what_they_belong_as(rules: JoiningRules) -> None:
    assert by_kind(rules.structure, counts_of(rules.structure, on=TODAY)) == {"adherent": 1}
    assert by_kind(rules.structure, counts_of(rules.structure, on=date(2026, 3, 1))) == {"adherent": 0}


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("MARTIN Claude", "Claude Martin", True),
        ("Yann Le Guyader-N’Diaye", "LE GUYADER N DIAYE Yann", True),
        ("Ségolène Œillard", "OEILLARD segolene", True),
        ("Claude Martin", "Claude Martine", False),
    ],
)
def test_a_name_is_the_same_in_any_order(name: str, other: str, same: bool) -> None:
    assert same_name(name, other) is same


def test_the_home_says_who_waits_and_how_many_belong(
    rules: JoiningRules, founder: User, member: User
) -> None:
    asked(rules)
    home = client_of(founder).get(rules.structure.get_absolute_url()).content.decode()
    assert (
        "Répondre à 1\N{NO-BREAK SPACE}demande d’adhésion" in home
        or "Répondre à 1 demande d’adhésion" in home
    )
    assert "Répondre à" not in client_of(member).get(rules.structure.get_absolute_url()).content.decode()


# Who speaks for an establishment

HOME = GivenDemand(
    "Résidence fictive", "etablissement", "", "Bressols", "res@example.org", represented="Kim Fictif"
)


def test_who_represents_an_establishment_is_on_its_card_and_in_the_list(
    rules: JoiningRules, founder: User
) -> None:
    accept(asked(rules, HOME), None, by=founder, on=TODAY)
    card = rules.structure.people.get(name="Résidence fictive")
    assert card.represented == "Kim Fictif"
    client, slug = client_of(founder), rules.structure.slug
    assert "représenté par Kim Fictif" in client.get(reverse("people:members", args=[slug])).content.decode()
    assert "Kim Fictif" in client.get(reverse("people:card", args=[slug, card.pk])).content.decode()


def test_a_card_without_representative_takes_that_of_the_card_it_takes_in(
    rules: JoiningRules, founder: User
) -> None:
    given = [
        GivenPerson("Résidence fictive", "etablissement"),
        GivenPerson("La Résidence fictive", "etablissement", represented="Kim Fictif"),
    ]
    kept, gone = services.welcome(rules.structure, given, by=founder)
    done = services.merge(kept, gone, by=founder, at=timezone.now())
    kept.refresh_from_db()
    assert kept.represented == "Kim Fictif"
    services.undo(done, by=founder, at=timezone.now())
    kept.refresh_from_db()
    assert kept.represented == ""


def test_who_represents_is_asked_of_establishments_alone(rules: JoiningRules, founder: User) -> None:
    given = [GivenPerson("Résidence fictive", "etablissement"), GivenPerson("Kim Fictif", "infirmier")]
    home, kim = services.welcome(rules.structure, given, by=founder)
    doors = services.doors_to([home, kim], on=timezone.localdate())
    pages = [Client().get(doors[person.pk].get_absolute_url()).content.decode() for person in (home, kim)]
    assert ["Représenté par" in page for page in pages] == [True, False]


# The statutes


def test_the_statutes_are_read_by_whom_holds_the_link(structure: Structure, founder: User) -> None:
    client, url = client_of(founder), reverse("people:rules", args=[structure.slug])
    rules = structure.joining_rules
    said = {"admitted": ["liberal"], "colleges": "Soignants", "is_open": "on"}
    door = reverse("links:step", args=[rules.link.token, "statuts"])
    assert Client().get(door).status_code == 404
    pdf = SimpleUploadedFile("Statuts 2026.pdf", b"%PDF-1.7\nArticle 1")
    assert client.post(url, {**said, "statutes": pdf}).status_code == 302
    assert "Statuts 2026.pdf" in client.get(url).content.decode()
    form = Client().get(rules.link.get_absolute_url() + "?a-la-main=1").content.decode()
    assert f'href="{door}"' in form
    assert "J’accepte les statuts" in form
    read = Client().get(door)
    assert (read.content, read["Content-Type"]) == (b"%PDF-1.7\nArticle 1", "application/pdf")
    assert client.post(url, said).status_code == 302  # other rules: they stay
    assert Client().get(door).status_code == 200
    assert client.post(url, {**said, "without_statutes": "on"}).status_code == 302
    assert Client().get(door).status_code == 404


def test_statutes_that_are_none_change_no_rule(structure: Structure, founder: User) -> None:
    client, url = client_of(founder), reverse("people:rules", args=[structure.slug])
    for content, words in ((b"<html>", "se gardent ici"), (b"\xff\xd8\xff", "ici : PDF, Word ou ODT.")):
        given = SimpleUploadedFile("statuts.pdf", content)
        page = client.post(
            url, {"admitted": ["liberal"], "colleges": "Soignants", "welcome": "Neuf", "statutes": given}
        )
        assert page.status_code == 422
        assert words in plain(page.content.decode())
    structure.joining_rules.refresh_from_db()
    assert structure.joining_rules.welcome != "Neuf"


def test_other_statutes_take_the_place_of_those_before(
    structure: Structure, founder: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client, url = client_of(founder), reverse("people:rules", args=[structure.slug])
    said = {"admitted": ["liberal"], "colleges": "Soignants"}
    before = set(File.objects.values_list("pk", flat=True))
    for version in (b"%PDF-1", b"%PDF-2"):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url, {**said, "statutes": SimpleUploadedFile("statuts.pdf", version)})
    (file,) = File.objects.exclude(pk__in=before)
    assert (
        Client().get(reverse("links:step", args=[structure.joining_rules.link.token, "statuts"])).content
        == b"%PDF-2"
    )
    assert storages["files"].exists(file.place)


def test_a_storage_that_is_away_changes_no_rule_and_hides_no_statutes(
    structure: Structure, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, url = client_of(founder), reverse("people:rules", args=[structure.slug])
    said = {"admitted": ["liberal"], "colleges": "Soignants", "welcome": "Bienvenue"}
    client.post(url, {**said, "statutes": SimpleUploadedFile("statuts.pdf", b"%PDF-1")})

    def away(*_said: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(storages["files"], "open", away)
    monkeypatch.setattr(storages["files"], "save", away)
    door = reverse("links:step", args=[structure.joining_rules.link.token, "statuts"])
    assert Client().get(door).status_code == 503
    other = {**said, "welcome": "Neuf", "statutes": SimpleUploadedFile("statuts.pdf", b"%PDF-2")}
    page = client.post(url, other)
    assert page.status_code == 422
    assert "n’a pas pu être gardé" in page.content.decode()
    structure.joining_rules.refresh_from_db()
    assert structure.joining_rules.welcome == "Bienvenue"
