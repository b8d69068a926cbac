"""« Ce que j'y gagne »: what the texts give a profession, what the structure says, and never an invented word."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people.models import Adhesion, JoiningRules, Person
from maillage.people.queries.gains import FEWEST_TOLD, gains_of, professions_told
from maillage.people.services import GivenRules, set_fees, set_rules
from maillage.people.services.gains import GivenGain, say_gain
from maillage.structures.models import Structure

TODAY = date(2026, 11, 26)
PHARMACIST = legislation.professions_by_key()["pharmacien"]


@pytest.fixture
def rules(structure: Structure, founder: User) -> JoiningRules:
    return set_rules(structure, GivenRules(["liberal"], colleges=["Soignants"]), by=founder)


def page_of(rules: JoiningRules, profession: str = "pharmacien") -> str:
    """What a stranger reads behind the link."""
    answer = Client().get(f"{rules.link.get_absolute_url()}{profession}/")
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ") if answer.status_code == 200 else ""


def test_a_profession_reads_what_the_texts_give_it_that_day(structure: Structure) -> None:
    said = [item.say for item in gains_of(structure, PHARMACIST, on=TODAY).brings]
    assert said == [item.say for item in legislation.form("cpts", on=TODAY).brings["pharmacien"]]
    before = [item.say for item in gains_of(structure, PHARMACIST, on=date(2022, 1, 1)).brings]
    assert said
    assert before
    assert said != before


def test_what_nobody_said_is_unknown_and_never_filled(rules: JoiningRules) -> None:
    page = page_of(rules)
    assert page.count("pas encore dit") == 3
    assert "Nos sources ne disent rien" in page_of(rules, "pedicure_podologue")


def test_own_words_come_before_those_said_to_all(structure: Structure, founder: User) -> None:
    say_gain(structure, "", GivenGain("Une heure par mois", "Rien d’abord", "Venir"), by=founder)
    say_gain(structure, "pharmacien", GivenGain(money="Temps indemnisé"), by=founder)
    found = gains_of(structure, PHARMACIST, on=TODAY)
    assert (found.time_asked, found.money, found.first_step) == (
        "Une heure par mois",
        "Temps indemnisé",
        "Venir",
    )
    say_gain(structure, "pharmacien", GivenGain(), by=founder)
    assert gains_of(structure, PHARMACIST, on=TODAY).money == "Rien d’abord"
    assert structure.gains.count() == 2


def test_the_fee_is_said_as_the_statutes_have_it(structure: Structure, founder: User) -> None:
    structure.fee_rule.delete()
    assert gains_of(structure, PHARMACIST, on=TODAY).fee == ""
    set_rules(structure, GivenRules(["liberal"], colleges=["Soignants", "Partenaires"]), by=founder)
    partners = structure.colleges.get(name="Partenaires")
    amounts = {None: Decimal(10), partners: Decimal(0)}
    set_fees(structure, basis="civile", next_year_from=None, amounts=amounts, by=founder)
    fee = gains_of(structure, PHARMACIST, on=TODAY).fee.replace("\N{NO-BREAK SPACE}", " ")
    assert fee == "10 € par an et Partenaires 0 € par an"


@pytest.mark.parametrize(("count", "told"), [(FEWEST_TOLD - 1, None), (FEWEST_TOLD, FEWEST_TOLD)])
def test_those_who_joined_are_counted_from_five_on(
    count: int, told: int | None, structure: Structure, rules: JoiningRules
) -> None:
    for rank in range(count):
        person = Person.objects.create(structure=structure, name=f"Fictif {rank}", profession="pharmacien")
        Adhesion.objects.create(person=person, kind="adherent", since=date(2026, 1, 1))
    assert gains_of(structure, PHARMACIST, on=TODAY).count == told
    assert ("Qui en est déjà" in page_of(rules)) == (told is not None)


def test_behind_the_link_each_profession_has_its_page_and_no_other_word_does(rules: JoiningRules) -> None:
    for profession in professions_told():
        assert escape(profession.plural) in page_of(rules, profession.key)
    assert Client().get(f"{rules.link.get_absolute_url()}n-importe-quoi/").status_code == 404
    assert Client().get(f"{rules.link.get_absolute_url()}partenaire/").status_code == 404


def test_a_closed_door_says_so_and_offers_nothing(
    structure: Structure, rules: JoiningRules, founder: User
) -> None:
    assert "Rejoindre, en deux minutes" in page_of(rules)
    set_rules(structure, GivenRules(["liberal"], is_open=False, colleges=["Soignants"]), by=founder)
    assert "Rejoindre, en deux minutes" not in page_of(rules)
    assert "fermées" in page_of(rules)


def test_the_words_are_written_on_a_page_and_printed_on_the_poster(
    structure: Structure, rules: JoiningRules, founder: User
) -> None:
    client = client_of(founder)
    url = reverse("people:gain", args=[structure.slug, "pharmacien"])
    assert client.post(url, {"first_step": "<b>Appeler</b> Ada"}).status_code == 302
    poster = client.get(reverse("people:poster", args=[structure.slug]), {"pour": "pharmacien"})
    text = poster.content.decode()
    assert "&lt;b&gt;Appeler&lt;/b&gt; Ada" in text
    assert f"{rules.link.get_absolute_url()}pharmacien/".strip("/") in text
    long = client.post(url, {"money": "x" * 301})
    assert long.status_code == 422
    assert client.get(reverse("people:poster", args=[structure.slug]), {"pour": "zzz"}).status_code == 404


def test_an_unknown_profession_is_refused(structure: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="pas connue"):
        say_gain(structure, "zzz", GivenGain(), by=founder)
