"""The lists that people have: what spreadsheets did to them, HelloAsso, our own export."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import folded, inert
from maillage.legislation import professions
from maillage.people.enums import Practice
from maillage.people.forms.importing import as_text
from maillage.people.models import Adhesion
from maillage.people.rules import is_a_name, name_key
from maillage.people.services.importing import GivenList, foreseen, read_members, undo
from maillage.people.services.importing.cells import profession_in
from maillage.structures.models import Structure
from maillage.tables import healed, read_bytes, read_text, workbook_of
from people.lists import (
    LIST,
    RPPS,
    TODAY,
    brought,
    card,
    everything,
    exported,
    options,
    rows,
    seen,
    states,
    word,
)
from tables.books import plain, xlsx

pytestmark = pytest.mark.django_db


# Reading what people have


def test_a_list_that_went_through_a_french_excel_keeps_its_letters(structure: Structure) -> None:
    content = (
        "NOM DE L EQUIPE;Prénom;Profession;Téléphone;Commune d'exercice\r\n"
        "Escoffre;Ségolène;IDE;06 12 34 56 78;L'Haÿ-les-Roses\r\n;;;\r\n;;;\r\n"
    ).encode("cp1252")
    book = read_bytes("adherents.csv", content)
    (line,) = read_members(read_text(as_text(book)), options()).lines
    assert (book.encoding, line.name, line.columns["commune"], line.columns["phone"]) == (
        "Windows-1252", "Ségolène Escoffre", "L'Haÿ-les-Roses", "0612345678",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("membres.xls", b'<html xmlns:o="urn"><table><tr><td>Nom</td></tr></table>', "page web"),
        ("membres.xlsx", b"%PDF-1.7 liste", "pas un tableau"),
        ("membres.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "abîmé"),
        ("membres.csv", b"Bonjour;voici\nMax;02\n", "ligne de titres"),
        ("membres.csv", b"  ", "vide"),
    ],
)
def test_what_is_no_list_is_refused_in_its_own_words(
    structure: Structure, founder: User, name: str, content: bytes, sentence: str
) -> None:
    before = everything(structure)
    answer = client_of(founder).post(
        reverse("people:import_members", args=[structure.slug]), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert sentence in plain(answer.content.decode())
    assert everything(structure) == before


def test_numbers_that_a_spreadsheet_ate_are_given_back(structure: Structure) -> None:
    book = read_bytes("m.xlsx", xlsx({"Liste": [
        ["Nom", "Profession", "RPPS", "Téléphone", "Code postal", "Ville"],
        ["Maud Escoffre", "IDE", 10003461033, 612345678, 1000, "Bourg-en-Bresse"],
        ["Ilan Trébuchet", "pharmacien", "10003461034.0", "0612345679", 1000, "Montauban"],
    ]}))  # fmt: skip
    maud, ilan = read_members(read_text(as_text(book)), options()).lines
    assert (maud.columns["rpps"], maud.columns["phone"]) == (RPPS, "0612345678")
    assert any("1000 lu 01000" in note for note in maud.notes)
    assert (ilan.columns["rpps"], ilan.notes) == ("10003461034", [])


@pytest.mark.parametrize(
    ("title", "cell", "note"),
    [
        ("RPPS", "1,00035E+10", "perdu ses chiffres"),
        ("Adhésion le", "bientôt", "Adhésion le : « bientôt », date illisible, laissé de côté."),
        ("Jusqu’au", "31/02/2026", "Jusqu’au : « 31/02/2026 », date illisible, laissé de côté."),
        ("Téléphone", "en attente", "« en attente »"),
        ("Courriel", "max(at)example.org", "ce n’est pas une adresse"),
        ("À titre de", "sympathisant", "ce n’est pas compris"),
        ("Lieu d’exercice", "x" * 121, "trop long"),
        ("Commune", "x" * 81, "trop longue"),
    ],
)
def test_a_cell_that_cannot_be_read_is_left_and_told_and_counted_its_line_is_kept(
    structure: Structure, title: str, cell: str, note: str
) -> None:
    text = f"Nom;Profession;{title}\nMaud Escoffre;IDE;{cell}\nLou Oudot;MK;\n"
    reading = read_members(read_text(text), options())
    plan = foreseen(structure, reading, options(), on=TODAY).plan
    assert states(plan) == ["new", "new"]
    assert any(note in plain(told) for told in plan.fates[0].notes)
    assert [count for _, count in reading.cells_left] == [1]


def test_who_left_on_a_day_nobody_can_read_is_not_said_to_belong(structure: Structure) -> None:
    plan = seen(structure, "Nom;Profession;Adhésion le;Jusqu’au\nMaud;IDE;04/03/2024;été 2025\n")
    assert (states(plan), plan.joined) == (["new"], [])


def test_an_adhesion_that_cannot_be_is_left_its_person_comes(structure: Structure) -> None:
    plan = seen(structure, "Nom;Profession;Adhésion le;Jusqu’au\nMaud;IDE;04/03/2026;04/03/2025\n")
    assert (states(plan), plan.joined) == (["new"], [])
    assert any("avant de commencer" in note for note in plan.fates[0].notes)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Kiné", "masseur_kinesitherapeute"),
        ("IDE", "infirmier"),
        ("sage-femme libérale", "sage_femme"),
        ("MG", "medecin_generaliste"),
        ("pharma", "pharmacien"),
        ("Chir-dent", "chirurgien_dentiste"),
        ("chir. dent.", "chirurgien_dentiste"),
        ("ophtalmo", "medecin_specialiste"),
    ],
)
def test_the_short_names_of_every_day_are_read(word: str, key: str) -> None:
    assert profession_in(word) == key


@pytest.mark.parametrize(("word", "among"), [("psy", "psychologue"), ("Ortho", "orthophoniste")])
def test_a_short_name_of_several_professions_is_asked_about_never_guessed(
    structure: Structure, founder: User, word: str, among: str
) -> None:
    text = f"Nom;Profession\nMaud Escoffre;{word}\nLou Oudot;{word}\nKim Sorel;dompteur\n"
    reading = read_members(read_text(text), options())
    plan = foreseen(structure, reading, options(), on=TODAY).plan
    assert (states(plan), plan.created) == (["to_decide"] * 3, [])
    assert among in plan.fates[0].reason
    assert reading.trades_asked == ((word, 2), ("dompteur", 1))
    url = reverse("people:import_members", args=[structure.slug])
    page = client_of(founder).post(url, {"text": text}).content.decode()
    assert f'name="trade-{word.lower()}"' in page
    said = {"text": text, f"trade-{word.lower()}": "psychologue"}
    assert client_of(founder).post(url, said).context["counts"]["new"] == 2


def test_a_profession_said_by_hand_is_kept_until_the_list_is_brought_in_later() -> None:
    given = GivenList("l", "t", options(trades={"psy": "psychologue"}), "k", {})
    assert GivenList.read(given.written()).options.trades == {"psy": "psychologue"}


def test_every_column_left_is_named_without_title_too(structure: Structure, founder: User) -> None:
    text = "Nom;Profession;Adresse;Email payeur;;Permis\nMaud;IDE;1 rue;p@example.org;vu;oui\n"
    reading = read_members(read_text(text), options())
    assert reading.left == ("Adresse", "Email payeur", "Permis", "colonne E, sans titre")
    url = reverse("people:import_members", args=[structure.slug])
    page = plain(client_of(founder).post(url, {"text": text}).content.decode())
    assert "Colonnes laissées : Adresse ; Email payeur ; Permis ; colonne E, sans titre." in page


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("04/03/2026", date(2026, 3, 4)),
        ("03/04/26", date(2026, 4, 3)),
        ("2026-03-04 00:00:00", date(2026, 3, 4)),
        ("04/03/2026 14:25", date(2026, 3, 4)),
        ("46085", date(2026, 3, 4)),
        ("4.3.2026", date(2026, 3, 4)),
        ("31/02/2026", None),
        ("03/25/2026", None),
        ("2024", date(2024, 1, 1)),
        ("99999", None),
        ("bientôt", None),
    ],
)
def test_a_day_is_read_in_french_order_or_left(structure: Structure, cell: str, day: date | None) -> None:
    plan = seen(structure, f"Nom;Profession;Adhésion le\nMaud Escoffre;IDE;{cell}\n")
    assert [adhesion.since for adhesion in plan.joined] == [day or TODAY]
    assert states(plan) == ["new"]
    assert day or plain(plan.fates[0].notes[0]).startswith(f"Adhésion le : « {cell} »")


@pytest.mark.parametrize("cell", ["31/02/2024", "12/13/2023", "demain"])
def test_a_day_that_nobody_can_read_is_asked_for_and_never_said_to_be_read(
    structure: Structure, founder: User, cell: str
) -> None:
    text = f"Nom;Profession;Adhésion\nMaud Escoffre;IDE;{cell}\nLou Oudot;MK;01/03/24\n"
    plan = seen(structure, text)
    assert plan.undated == 1
    assert plan.fates[0].told[0] == "Adhérent depuis le 05/03/2026, faute de date lisible."
    assert plan.fates[1].told == ["Adhérent depuis le 01/03/2024."]
    url = reverse("people:import_members", args=[structure.slug])
    page = client_of(founder).post(url, {"text": text, "since": "2026-03-05"}).content.decode()
    assert "Depuis quand, pour la ligne sans date lisible" in plain(page)
    assert page.count('name="since"') == 1
    assert seen(structure, text, since=None).undated == 1


def test_a_year_alone_is_its_first_day_and_told(structure: Structure) -> None:
    plan = seen(structure, "Nom;Profession;Adhésion\nMaud Escoffre;IDE;2024\n")
    assert (plan.undated, plan.joined[0].since) == (0, date(2024, 1, 1))
    assert plain(plan.fates[0].notes[0]) == "Adhésion le : « 2024 » lu 01/01/2024 : vérifiez le jour."


@pytest.mark.parametrize(
    "cells", [("31/02/2024", "01/03/24"), ("01/03/24", "31/02/2024"), ("demain", "2023")]
)
def test_of_two_lines_of_one_person_the_day_that_is_read_is_kept(
    structure: Structure, founder: User, cells: tuple[str, str]
) -> None:
    people = zip(("Hélène Lefèvre", "Helene Lefevre"), cells, strict=True)
    rows = "".join(f"{name};IDE;Bressols;{cell}\n" for name, cell in people)
    text = f"Nom;Profession;Commune;Adhésion\n{rows}"
    plan = seen(structure, text)
    day = date(2023, 1, 1) if "2023" in cells else date(2024, 3, 1)
    assert ([each.since for each in plan.joined], plan.undated) == ([day], 0)
    assert "faute de date" not in " ".join(told for fate in plan.fates for told in fate.told)
    brought(structure, text, founder)
    assert [each.since for each in structure.people.get(name="Hélène Lefèvre").adhesions.all()] == [day]


def test_an_adhesion_to_come_is_to_be_looked_at_and_counted_apart(
    structure: Structure, founder: User
) -> None:
    text = "Nom;Profession;Adhésion le\nMaud Escoffre;IDE;15-06-2031\nLou Oudot;MK;01/03/2024\n"
    plan = seen(structure, text)
    assert [fate.wants_eyes for fate in plan.fates] == [True, False]
    assert (plan.brings, plan.to_come(TODAY)) == (2, 1)
    url = reverse("people:import_members", args=[structure.slug])
    page = client_of(founder).post(url, {"text": text})
    assert "Importer 2 personnes, dont 1 à venir" in plain(page.content.decode())
    sent = {"text": text, "keep": page.context["key"]}
    told = client_of(founder).post(url, sent, follow=True).content.decode()
    assert "dont 1 à venir" in plain(told)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        *((title, "profession") for title in ("Prof.", "Prof", "Métier", "PROFESSION")),
        *((title, "email") for title in ("Mél", "Mel", "Mél.", "E-mail", "Courriel pro", "Mail pro", "Adresse mél")),
        *((title, "since") for title in ("Adhésion", "Date d’adhésion", "Adhérent depuis", "Date adhésion", "Depuis")),
        *((title, "phone") for title in ("Tél.", "Tel", "Tél. portable", "Tél. pro")),
        *((title, "rpps") for title in ("N° RPPS", "Numéro RPPS", "RPPS")),
    ],
)  # fmt: skip
def test_the_titles_of_every_day_are_recognised(title: str, key: str) -> None:
    reading = read_members(read_text(f"Nom;Prénom;{title}\nEscoffre;Maud;x\n"), options())
    found = {each.key: each.title for each in reading.recognised.found if each.title}
    assert found == {"family": "Nom", "given": "Prénom", key: title}


def test_a_profession_that_no_column_says_opens_the_columns_and_leads_there(
    structure: Structure, founder: User
) -> None:
    text = "Nom;Prénom;Ce qu’on fait\nEscoffre;Maud;IDE\n"
    url = reverse("people:import_members", args=[structure.slug])
    page = plain(client_of(founder).post(url, {"text": text}).content.decode())
    assert '<details class="fold" id="colonnes" open>' in page
    assert "Profession : aucune colonne n’est reconnue." in page
    assert 'href="#colonnes">Choisissez d’abord la colonne qui manque.' in page
    whole = plain(client_of(founder).post(url, {"text": LIST}).content.decode())
    assert '<details class="fold" id="colonnes">' in whole


def test_a_name_of_one_word_is_remarked(structure: Structure) -> None:
    plan = seen(structure, "Nom;Prénom;Profession\nMartin;;IDE\nOudot;Lou;MK\n")
    assert ["Un seul mot" in " ".join(fate.notes) for fate in plan.fates] == [True, False]


def test_two_columns_of_one_title_are_never_guessed_between(structure: Structure) -> None:
    text = "\ufeffNom;Profession;Code postal;Code postal\nMaud;IDE;82000;82100\nIlan;pharmacien;82000;\n"
    reading = read_members(read_text(text), options())
    (asked,) = reading.recognised.asked
    assert (asked.key, asked.among) == ("postal", ("Code postal (1)", "Code postal (2)"))
    assert dict(reading.recognised.titles)["Code postal (2)"] == "82100"
    assert [line.columns["commune"] for line in reading.lines] == ["", ""]
    chosen = read_members(read_text(text), options(columns={"postal": "Code postal (1)"}))
    assert [line.columns["commune"] for line in chosen.lines] == ["Montauban", "Montauban"]


HELLOASSO = """Référence commande;Date de la commande;Statut de la commande;Nom adhérent;Prénom adhérent;Nom payeur;Prénom payeur;Email payeur;Tarif;"E-mail professionnel ";Profession
172000001;04/03/2026 14:25;Validé;Trébuchet;Ilan;Trébuchet;Ilan;cabinet@fictif.example;Adhésion 2026;ilan@fictif.example;Pharmacien
172000001;04/03/2026 14:25;Validé;Oudot;Maëlys;Trébuchet;Ilan;cabinet@fictif.example;Adhésion 2026;;Kiné
172000001;04/03/2026 14:25;Validé;Oudot;Côme;Trébuchet;Ilan;cabinet@fictif.example;Adhésion 2026;come@fictif.example;Kiné
172000002;05/03/2026 09:00;Remboursé;Martin;Claude;Martin;Claude;c@fictif.example;Adhésion 2026;;IDE
172000003;05/03/2026 09:00;En attente;Martin;Zoé;Martin;Zoé;z@fictif.example;Adhésion 2026;;IDE
172000004;05/03/2026 09:00;Validé;Escoffre;Maud;Escoffre;Maud;m@fictif.example;Soirée antibiotiques;;IDE
"""


def test_whoever_pays_is_not_who_joins_and_orders_that_are_no_membership_are_counted(
    structure: Structure,
) -> None:
    reading = read_members(read_text(HELLOASSO), options())
    plan = foreseen(structure, reading, options(), on=TODAY).plan
    assert {person.name: person.email for person in plan.created} == {
        "Ilan Trébuchet": "ilan@fictif.example", "Maëlys Oudot": "", "Côme Oudot": "come@fictif.example",
    }  # fmt: skip
    assert {adhesion.since for adhesion in plan.joined} == {date(2026, 3, 4)}
    assert {plain(why): count for why, count in reading.aside.items()} == {
        "Commande « Remboursé »": 1, "Commande « En attente »": 1, "Tarif « Soirée antibiotiques »": 1,
    }  # fmt: skip
    assert "payeur" not in " ".join(title for title, _ in reading.recognised.titles)


def test_the_tariffs_that_make_members_are_chosen_by_hand(structure: Structure, founder: User) -> None:
    url, client = reverse("people:import_members", args=[structure.slug]), client_of(founder)
    page = client.post(url, {"text": HELLOASSO, "tariffs": "1", "tariff": ["Soirée antibiotiques"]})
    assert [person.name for person in page.context["plan"].created] == ["Maud Escoffre"]
    nobody = client.post(url, {"text": HELLOASSO, "tariffs": "1"})
    assert nobody.context["plan"].created == []


def test_a_file_comes_back_as_its_lines_and_is_agreed_to_as_it_was_seen(
    structure: Structure, founder: User
) -> None:
    url, client = reverse("people:import_members", args=[structure.slug]), client_of(founder)
    content = xlsx(
        {"Liste": [["Nom", "Profession"], ["Maud Escoffre", "IDE"], [], ["Ilan; dit «Lou» Trébuchet", "MK"]]}
    )
    page = client.post(url, {"file": SimpleUploadedFile("liste.xlsx", content), "since": "2026-03-05"})
    shown = page.context["form"]
    sent = {
        "text": shown["text"].value(),
        "name": shown["name"].value(),
        "since": "2026-03-05",
        "keep": page.context["key"],
    }
    assert client.post(url, sent).status_code == 302
    assert structure.member_imports.first().name == "liste.xlsx"
    assert structure.people.filter(name="Ilan; dit «Lou» Trébuchet").exists()


# Our own export


def test_our_own_export_brings_nothing_and_a_changed_telephone_one_change(
    structure: Structure, founder: User
) -> None:
    card(
        structure,
        "=Lou Oudot",
        "sage_femme",
        phone="+41791234567",
        workplace='-5 ; "rue" du Tescou',
        commune="82290",
    )
    brought(structure, LIST, founder)
    text = exported(structure)
    assert set(states(seen(structure, text))) == {"same"}
    plan = seen(structure, text.replace("0612345678", "0612345699"), replaces=True)
    assert [fate.changes for fate in plan.fates if fate.state != "same"] == [
        [
            "Téléphone : «\N{NO-BREAK SPACE}0612345678\N{NO-BREAK SPACE}» devient «\N{NO-BREAK SPACE}0612345699\N{NO-BREAK SPACE}»"
        ]
    ]


# At the size of a region, and whatever is in the cells


def test_thousands_of_lines_are_brought_in_without_a_query_for_each(
    structure: Structure, founder: User, django_assert_max_num_queries: Any
) -> None:
    lines = [
        f"{word(number)};IDE;Montauban;{word(number)}@example.org;{10**10 + number}" for number in range(1000)
    ]
    text = "\n".join(["Nom;Profession;Commune;Courriel;RPPS", *lines])
    with django_assert_max_num_queries(155):
        batch = brought(structure, text, founder)
    with django_assert_max_num_queries(
        1_100
    ):  # some for each table that points to a card, whatever the lines
        undo(batch, by=founder, on=TODAY)
    assert batch.created == 1000
    assert not structure.people.filter(rpps=str(10**10)).exists()


WORDS = (
    st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs")), max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: inert(healed(text)) == inert(text) and not re.match("'[=+@0-9-]|=\"", text))
)
CARDS = st.fixed_dictionaries({
    "name": WORDS.filter(lambda text: is_a_name(text) and len(folded(text)) > 2),
    "profession": st.sampled_from([each.key for each in professions()]),
    "practice": st.sampled_from(["", *Practice.values]),
    "commune": st.sampled_from(["", "Montauban", "Bressols", "L’Honor-de-Cos", "82290", "Nulle-Part"]),
    "workplace": WORDS,
    "represented": WORDS,
    "email": st.sampled_from(["", "a@example.org", "B@example.org"]),
    "phone": st.sampled_from(["", "0612345678", "+41791234567"]),
    "rpps": st.sampled_from(["", RPPS, "10003461034"]),
})  # fmt: skip


@given(people=st.lists(CARDS, max_size=4, unique_by=lambda one: name_key(one["name"])))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_export_then_import_is_the_identity(structure: Structure, people: list[dict[str, str]]) -> None:
    here = transaction.savepoint()
    numbers = set[str]()
    for one in people:
        known = card(structure, **{**one, "rpps": "" if one["rpps"] in numbers else one["rpps"]})
        numbers.add(known.rpps)
        Adhesion.objects.create(person=known, kind="adherent", since=TODAY, until=TODAY + timedelta(days=9))
        Adhesion.objects.create(person=known, kind="adherent", since=TODAY + timedelta(days=9))
    workbook = as_text(read_bytes("liste.xlsx", workbook_of(rows(structure))))
    for text in (exported(structure), workbook, resaved(exported(structure))):
        plan = seen(structure, text)
        assert [fate for fate in plan.fates if fate.state != "same" or fate.changes] == []
    transaction.savepoint_rollback(here)


def resaved(text: str) -> str:
    """As a spreadsheet writes it in a workbook, its numbers as numbers."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\N{BYTE ORDER MARK}")), delimiter=";"))
    cells = [[int(cell) if re.fullmatch("[1-9][0-9]{4,}", cell) else cell for cell in row] for row in rows]
    return as_text(read_bytes("liste.xlsx", xlsx({"Liste": cells})))


def test_every_profession_is_read_as_our_export_writes_it() -> None:
    assert {each.key: profession_in(each.label) for each in professions()} == {
        each.key: each.key for each in professions()
    }
