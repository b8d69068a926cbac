"""From lines to people: who is one person, of which profession, where; and how many there are in an area."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from directory.small import set_aside
from maillage.directory.models import Activity, Diploma, Headcount, Person, PersonName, Reach, Skill
from maillage.directory.queries.supply import Supply, headcounts, supply_of
from maillage.directory.services.importing import import_rpps
from maillage.directory.services.storing.headcounts import REACHED
from maillage.directory.services.storing.report import ImportReport
from maillage.geography import atlas
from maillage.kernel import folded
from maillage.registers import DIPLOMA_FILE, SKILL_FILE, Genre, Mode
from maillage.registers import files as register_files
from registers.files import ADA, MAX, ZOE, doctor, nurses, someone, write

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

Rows = list[dict[str, str]]
Import = Callable[..., ImportReport]


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Import]:
    """Import these rows into a directory of their own."""

    def run(rows: Rows, **companions: Rows) -> ImportReport:
        folder = tmp_path / "rpps"
        write(folder, rows)
        for name, lines in companions.items():
            write(folder, lines, {"skills": SKILL_FILE, "diplomas": DIPLOMA_FILE}[name])
        return import_rpps([str(folder)], on=timezone.now(), force=True)

    with set_aside(tmp_path):
        yield run


def said(report: ImportReport) -> dict[str, tuple[int, str]]:
    """What was odd: the sentence, how many rows, which lines."""
    return {
        each.reason.replace("\u00a0", " "): (each.rows, each.lines)
        for file in report.files
        for each in file.remarks
    }


def values(field: str) -> list[Any]:
    return list(Activity.objects.order_by("id").values_list(field, flat=True))


# Persons


def test_a_person_is_who_their_first_line_says(imported: Import) -> None:
    """Never the family name of a line with the given name of another."""
    imported([someone(ADA, "Zoé", family="ABADIE"), someone(ADA, "Ada", family="ZOLA", mode="S")])
    assert list(Person.objects.values_list("family", "given")) == [("ABADIE", "Zoé")]
    imported([someone(ADA, "Ada", family="ZOLA", mode="S"), someone(ADA, "Zoé", family="ABADIE")])
    assert list(Person.objects.values_list("family", "given")) == [("ZOLA", "Ada")]


def test_people_are_in_the_order_of_their_first_lines(imported: Import) -> None:
    imported(
        [
            someone(MAX, "Max"),
            someone(ADA, "Ada"),
            someone(ZOE, "Zoé"),
            someone(MAX, "Max", mode="S"),
            someone(ADA, mode="S"),
        ]
    )
    assert list(Person.objects.order_by("id").values_list("given", flat=True)) == ["Max", "Ada", "Zoé"]
    assert list(Activity.objects.order_by("id").values_list("person", "mode")) == [
        (1, "L"), (1, "S"), (2, "L"), (2, "S"), (3, "L"),
    ]  # fmt: skip


def test_a_person_is_one_whatever_their_activities(imported: Import) -> None:
    report = imported([someone(ADA), someone(ADA, technical="R2"), someone(MAX, "Max")])
    assert list(Person.objects.order_by("id").values_list("id", "national", "number", "given")) == [
        (1, f"8{ADA}", ADA, "Ada"),
        (2, f"8{MAX}", MAX, "Max"),
    ]
    assert values("person") == [1, 1, 2]
    assert (report.main.rows_kept, report.main.subjects) == (3, 2)


def test_lines_that_a_file_scatters_are_one_person_all_the_same(imported: Import) -> None:
    """Whatever the order of the lines, the people are the same, with the same fingerprints."""
    rows = [
        row
        for rank, each in enumerate(nurses(300))
        for row in (
            each,
            {**each, "Code mode exercice": "S", "Identifiant technique de la structure": f"S{rank}"},
        )
    ]
    rows += [
        someone("", "Ada", national="un identifiant"),
        someone("", "Ada", national="un identifiant", mode="S"),
    ]
    imported(rows)
    ordered = list(Person.objects.order_by("national").values_list("national", "given", "fingerprint"))
    Random(1).shuffle(rows)
    imported(rows)
    assert (
        list(Person.objects.order_by("national").values_list("national", "given", "fingerprint")) == ordered
    )
    assert Activity.objects.count() == len(rows)
    for person in Person.objects.all()[:20]:
        assert person.activity_set.count() == 2


def test_a_line_that_is_repeated_counts_once(imported: Import) -> None:
    report = imported([someone(ADA), someone(MAX), someone(ADA), someone(ADA, technical="R2"), someone(MAX)])
    assert Activity.objects.count() == 3
    assert said(report)["Ligne répétée à l’identique : comptée une fois."] == (2, "4, 6")
    assert (report.main.rows_read, report.main.rows_kept, report.main.rows_refused) == (5, 3, 0)


def test_nobody_is_refused(imported: Import) -> None:
    report = imported([someone(ADA), *nurses(20), someone("", national="")])
    assert said(report)["Ligne sans identification nationale."] == (1, "23")


def test_a_name_without_end_is_cut_and_an_identifier_without_end_refused(imported: Import) -> None:
    letters = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=30_000))
    endless = someone(MAX, national=letters)
    report = imported([someone(ADA, family=letters), endless, someone(ZOE)])
    assert [person.family for person in Person.objects.all()] == [letters[:250], "FICTIF"]
    assert said(report) == {
        "Nom de plus de 250 caractères : coupé.": (1, "2"),
        "Ligne dont les identifiants dépassent 40 caractères.": (1, "3"),
    }


def test_numbers_are_judged_and_kept(imported: Import) -> None:
    rows = [
        someone(ADA, finess="820000016"),
        someone("99000000011", finess="820000017"),
        someone("9900000001"),
        someone("9900000001x"),
        someone("829300123", national="0829300123", kind="0", finess="2A0000014"),
        someone(ZOE, kind="9"),
    ]
    report = imported(rows)
    assert Person.objects.count() == len(rows)
    assert said(report) == {
        "Numéro RPPS dont la clé est fausse : gardé tel quel.": (3, "3, 4, 5"),
        "Type d'identifiant PP : « 9 » n’est pas dans nos tables.": (1, "7"),
        "Numéro FINESS dont la clé est fausse : gardé tel quel.": (1, "3"),
    }


@pytest.mark.parametrize(
    ("family", "given"),
    [
        ("DUPONT", "ADA"),
        ("D'ŒUVRE", "Zoé-Anne"),
        ("LE  GOFF-KER", "J."),
        ("", "Ada"),
        ("Ñandú", ""),
        ("O’NEIL", "x2"),
    ],
)
def test_the_order_of_lists_is_the_folded_name(family: str, given: str, imported: Import) -> None:
    imported([someone(ADA, given, family=family)])
    assert Person.objects.get().sort == folded(f"{family} {given}")


# Professions


def test_a_general_practitioner_with_another_skill_stays_one(imported: Import) -> None:
    imported(
        [
            doctor(ADA),
            doctor(ADA, skill_type="CAPA", skill="CAPA02"),
            doctor(MAX, skill_type="CAPA", skill="CAPA02"),
            doctor(MAX, skill="SM04"),
            doctor(ZOE, skill_type="", skill=""),
        ]
    )
    assert values("trade") == [*["medecin_generaliste"] * 2, *["medecin_specialiste"] * 2, "medecin"]


def test_two_professions_of_a_person_are_two(imported: Import) -> None:
    imported(
        [someone(ADA), doctor(ADA), someone(ADA, code="60", skill_type="S", skill="SI01", technical="R2")]
    )
    assert values("trade") == [
        "infirmier_pratique_avancee",
        "medecin_generaliste",
        "infirmier_pratique_avancee",
    ]


def test_a_profession_we_do_not_know_is_kept_and_said(imported: Import) -> None:
    report = imported(
        [someone(ADA, code="93", label="Ostéopathe"), someone(MAX, code="93", label="Psychologue")]
    )
    assert values("trade") == ["", "psychologue"]
    assert said(report)["Profession : « 93 Ostéopathe » n’est pas dans nos tables."] == (1, "2")


def test_codes_we_do_not_know_are_said_and_kept(imported: Import) -> None:
    report = imported([someone(ADA, mode="Z", genre="GENR99")])
    assert (values("mode"), values("genre")) == (["Z"], ["GENR99"])
    assert said(report) == {
        "Code mode exercice : « Z » n’est pas dans nos tables.": (1, "2"),
        "Code genre activité : « GENR99 » n’est pas dans nos tables.": (1, "2"),
    }


# Where


@pytest.mark.parametrize("blank", [" ", "\x85", "\t"])
def test_a_blank_commune_is_an_unknown_one(imported: Import, blank: str) -> None:
    report = imported([someone(ADA, commune=blank), someone(MAX)])
    assert values("commune") == ["", "82121"]
    assert said(report)[f"Code commune : « {blank} » n’est pas dans nos tables."] == (1, "2")


def test_a_commune_is_the_one_in_force(imported: Import) -> None:
    codes = ["82121", "75101", "13055", "01091", "99999", ""]
    report = imported([someone(ADA, commune=code, technical=f"R{code}") for code in codes])
    in_force = {code: atlas().unit_of(code) for code in codes if code}
    assert values("commune") == [in_force.get(code, "") for code in codes]
    assert values("commune")[:3] == ["82121", "75101", "13055"]
    assert in_force["01091"] not in {"", "01091"}, "a commune that became part of another"
    assert said(report) == {
        "Code commune : « 99999 » n’est pas dans nos tables.": (1, "6"),
        "Activités sans commune (16,7 % des lignes gardées) : absentes des comptes par territoire.": (1, ""),
    }


@pytest.mark.parametrize(
    ("phone", "other", "folded_phones"),
    [
        ("0563000000", "", "0563000000"),
        ("05 63 00 00 00", "05.63.00.00.00", "0563000000"),
        ("+33 5 63 00 00 00", "0033563000001", "0563000000 0563000001"),
        ("", "0563000001", "0563000001"),
        ("", "", ""),
        ("05 63 00 00 00 - 05 63 00 00 01", "0563000001", "0563000000 0563000001"),
        ("05630000000563000001", "", "0563000000 0563000001"),
    ],
)
def test_phones_are_digits_each_once(phone: str, other: str, folded_phones: str, imported: Import) -> None:
    imported([someone(ADA, phone=phone, other_phone=other)])
    assert values("phones") == [folded_phones]


def test_a_phone_that_nobody_can_call_is_left_out_and_said(imported: Import) -> None:
    report = imported([someone(ADA, phone="poste 12")])
    assert values("phones") == [""]
    assert said(report) == {"Téléphone illisible : laissé de côté.": (1, "2")}


def test_a_structure_is_known_by_finess_else_siret_else_its_number(imported: Import) -> None:
    imported(
        [
            someone(ADA, finess="820000016", siret="00000000000000", legal_name="SELARL", sign="Pharmacie"),
            someone(ADA, siret="00000000000000", legal_name="SELARL"),
            someone(ADA, technical="R7"),
            someone(ADA, technical="", commune=""),
        ]
    )
    assert values("structure") == ["F820000016", "S00000000000000", "TR7", ""]
    assert values("structure_name") == ["Pharmacie", "SELARL", "", ""]


def test_an_address_is_one_line(imported: Import) -> None:
    street = {"street_number": "12", "street_kind": "Rue", "street": "DU PUITS"}
    imported(
        [
            someone(ADA, **street, postcode="82000"),
            someone(ADA, **street, place="Bât. B", repeat="bis", box="BP 4"),
            someone(ADA, street="RUE DU PUITS"),
        ]
    )
    assert values("address") == ["12 Rue DU PUITS", "Bât. B, 12 bis Rue DU PUITS, BP 4", "RUE DU PUITS"]
    assert values("postcode") == ["82000", "", ""]


# Companions


def test_skills_and_diplomas_are_of_their_person(imported: Import) -> None:
    skill = {"skill_type": "S", "skill": "SM54", "skill_label": "Médecine générale"}
    report = imported(
        [doctor(ADA), doctor(MAX)],
        skills=[someone(MAX, **skill), someone(MAX, **skill), someone(ZOE, **skill)],
        diplomas=[someone(ADA, diploma="DE Docteur en médecine"), someone(MAX, authorisation="Autorisation")],
    )
    assert list(Skill.objects.values_list("person__given", "code", "label")) == [
        ("Ada", "SM54", "Médecine générale")
    ]
    assert list(Diploma.objects.order_by("id").values_list("person__number", "label", "authorisation")) == [
        (ADA, "DE Docteur en médecine", ""),
        (MAX, "", "Autorisation"),
    ]
    assert said(report) == {
        "Ligne répétée à l’identique : comptée une fois.": (1, "3"),
        "Personne qui n’est pas dans le fichier des activités.": (1, "4"),
    }


# Counts


def drawn(number: int) -> Rows:
    """People who do all sorts of things all over the Tarn-et-Garonne, some in several places."""
    draw = Random(7)
    places = ["82121", "82025", "82001", "31555", "75101", "75056", "97502", "", "99999"]
    return [
        {
            **person,
            **someone(
                person["Identifiant PP"],
                person["Prénom d'exercice"],
                commune=draw.choice(places),
                mode=draw.choice("LLSB"),
                genre=draw.choice(["GENR01", "GENR01", "", "GENR02", "GENR03", "GENR04"]),
                sector=draw.choice(["SA05", "SA07", "SA01"]),
                category=draw.choice(["Civil"] * 5 + ["Etudiant", "Militaire"]),
                technical=draw.choice(["R1", "R2", "R3", "R4", ""]),
            ),
            **draw.choice([{}, {"Code profession": "70", "Libellé profession": "Masseur-kinésithérapeute"}]),
        }
        for person in nurses(number)
        for _ in range(draw.choice([1, 1, 2, 3]))
    ]


def test_people_counted_at_import_are_those_counted_on_the_spot(imported: Import) -> None:
    """The same definitions, written twice: kept as bits of each activity, and on what the file says."""
    imported(drawn(400))
    everywhere = set(Activity.objects.exclude(commune="").values_list("commune", flat=True))
    areas = {
        "F": everywhere,
        "R76": {code for code in everywhere if code[:2] in {"82", "31"}},
        "D82": {code for code in everywhere if code[:2] == "82"},
        "D975": {"97502"},
        "E248200099": everywhere & set(atlas().epci("248200099").members),
        **{code: set(atlas().with_parts([code])) for code in everywhere},
    }
    assert len(everywhere) > 4
    counted = headcounts(areas)
    for area, codes in areas.items():
        assert counted[area] == in_sql(codes), area
        assert counted[area] == supply_of(codes), area


#: How the source writes the category of someone who is not yet a supply.
STUDENTS = ("Etudiant", "Étudiant", "ETUDIANT")


def in_sql(codes: set[str]) -> dict[str, Supply]:
    care, liberal = Q(genre__in=(Genre.CARE, "")) & ~Q(category__in=STUDENTS), Q(mode=Mode.LIBERAL)
    replaces = Q(genre__in=(Genre.REPLACES, Genre.REPLACEMENT)) & ~Q(category__in=STUDENTS)
    rows = (
        Activity.objects.filter(care | replaces, commune__in=codes)
        .exclude(trade="")
        .values("trade")
        .annotate(
            people=Count("person", distinct=True, filter=care),
            in_town=Count("person", distinct=True, filter=care & (liberal | Q(sector="SA05"))),
            liberal=Count("person", distinct=True, filter=care & liberal),
            replacing=Count("person", distinct=True) - Count("person", distinct=True, filter=care),
            places=Count("structure", distinct=True, filter=care & ~Q(structure="")),
        )
    )
    return {row.pop("trade"): Supply(**row) for row in rows}


def test_a_file_larger_than_what_is_read_at_once(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_files, "BLOCK", 1000)
    imported(nurses(60), skills=nurses(60))
    assert (Person.objects.count(), Activity.objects.count(), Skill.objects.count()) == (60, 60, 60)
    assert set(PersonName.objects.values_list("subject", flat=True)) == set(range(1, 61))


def test_a_student_and_what_is_not_care_count_nowhere(imported: Import) -> None:
    imported(
        [
            someone(ADA, category="Étudiant"),
            someone(MAX, genre="GENR04"),
            someone(ZOE, commune=""),
        ]
    )
    assert not Headcount.objects.exists()


def test_who_replaces_here_and_practises_there_is_both(imported: Import) -> None:
    imported([someone(ADA, genre="GENR02"), someone(ADA, commune="82025")])
    counted = headcounts(["82121", "82025", "D82"])
    assert [
        (counted[area]["infirmier"].people, counted[area]["infirmier"].replacing)
        for area in ("82121", "82025", "D82")
    ] == [(0, 1), (1, 0), (1, 0)]


def test_a_person_in_town_is_shared_between_communes(imported: Import) -> None:
    imported(
        [
            someone(ADA),
            someone(ADA, technical="R2"),
            someone(ADA, commune="82025"),
            someone(ADA, commune="31555", mode="S", sector="SA01"),
            someone(MAX),
        ]
    )
    shares = Headcount.objects.filter(area__in=["82121", "82025", "31555"]).values_list("area", "share")
    assert dict(shares) == {"82121": 1.5, "82025": 0.5, "31555": 0.0}


def test_the_reach_of_each_profession_is_kept(imported: Import) -> None:
    imported([someone(ADA)])
    assert set(Reach.objects.values_list("trade", flat=True)) == set(REACHED)
    near, far = (
        atlas().accessibility_from(bytes(Reach.objects.get(trade="infirmier").content)).of([code])
        for code in ("82121", "59350")
    )
    assert near.index is not None
    assert near.index.middle > 0
    assert far.index is not None
    assert far.index.high == 0
