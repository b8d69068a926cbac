"""Around the table: who is there, who misses, and how the territory was told."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grounds import structure_on
from house.visiting import client_of
from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.kernel import BadInput
from maillage.people.enums import Engagement
from maillage.people.forms import table_rows
from maillage.people.models import InformationAttendance, Person
from maillage.people.queries import around_the_table, counted, counts_in, people_of
from maillage.people.services import (
    GivenMeeting,
    GivenPerson,
    change_engagements,
    correct,
    dismiss,
    record_information,
    welcome,
)
from maillage.structures.models import Structure
from players import FOUNDED_ON
from tables.books import plain

TRADES = {profession.key: profession for profession in legislation.professions()}
SAYABLE = sorted(key for key, trade in TRADES.items() if "," not in trade.label)
attendance = st.dictionaries(st.sampled_from(SAYABLE), st.integers(1, 200), max_size=5)


@given(present=attendance, separator=st.sampled_from([", ", "\n", ",\n "]))
def test_counts_are_read_as_they_are_said(present: dict[str, int], separator: str) -> None:
    assert (
        counts_in(separator.join(f"{count} {TRADES[key].label}" for key, count in present.items())) == present
    )


def test_one_trade_said_twice_is_added_up() -> None:
    assert counts_in("2 MG, 3 médecins généralistes") == {"medecin_generaliste": 5}


@pytest.mark.parametrize(
    "text",
    [
        "des infirmiers",
        "0 infirmier",
        "-1 infirmier",
        "6 rois",
        "6",
        "9" * 5_000 + " MG",
        "9999 MG, 9999 MG",
        "² MG",
    ],
)
def test_a_count_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="pas compris"):
        counts_in(text)


@given(
    people=st.lists(
        st.tuples(st.sampled_from([*TRADES, "", "roi"]), st.sampled_from(Engagement)), max_size=20
    )
)
def test_only_those_who_are_in_are_counted_and_only_in_a_trade_we_know(people: list[tuple[str, str]]) -> None:
    counts = counted(people)
    assert set(counts) <= set(TRADES)
    assert sum(counts.values()) == sum(
        trade in TRADES and who != Engagement.A_ASSOCIER for trade, who in people
    )


def test_whoever_leaves_the_table_leaves_nothing_behind(structure: Structure, founder: User) -> None:
    (lou,) = welcome(
        structure, [GivenPerson("Lou Imaginaire", "sage_femme", "Albias", "Cabinet")], by=founder
    )
    dismiss(structure, [lou.pk], by=founder)
    assert not Person.objects.filter(name__contains="Imaginaire").exists()
    assert not any("Imaginaire" in entry.sentence for entry in trail_of(structure.pk))


def test_a_pasted_list_is_seated_whole_or_not_at_all(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    before = structure.people.count()
    good = {"name": "Lou", "profession": "sage_femme"}
    url = reverse("people:paste", args=[structure.slug])
    refused = client.post(
        url, {"rows": json.dumps({"people": [good, {"name": "Ada", "profession": "reine"}]})}
    )
    assert refused.status_code == 422
    assert "ligne 2" in refused.content.decode()
    assert structure.people.count() == before
    other = {**good, "name": "Zoé"}
    assert client.post(url, {"rows": json.dumps({"people": [good, other]})}).status_code == 302
    assert structure.people.count() == before + 2


@pytest.mark.django_db(transaction=True)
def test_lists_pasted_at_the_same_moment_are_all_seated(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    before = structure.people.count()

    def paste(who: str) -> int:
        people = [{"name": f"{who} {rank}", "profession": "sage_femme"} for rank in range(30)]
        rows = {"rows": json.dumps({"people": people})}
        return client_of(founder).post(reverse("people:paste", args=[structure.slug]), rows).status_code

    assert at_once(*(partial(paste, who) for who in ("Ada", "Eve", "Lou", "Max"))) == [302] * 4
    assert structure.people.count() == before + 120


@pytest.mark.parametrize(
    "rows",
    [
        "{", "[]", "null", "3", '"x"', '{"people": {}}', '{"people": [3]}', '{"meetings": [{}]}',
        '{"people": [{"name": "\\ud800", "profession": "infirmier"}]}',
        '{"people": [{"name": "   ", "profession": "infirmier"}]}',
        '{"people": [{"name": "a", "profession": "infirmier", "engagement": "roi"}]}',
        '{"people": [{"name": "-5", "profession": "infirmier"}]}',
        '{"people": [{"name": "Ada 0612345678", "profession": "infirmier"}]}',
        '{"meetings": [{"held_on": "2026-02-30"}]}',
        '{"meetings": [{"held_on": "2026-02-03", "present": {"infirmier": 6}}]}',
        '{"meetings": [{"held_on": "2026-02-03", "present": [6]}]}',
        '{"meetings": [{"held_on": "2026-02-03", "present": 6}]}',
        '{"meetings": [{"held_on": "2026-02-03", "present": "' + "9" * 5_000 + ' MG"}]}',
    ],
)  # fmt: skip
def test_rows_that_no_page_of_ours_sent_are_refused_in_one_sentence(rows: str) -> None:
    with pytest.raises(BadInput, match="pas lisible"):
        table_rows(rows)


def test_rows_without_more_than_a_name_and_a_trade_are_enough() -> None:
    rows = table_rows('{"people": [{"name": " Lou ", "profession": "sage_femme"}]}')
    assert (rows.people[0].name, rows.people[0].engagement) == ("Lou", Engagement.A_ASSOCIER)
    assert table_rows("").people == []


@given(
    rows=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["people", "meetings", "name", "profession", "present", "held_on"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_any_rows_are_read_or_refused(rows: Any) -> None:
    with suppress(BadInput):
        table_rows(json.dumps(rows))


def test_what_misses_is_told_until_it_comes(structure: Structure, founder: User) -> None:
    def missing() -> int:
        return len(around_the_table(Structure.objects.get()).gaps)

    before = missing()
    assert before
    welcome(structure, [GivenPerson(f"P{n}", key) for n, key in enumerate(TRADES)], by=founder)
    assert missing() < before


def test_an_information_counts_by_profession_and_forgets_the_zeros(
    structure: Structure, founder: User
) -> None:
    meeting = record_information(
        structure, GivenMeeting(FOUNDED_ON, present={"infirmier": 6, "pharmacien": 0}), by=founder
    )
    assert list(InformationAttendance.objects.filter(meeting=meeting).values_list("profession", "count")) == [
        ("infirmier", 6)
    ]


def test_an_information_to_come_is_not_one_held(structure: Structure, founder: User, client: Client) -> None:
    client.force_login(founder)
    url = reverse("people:information", args=[structure.slug])
    refused = client.post(url, {"held_on": "9998-01-01", "channel": "visio", "present": ""})
    assert refused.status_code == 422
    assert "à venir" in refused.content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_person_removed_several_times_at_once_leaves_one_line(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    person = structure.people.all()[0]
    before = trail_of(structure.pk).count()
    answers = at_once(*[lambda: dismiss(structure, [person.pk], by=founder)] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert trail_of(structure.pk).count() == before + 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_is_removed_while_changing_is_said_gone(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    structure.instances.all().delete()  # who sits there would keep a card
    structure.tasks.all().delete()
    for person in structure.people.all():
        person.payees.all().delete()  # nor who is paid on an account
        gone, changed = at_once(
            partial(dismiss, structure, [person.pk], by=founder),
            partial(correct, person, GivenPerson("Autre", "infirmier"), by=founder),
        )
        assert gone == 1
        assert not isinstance(changed, Exception) or isinstance(changed, BadInput)
    # A card that another room holds stays, away from the table.
    assert not structure.people.filter(adhesions=None).exclude(engagement="").exists()


def test_several_people_change_together_and_leave_together(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    url = reverse("people:ticked", args=[structure.slug])
    ticked = [str(person.pk) for person in structure.people.all()]
    client.post(url, {"person": ticked, "engagement": Engagement.PORTEUR})
    assert {person.engagement for person in structure.people.all()} == {Engagement.PORTEUR}
    assert "Cochez d’abord" in client.post(url, {"engagement": "porteur"}, follow=True).content.decode()
    client.post(url, {"person": [*ticked, "9" * 30, "x"], "dismiss": "1"})
    assert people_of(structure) == []
    assert [person.name for person in structure.people.all()] == [
        "Ada Fictif",
        "Max Fictif",
    ]  # who sits, who belongs


def test_people_of_another_structure_do_not_change(structure: Structure, outsider: User) -> None:
    other = structure_on(["82112"], by=outsider)
    people = [person.pk for person in structure.people.all()]
    assert change_engagements(other, people, Engagement.A_ASSOCIER, by=outsider) == 0
    assert dismiss(other, people, by=outsider) == 0
    assert structure.people.count() == 2


def test_one_person_is_corrected(structure: Structure, founder: User, client: Client) -> None:
    client.force_login(founder)
    person = structure.people.get(name="Max Fictif")
    url = reverse("people:card", args=[structure.slug, person.pk])
    assert 'value="Max Fictif"' in client.get(url).content.decode()
    given = {"name": "Max F.", "profession": "sage_femme", "commune": "Montech", "engagement": "engage"}
    assert client.post(url, given).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.profession, person.commune) == ("Max F.", "sage_femme", "Montech")
    assert client.post(url, {**given, "profession": "astrologue"}).status_code == 422


def test_who_misses_but_is_on_the_list_is_named(structure: Structure, founder: User) -> None:
    welcome(
        structure,
        [GivenPerson("Lou Fictif", "sage_femme", engagement=Engagement.A_ASSOCIER)],
        by=founder,
    )
    waiting = {finding.key: names for finding, names in around_the_table(structure).gap_lines}
    assert waiting["sage_femme"] == "Lou Fictif"


def test_a_part_of_those_present_is_counted_once(structure: Structure, founder: User, client: Client) -> None:
    assert counts_in("6 infirmiers (dont 2 IPA)") == {"infirmier": 4, "infirmier_pratique_avancee": 2}
    assert counts_in("3 I.D.E., 12 personnes") == {"infirmier": 3, "sans_detail": 12}


def test_a_name_holds_no_character_that_no_page_shows(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    rows = json.dumps({"people": [{"name": "Lou\u000b Fictif\uffff", "profession": "infirmier"}]})
    client.post(reverse("people:paste", args=[structure.slug]), {"rows": rows})
    assert structure.people.filter(name__in=["Lou Fictif", "Lou  Fictif"]).exists()


def test_an_association_of_alsace_moselle_has_a_volume_and_a_folio(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    given = {
        "name": "Asso",
        "kind": "association_locale",
        "since": "2026-03-03",
        "rna": "vol. 93, folio n° 45",
    }
    client.post(reverse("structures:legal_person", args=[structure.slug]), given)
    assert structure.legal_persons.get(name="Asso").rna == "Volume 93, folio 45"


@pytest.mark.parametrize("form", ["dompteurs", "", "cpts\x00"])
def test_a_form_that_is_none_has_no_table(form: str, client: Client) -> None:
    assert client.get("/tour-de-table/", {"forme": form}).status_code == 404
    assert client.post("/tour-de-table/manques/", {"forme": form}).status_code == 404


# What is typed of a person


SEATED = {"name": "Lou Fictif", "profession": "sage_femme", "engagement": "engage"}


@pytest.fixture
def line(structure: Structure, founder: User) -> Callable[..., tuple[int, str]]:
    """Types a line at the table: its status, and the page it leads to."""

    def typed(**given: str) -> tuple[int, str]:
        url = reverse("people:team", args=[structure.slug])
        answer = client_of(founder).post(url, {**SEATED, **given}, follow=True)
        return answer.status_code, plain(answer.content.decode())

    return typed


@pytest.mark.parametrize(
    "name", ["-5", "06 12 34 56 78", "Ada 0612345678", "Ada 06.12.34.56.78", "12", "…", "899900000003"]
)
def test_a_number_is_no_name(name: str, line: Callable[..., tuple[int, str]], structure: Structure) -> None:
    before = structure.people.count()
    status, page = line(name=name)
    assert status == 422
    assert f"« {name} » n’est pas un nom" in page
    assert f'value="{name}"' in page
    assert structure.people.count() == before


@pytest.mark.parametrize("name", ["Ada 2", "Dr 75", "Ж. Петров", "李", "O’Neil-12345"])
def test_a_name_may_hold_some_digits_and_any_letters(
    name: str, line: Callable[..., tuple[int, str]], structure: Structure
) -> None:
    assert line(name=name)[0] == 200
    assert structure.people.filter(name=name).exists()


@pytest.mark.parametrize(
    ("said", "kept", "told"),
    [
        ("Montauban", "Montauban", ""),
        ("82000", "Montauban", ""),
        ("82 000", "Montauban", ""),
        ("82000 Montauban", "Montauban", ""),
        ("Albias, Bressols", "Albias, Bressols", ""),
        ("Saint-Martin", "Saint-Martin", ""),
        ("Genève", "Genève", "Commune non reconnue : « Genève »."),
        ("quartier nord", "quartier nord", "Commune non reconnue : « quartier nord »."),
    ],
)
def test_a_commune_is_kept_as_it_is_said_and_told_when_nobody_knows_it(
    said: str, kept: str, told: str, line: Callable[..., tuple[int, str]], structure: Structure
) -> None:
    status, page = line(commune=said)
    assert status == 200
    assert structure.people.get(name="Lou Fictif").commune == kept
    assert told in page
    assert ("non reconnue" in page) == bool(told)


@pytest.mark.parametrize(
    ("code", "why"), [("82130", "Lafrançaise"), ("99999", "existe pas"), ("12", "est un département")]
)
def test_a_code_that_is_not_one_commune_is_refused_on_a_line(
    code: str, why: str, line: Callable[..., tuple[int, str]], structure: Structure
) -> None:
    status, page = line(commune=code)
    assert status == 422
    assert why in page
    assert not structure.people.filter(name="Lou Fictif").exists()


def test_one_person_is_seated_once(
    line: Callable[..., tuple[int, str]], structure: Structure, founder: User
) -> None:
    assert line()[0] == 200
    status, page = line(name="lou FICTIF", workplace="Cabinet du pont")
    assert status == 422
    assert "Lou Fictif est déjà autour de la table" in page
    assert 'value="Cabinet du pont"' in page
    assert line(profession="infirmier")[0] == 200, "another profession is another person"
    other = structure.people.get(name="Max Fictif")
    with pytest.raises(BadInput, match="déjà autour de la table"):
        correct(other, GivenPerson("Lou Fictif", "sage_femme"), by=founder)
    lou = structure.people.get(profession="sage_femme")
    correct(lou, GivenPerson("Lou Fictif", "sage_femme", "31000"), by=founder)
    lou.refresh_from_db()
    assert lou.commune == "Toulouse"


def test_several_people_to_be_named_may_be_of_one_profession(
    line: Callable[..., tuple[int, str]], structure: Structure
) -> None:
    assert [line(name="À nommer")[0] for _ in range(2)] == [200, 200]


def test_a_pasted_list_leaves_out_those_who_are_there_and_says_so(
    structure: Structure, founder: User
) -> None:
    people = [
        {"name": "ada fictif", "profession": "infirmier", "commune": "Montauban"},
        {"name": "Lou", "profession": "sage_femme", "commune": "82130"},
        {"name": "LOU", "profession": "sage_femme"},
        {"name": "Zoé", "profession": "sage_femme", "commune": "zzz"},
        {"name": "Max", "profession": "pharmacien", "commune": "31000"},
    ]
    before = structure.people.count()
    url = reverse("people:paste", args=[structure.slug])
    answer = client_of(founder).post(url, {"rows": json.dumps({"people": people})}, follow=True)
    page = plain(answer.content.decode())
    assert structure.people.count() == before + 3
    assert structure.people.get(name="Max").commune == "Toulouse"
    for words in (
        "3 personnes en plus autour de la table.",
        "2 lignes de personnes déjà là.",
        "Commune non reconnue : « zzz ».",
        "Code de plusieurs communes : « 82130 ».",
    ):
        assert words in page


def test_what_nobody_knows_of_a_kept_table_is_told_when_it_founds(founder: User) -> None:
    table = json.dumps({"people": [{"name": "Lou", "profession": "sage_femme", "commune": "zzz"}]})
    given = {"name": "CPTS", "forme": "cpts", "codes": "82121", "table": table}
    page = client_of(founder).post(reverse("people:found"), given, follow=True).content.decode()
    assert "Commune non reconnue : « zzz »." in plain(page)
