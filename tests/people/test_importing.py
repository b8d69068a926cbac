"""Bringing the list one has: read as people write it, nothing settled in silence, one click gives it back."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.urls import reverse

from directory.small import BRESSOLS, Someone, directory_of
from directory.small import Practice as Practice_
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people import commands, services
from maillage.people.models import Adhesion, ImportedChange, Person
from maillage.people.services.importing import bring_in, foreseen, read_members, undo
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.tables import read_text
from people.lists import LIST, RPPS, TODAY, brought, card, everything, options, seen, states, word
from tables.books import plain

pytestmark = pytest.mark.django_db


# The whole path


def test_a_list_becomes_cards_and_adhesions(structure: Structure, founder: User) -> None:
    batch = brought(structure, LIST, founder)
    maud = structure.people.get(name="Maud Escoffre")
    assert (maud.profession, maud.commune, maud.email, maud.phone) == (
        "infirmier", "Montauban", "maud@example.org", "0612345678",
    )  # fmt: skip
    assert [(each.kind, each.since) for each in maud.adhesions.all()] == [("adherent", TODAY)]
    assert (batch.created, batch.joined, batch.changed) == (2, 2, 0)


def test_a_list_is_seen_before_anything_is_written(structure: Structure, founder: User) -> None:
    before = everything(structure)
    client, url = client_of(founder), reverse("people:import_members", args=[structure.slug])
    page = client.post(url, {"text": LIST, "since": "2026-03-05"})
    assert page.status_code == 200
    assert "Importer 2 personnes" in plain(page.content.decode())
    assert everything(structure) == before
    chosen = {name: value for name, _, _, value, _ in page.context["form"].columns}
    sent = {"text": LIST, "name": "", "since": "2026-03-05", "profession": "", "keep": page.context["key"]}
    answer = client.post(url, sent | chosen)
    assert (answer.status_code, answer["Location"]) == (302, reverse("people:members", args=[structure.slug]))
    assert structure.people.filter(name="Maud Escoffre").exists()


def test_one_click_gives_everything_back(structure: Structure, founder: User) -> None:
    before = everything(structure)
    text = LIST + "Max;Fictif;Médecin généraliste;Bressols;max@example.org;\n".replace(
        "Max;Fictif", "Fictif;Max"
    )
    batch = brought(structure, text, founder)
    assert structure.people.get(name="Max Fictif").email == "max@example.org"
    undone = undo(batch, by=founder, on=TODAY + timedelta(days=29))
    assert (undone.cards, undone.adhesions, undone.columns, undone.kept) == (2, 2, 1, ())
    assert everything(structure) == before
    assert not ImportedChange.objects.exclude(column="email").exists()


def test_the_same_list_sent_twice_at_once_is_brought_in_once(structure: Structure, founder: User) -> None:
    reading = read_members(read_text(LIST), options())
    key = foreseen(structure, reading, options(), on=TODAY).key
    first, second = (bring_in(structure, reading, options(), by=founder, on=TODAY, key=key) for _ in range(2))
    assert first == second
    assert structure.people.filter(name="Maud Escoffre").count() == 1
    assert set(states(seen(structure, LIST))) == {"same"}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_bring_one_list_in(
    at_once: Callable[..., list[Any]], structure: Structure, founder: User
) -> None:
    reading = read_members(read_text(LIST), options())
    key = foreseen(structure, reading, options(), on=TODAY).key
    click = lambda: bring_in(structure, reading, options(), by=founder, on=TODAY, key=key)  # noqa: E731
    first, second = at_once(click, click)
    assert first == second
    assert structure.people.filter(name__in=["Maud Escoffre", "Ilan Trébuchet"]).count() == 2


def test_a_list_whose_people_were_taken_away_by_hand_comes_back(structure: Structure, founder: User) -> None:
    brought(structure, LIST, founder)
    structure.people.filter(name__in=["Maud Escoffre", "Ilan Trébuchet"]).delete()
    assert brought(structure, LIST, founder).created == 2


def test_what_was_seen_is_not_brought_in_once_the_cards_have_changed(
    structure: Structure, founder: User
) -> None:
    reading = read_members(read_text(LIST), options())
    key = foreseen(structure, reading, options(), on=TODAY).key
    card(structure, "Lou Fictif")
    with pytest.raises(BadInput, match="ont changé"):
        bring_in(structure, reading, options(), by=founder, on=TODAY, key=key)


# Whose card it is


@pytest.fixture
def two_martins(structure: Structure) -> tuple[Person, Person]:
    return (
        card(structure, "Claude Martin", "infirmier", commune="Bressols", phone="0600000001"),
        card(structure, "Claude Martin", "medecin_generaliste", commune="Bressols"),
    )


def test_homonyms_are_asked_about_the_likeliest_first(
    structure: Structure, founder: User, two_martins: tuple[Person, Person]
) -> None:
    text = "Nom;Prénom;Profession;Téléphone\nMartin;Claude;MG;\nMartin;Claude;;0600000001\n"
    plan = seen(structure, text)
    assert states(plan) == ["to_decide", "changed"]
    nurse, doctor = two_martins
    assert plan.fates[0].among == (doctor, nurse)
    brought(structure, text, founder)
    assert not doctor.adhesions.exists(), "nobody decides for whoever was asked"
    assert nurse.adhesions.count() == 1


@pytest.mark.parametrize("choice", ["card", "new", "skip"])
def test_a_tie_is_settled_by_whoever_chooses(
    structure: Structure, founder: User, two_martins: tuple[Person, Person], choice: str
) -> None:
    doctor = two_martins[1]
    text = "Nom;Prénom;Profession\nMartin;Claude;MG\nLou;Oudot;MK\n"
    before = structure.people.count()
    brought(structure, text, founder, choices={2: str(doctor.pk) if choice == "card" else choice})
    assert doctor.adhesions.count() == (choice == "card")
    assert structure.people.count() - before == (2 if choice == "new" else 1)


def test_a_card_of_another_structure_cannot_be_chosen(
    structure: Structure, founder: User, two_martins: tuple[Person, Person]
) -> None:
    text = "Nom;Prénom;Profession\nMartin;Claude;MG\nLou;Oudot;MK\n"
    brought(structure, text, founder, choices={2: "999999"})
    assert not Adhesion.objects.filter(person__in=two_martins).exists()


def test_a_shared_address_is_kept_and_told_and_touches_nobody_else(
    structure: Structure, founder: User
) -> None:
    maud = card(structure, "Maud Escoffre", email="contact@kines-fictifs.example")
    before = Person.objects.filter(pk=maud.pk).values().get()
    text = f"Nom;Profession;RPPS;Courriel\nYann Le Guyader;sage-femme;{RPPS};contact@kines-fictifs.example\n"
    plan = seen(structure, text)
    assert states(plan) == ["new"]
    assert any("partagé par 2 personnes" in note for note in plan.fates[0].notes)
    brought(structure, text, founder)
    assert Person.objects.filter(pk=maud.pk).values().get() == before
    assert structure.people.get(name="Yann Le Guyader").email == "contact@kines-fictifs.example"


def test_a_number_on_the_card_of_somebody_else_is_asked_about(structure: Structure) -> None:
    card(structure, "Maud Escoffre", rpps=RPPS)
    (fate,) = seen(structure, f"Nom;Profession;RPPS\nYann Le Guyader;sage-femme;{RPPS}\n").fates
    assert (fate.state, "quelqu’un d’autre" in fate.reason) == ("to_decide", True)


def test_a_number_has_one_owner_whoever_says_it(structure: Structure, founder: User) -> None:
    maud = card(structure, "Maud Escoffre", rpps=RPPS)
    card(structure, "Lou Oudot", email="lou@example.org")
    rows = [
        f"Yann Le Guyader;sage-femme;{RPPS};",
        "Côme Vidal;MK;10003461034;",
        "Zoé Blanc;MK;10003461034;",
        "Lou Oudot;IDE;10003461034;lou@example.org",
    ]
    text = "\n".join(["Nom;Profession;RPPS;Courriel", *rows])
    batch = brought(structure, text, founder, choices={2: "new"})
    assert batch.created == 1
    assert states(seen(structure, text)) == ["to_decide", "same", "to_decide", "to_decide"]
    assert [person.name for person in structure.people.exclude(rpps="")] == [maud.name, "Côme Vidal"]


def test_what_a_card_says_is_kept_unless_one_asks_to_replace(structure: Structure, founder: User) -> None:
    maud = card(structure, "Maud Escoffre", commune="Bressols", phone="0600000001")
    text = (
        "Nom;Profession;Commune;Téléphone;Courriel\nEscoffre Maud;IDE;Bressols;0600000002;maud@example.org\n"
    )
    (fate,) = seen(structure, text).fates
    assert any("la fiche garde" in note for note in fate.notes)
    brought(structure, text, founder)
    maud.refresh_from_db()
    assert (maud.phone, maud.email, maud.name) == ("0600000001", "maud@example.org", "Maud Escoffre")
    brought(structure, text, founder, replaces=True)
    maud.refresh_from_db()
    assert maud.phone == "0600000002"


def test_two_lines_of_one_person_are_told_and_refused_when_they_contradict(structure: Structure) -> None:
    rows = [
        "Maud Escoffre;IDE;Bressols;m@example.org;",
        "Maud Escoffre;IDE;Bressols;;",
        "Escoffre Maud;IDE;Bressols;autre@example.org;",
    ]
    plan = seen(structure, "\n".join(["Nom;Profession;Commune;Courriel;Téléphone", *rows]))
    assert states(plan) == ["new", "same", "refused"]
    assert "ligne 2" in plan.fates[1].notes[0]
    assert "courriel" in plan.fates[2].reason.lower()


def test_several_adhesions_of_one_person_make_one_card(structure: Structure, founder: User) -> None:
    rows = [
        "Maud Escoffre;IDE;Bressols;01/01/2024;01/01/2025;Soignants",
        "Maud Escoffre;IDE;Bressols;01/01/2026;;Usagers",
    ]
    text = "\n".join(["Nom;Profession;Commune;Depuis le;Jusqu'au;Collège", *rows])
    plan = seen(structure, text)
    assert (len(plan.created), len(plan.joined), plan.brings) == (1, 2, 1)
    assert any("Usagers" in note and "Laissé de côté" in note for note in plan.fates[1].notes)
    brought(structure, text, founder)
    adhesions = structure.people.get(name="Maud Escoffre").adhesions.all()
    assert [each.college.name if each.college else "" for each in adhesions] == ["Soignants", ""]


def test_a_list_without_days_brings_cards_alone_when_no_day_is_given(structure: Structure) -> None:
    plan = seen(structure, LIST, since=None)
    assert (len(plan.created), plan.joined) == (2, [])


# Taking it back


def test_what_was_touched_since_is_kept_and_told(structure: Structure, founder: User) -> None:
    batch = brought(structure, LIST, founder)
    maud, ilan = structure.people.get(name="Maud Escoffre"), structure.people.get(name="Ilan Trébuchet")
    services.leave(maud.adhesions.get(), by=founder, on=TODAY + timedelta(days=3))
    Person.objects.filter(pk=ilan.pk).update(workplace="Pharmacie du Pont")
    undone = undo(batch, by=founder, on=TODAY)
    assert (undone.cards, undone.adhesions, set(undone.kept)) == (0, 1, {"Maud Escoffre", "Ilan Trébuchet"})
    assert maud.adhesions.exists()


def test_a_column_changed_again_is_not_given_back(structure: Structure, founder: User) -> None:
    maud = card(structure, "Maud Escoffre", commune="Montauban")
    batch = brought(structure, LIST, founder)
    Person.objects.filter(pk=maud.pk).update(email="neuf@example.org")
    undone = undo(batch, by=founder, on=TODAY)
    maud.refresh_from_db()
    assert (maud.email, maud.phone, undone.kept) == ("neuf@example.org", "", ("Maud Escoffre",))


def test_an_end_is_not_given_back_to_whom_came_in_again(structure: Structure, founder: User) -> None:
    maud = card(structure, "Maud Escoffre")
    services.enter(maud, "adherent", by=founder, on=date(2025, 1, 1))
    batch = brought(
        structure, "Nom;Profession;Depuis le;Jusqu'au\nMaud Escoffre;IDE;01/01/2025;01/02/2026\n", founder
    )
    services.enter(maud, "adherent", by=founder, on=TODAY)
    undone = undo(batch, by=founder, on=TODAY)
    assert (undone.columns, undone.kept) == (0, ("Maud Escoffre",))
    assert [adhesion.until for adhesion in maud.adhesions.all()] == [date(2026, 2, 1), None]


def test_who_sat_down_at_the_table_since_stays(structure: Structure, founder: User) -> None:
    batch = brought(structure, LIST, founder)
    services.seat(structure, services.GivenPerson("Maud Escoffre", "infirmier"), by=founder)
    assert undo(batch, by=founder, on=TODAY).kept == ("Maud Escoffre",)
    assert structure.people.filter(name="Maud Escoffre").exists()
    assert not structure.people.filter(name="Ilan Trébuchet").exists()


def test_undoing_twice_is_undoing_once(structure: Structure, founder: User) -> None:
    batch = brought(structure, LIST, founder)
    assert undo(batch, by=founder, on=TODAY).did
    lou = card(structure, "Lou Oudot")
    assert not undo(batch, by=founder, on=TODAY).did
    assert Person.objects.filter(pk=lou.pk).exists()


def test_after_thirty_days_an_import_stays(structure: Structure, founder: User) -> None:
    batch = brought(structure, LIST, founder)
    with pytest.raises(BadInput, match="30 jours"):
        undo(batch, by=founder, on=TODAY + timedelta(days=30))


def test_a_list_undone_may_be_brought_in_again(structure: Structure, founder: User) -> None:
    undo(brought(structure, LIST, founder), by=founder, on=TODAY)
    assert brought(structure, LIST, founder).created == 2


# From the directory, and from the command line


def test_the_directory_proposes_a_number_only_when_it_knows_one_person(
    structure: Structure, founder: User, tmp_path: Path
) -> None:
    known = [
        Someone("MARTINET", "Zoé", [Practice_(commune=BRESSOLS)]),
        Someone("DURAND", "Léa", [Practice_(commune=BRESSOLS)]),
        Someone("DURAND", "Léa", [Practice_(commune=BRESSOLS)]),
    ]
    text = "Nom;Commune\nZoé Martinet;Bressols\nLéa Durand;Bressols\n"
    with directory_of(known, folder=tmp_path):
        assert seen(structure, text).proposed == 1
        plan = seen(structure, text, completes=True)
    assert [(person.name, person.rpps, person.profession) for person in plan.created] == [
        ("Zoé Martinet", "10000000001", "infirmier")
    ]
    assert states(plan) == ["new", "refused"]


def test_the_command_line_says_each_fate_and_writes_nothing_while_lines_are_lost(
    structure: Structure, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(f"{LIST}Oudot;Côme;dompteur;Bressols;;\n")
    asked = [str(file), "--structure", structure.slug, "--json"]
    runner = CliRunner()
    rehearsed = runner.invoke(commands.members, [*asked, "--dry-run"])
    told = json.loads(rehearsed.stdout)
    assert (told["rows"], told["new"], told["same"], told["changed"], told["to_decide"]) == (3, 2, 0, 0, 1)
    assert (told["refused"], told["columns_left"]) == ([], [])
    before = structure.people.count()
    refused = runner.invoke(commands.members, asked)
    assert isinstance(refused.exception, BadInput)
    assert structure.people.count() == before
    assert runner.invoke(commands.members, [*asked, "--accept"]).exit_code == 0
    listed = json.loads(runner.invoke(commands.people, [structure.slug, "--json"]).stdout)["people"]
    maud = next(person for person in listed if person["name"] == "Maud Escoffre")
    assert (maud["email"], maud["adhesions"][0]["kind"]) == ("maud@example.org", "adherent")


def test_a_thousand_ties_do_not_ask_more_than_a_page_may_send(structure: Structure, founder: User) -> None:
    Person.objects.bulk_create(
        Person(structure=structure, name=word(number), profession="infirmier", engagement="")
        for number in range(100, 1200)
    )
    text = "\n".join(["Nom;Profession", *(f"{word(number)};MG" for number in range(100, 1200))])
    page = (
        client_of(founder)
        .post(reverse("people:import_members", args=[structure.slug]), {"text": text})
        .content.decode()
    )
    assert page.count('value="skip"') == 200
    assert "900 autres lignes" in plain(page)


def test_a_home_with_members_does_not_say_that_nobody_is_there(structure: Structure, founder: User) -> None:
    structure.people.all().delete()
    assert said_of(structure, ()).figures[0].label == "Autour de la table"
    assert any(task.text == "Poser le tour de table" for task in said_of(structure, {"edit"}).tasks)
    brought(structure, LIST, founder, since=date(2024, 1, 1))
    assert said_of(structure, ()).figures[0].label == "Adhérents"
    assert any(task.text == "Dire qui porte et qui s’engage" for task in said_of(structure, {"edit"}).tasks)
