"""Neighbours of the kinds of `test_cases.py`: other lists and tables of those kinds, as people write them."""

import re

import pytest

PAIRS = pytest.mark.parametrize
THREE = ("82121", "82002", "82025")  # Montauban, Albias, Bressols


def kept(france, text, departement="82"):
    return france.read(text, departement).codes


# — codes beside names


@PAIRS(
    ("typed", "codes"),
    [
        ("F-82000 Montauban", ("82121",)),
        ("FR-82000 MONTAUBAN", ("82121",)),
        ("F 82000 Montauban", ("82121",)),
        ("CP 82000", ("82121",)),
        ("CP : 82000 Montauban", ("82121",)),
        ("33 000 Bordeaux", ("33063",)),
        ("1 004 Ambérieu-en-Bugey", ("01004",)),
        ("Montauban 82 000", ("82121",)),
        ("Nice 6000", ("06088",)),
        ("Montauban 82000 Tarn-et-Garonne", ("82121",)),
        ("Montauban, Tarn-et-Garonne, Occitanie, France", ("82121",)),
        ("67000 Strasbourg - 67100 Strasbourg - 67200 Strasbourg", ("67482",)),
        ("82350 Albias - 82710 Bressols", ("82002", "82025")),
        ("Albias 82350 Bressols 82710", ("82002", "82025")),
        ("82350 Albias 82710 Bressols", ("82002", "82025")),
        ("Albias (82350) Bressols (82710)", ("82002", "82025")),
        ("Albias (82002) et Bressols (82025)", ("82002", "82025")),
    ],
)
def test_a_code_is_known_whatever_surrounds_it(france, typed, codes):
    assert kept(france, typed) == codes


@PAIRS(
    "typed",
    [
        "#82121",
        "n°82121",
        "n° 82121",
        "code 82121",
        "Code commune 82121",
        "code Insee n° 82121",
        "code insee = 82121",
        "insee_82121",
        "=82121",
        "`82121",
        "82121 (INSEE)",
        "82.121",
        "82,121",
        "82-121",
        "82\t121",
        "82;121",
        "dep;com\n82;121",
        "DEP;COM;LIBCOM\n82;121;Montauban",
    ],
)
def test_a_code_is_known_however_it_is_spoilt(france, typed):
    reading = france.read(typed)
    assert (reading.codes, reading.missing) == (("82121",), ())


def test_a_number_of_two_digits_of_a_commune_finds_its_zeros(france):
    assert kept(france, "DEP;COM;LIBCOM\n82;121;Montauban\n82;2;Albias\n1;4;Ambérieu") == (
        "82121", "82002", "01004",
    )  # fmt: skip


@PAIRS("year", ["2024", "2023"])
def test_a_year_among_communes_is_not_added_as_a_commune_of_the_aisne(france, year):
    reading = france.read(f"82121\n82002\n82025\n{year}")
    assert reading.codes == THREE
    assert [doubt.text for doubt in reading.missing] == [year]
    assert kept(france, "1004\n1005\n1007") == ("01004", "01005", "01007")


# — figures beside names


@PAIRS(
    ("typed", "codes"),
    [
        ("Albias 3289", ("82002",)),
        ("Albias 3 289", ("82002",)),
        ("Albias 3 289 +1,2 %", ("82002",)),
        ("Montauban 82121 62945\nAlbias 82002 3289", ("82121", "82002")),
        ("82121 Montauban 62945\n82002 Albias 3289", ("82121", "82002")),
        ("Montauban   82121   62945\nAlbias      82002    3289", ("82121", "82002")),
        ("Commune;Population\nAlbias;3289;3289", ("82002",)),
        ("Commune;;Population\nCode;Nom;\n82121;Montauban;62945\n82002;Albias;3289", ("82121", "82002")),
    ],
)
def test_figures_after_a_name_are_no_communes(france, typed, codes):
    reading = france.read(typed, "82")
    assert (reading.codes, reading.missing, reading.ambiguous) == (codes, (), ())


# — parts of names


@PAIRS(
    ("typed", "codes"),
    [
        ("Villefranche/Saône", ("69264",)),
        ("Villeneuve/Lot", ("47323",)),
        ("Chalon/Saône ; Mâcon", ("71076", "71270")),
        ("Albias/Bressols", ("82002", "82025")),
        ("Ville de Moissac (82)", ("82112",)),
        ("Commune déléguée de Champtoceaux", ("49126",)),
        ("ND de Monts", ("85164",)),
        ("N.D. de Monts", ("85164",)),
    ],
)
def test_a_name_is_known_as_it_is_shortened(france, typed, codes):
    assert kept(france, typed, None) == codes


# — shapes of lists


@PAIRS(
    "typed",
    [
        "Montauban, Albias (et Bressols)",
        "Montauban (dont Albias et Bressols)",
        "Communes de Montauban, d'Albias et de Bressols",
        "Montauban, Albias, puis Bressols",
        "Montauban. Albias. Bressols.",
        "Montauban\\Albias\\Bressols",
        "Montauban  Albias  Bressols",
        "① Montauban\n② Albias\n③ Bressols",
        "1.1 Montauban\n1.2 Albias\n1.3 Bressols",
        "A - Montauban\nB - Albias\nC - Bressols",
        "Montauban (1)\nAlbias (2)\nBressols (3)",
        "Montauban [1]\nAlbias [2]\nBressols [3]",
        "Montauban¹\nAlbias²\nBressols³",
        "Territoire : Montauban, Albias, Bressols",
        "Territoire de la CPTS : Montauban, Albias et Bressols",
        "82 - Tarn-et-Garonne : Montauban, Albias, Bressols",
        "Secteur nord : Montauban, Albias\nSecteur sud : Bressols",
        "codes=82121,82002,82025",
        "https://site.example/territoire/?dep=82&codes=82121,82002,82025",
        "https://site.example/territoire/?dep=82&codes=82121%2C82002%2C82025&signed=2027-03-01",
        '{"codes": ["82121", "82002", "82025"]}',
        '{"communes": [\n  "82121",\n  "82002",\n  "82025"\n]}',
        '[{"nom": "Montauban", "code": "82121"}, {"nom": "Albias", "code": "82002"}, {"nom": "Bressols", "code": "82025"}]',
        "Montauban\nAlbias\nBressols\nSource : Insee, 2023",
        "Montauban\nAlbias\nBressols\nSoit 3 communes",
        "82121 _ 82002 _ 82025",
    ],
)  # fmt: skip
def test_a_list_is_read_in_any_shape(france, typed):
    reading = france.read(typed, "82")
    assert (reading.codes, reading.missing, reading.ambiguous) == (THREE, (), ())
    assert not any(row.partial for row in reading.rows)


def test_a_commune_between_parentheses_is_not_left_in_silence(france):
    (sentence,) = france.read("Montauban (Albias)", "82").sentences
    assert "Albias" in sentence
    assert france.read("Orée d'Anjou (Champtoceaux)").sentences == ()


@PAIRS("aside", ["en partie", "quartiers nord", "hors Sapiac", "pour partie", "IRIS 101"])
def test_a_commune_held_in_part_says_that_it_counts_whole(france, aside):
    (sentence,) = france.read(f"Montauban ({aside})", "82").sentences
    assert sentence.endswith("Montauban (82121) compte en entier.")
    assert france.read("Montauban (préfecture)").sentences == ()


@PAIRS("note", ["Champ-sur-Drac", "CHAMP SUR DRAC", "Source-Seine", "SOURCE SEINE"])
def test_a_commune_that_begins_as_a_note_is_one(france, note):
    assert len(kept(france, note, None)) == 1


def test_a_label_that_names_a_commune_is_asked(france):
    assert kept(france, "Moissac : Albias", "82") == ()


# — arrondissements


@PAIRS(
    ("typed", "codes"),
    [
        ("Marseille (11e et 13e)", ("13211", "13213")),
        ("Marseille (11e, 13e)", ("13211", "13213")),
        ("Lyon (3ème, 6ème et 7ème arrondissements)", ("69383", "69386", "69387")),
        ("arrondissements 3, 6 et 7 de Lyon", ("69383", "69386", "69387")),
        ("Lyon 3-6-7", ("69383", "69386", "69387")),
        ("Marseille 11-12", ("13211", "13212")),
        ("Marseille 11 12", ("13211", "13212")),
        ("Marseille 11e 13e", ("13211", "13213")),
        ("Paris, 20e", ("75120",)),
        ("Lyon, 3e, Villeurbanne", ("69383", "69266")),
        ("Marseille, 13e arrondissement", ("13213",)),
        ("20e arrondissement (Paris)", ("75120",)),
        ("lyon3", ("69383",)),
        ("Marseille13", ("13213",)),
        ("Marseille, 13", ("13055",)),  # its département
        ("Marseille (13)", ("13055",)),
        ("Ville;Arrondissement\nMarseille;13\nMarseille;11", ("13213", "13211")),
        ("Commune\tArrondissement\nLyon\t3e\nVilleurbanne\t", ("69383", "69266")),
        ("Commune;Arrondissement\nMoissac;Castelsarrasin\nCastelsarrasin;Castelsarrasin", ("82112", "82033")),
    ],
)
def test_arrondissements_are_read_as_people_enumerate_them(france, typed, codes):
    reading = france.read(typed)
    assert (reading.codes, reading.missing) == (codes, ())


# — titles


@PAIRS(
    ("titles", "row"),
    [
        ("INSEE_COM;NOM_COM;STATUT;POPULATION;INSEE_DEP", "82121;Montauban;Préfecture;62945;82"),
        ("com_code;com_name;dep_code", "82121;Montauban;82"),
        ("Code Officiel Commune;Nom Officiel Commune;Code Officiel Département", "82121;Montauban;82"),
        ("CodeCommune;NomCommune;Population", "82121;Montauban;62945"),
        ("NomCommune;Population", "Montauban;62945"),
        ("Communes du territoire;Habitants", "Montauban;14343"),
        ("Communes adhérentes;Pop", "Montauban;14343"),
        ("Ville d'exercice;Nb", "Montauban;14343"),
        ("Nom membre;Siren membre;Population membre", "Montauban;218201218;14343"),
        ("Code INSEE région;Code INSEE département;Code INSEE commune;Commune", "76;82;82121;Montauban"),
        ("Code géographique;Libellé géographique;Pop", "82121;Montauban;14343"),
        ("Dpt;Ville;Pop", "82;Montauban;14343"),
    ],
)
def test_titles_of_public_files_are_no_communes(france, titles, row):
    reading = france.read(f"{titles}\n{row}")
    assert (reading.codes, reading.sentences) == (("82121",), ())
    assert reading.rows[0].apart


# — several communes of a cell


@PAIRS(
    "cell",
    [
        "Montauban (82121), Albias (82002), Bressols (82025)",
        "82121 Montauban, 82002 Albias, 82025 Bressols",
        "Montauban 82000 / Albias 82350 / Bressols 82710",
        "Montauban (82) - Albias (82) - Bressols (82)",
        "Montauban (82121) Albias (82002) Bressols (82025)",
    ],
)
def test_names_with_their_codes_in_one_cell_are_all_read(france, cell):
    (answer,) = france.read_rows([["CPTS A", cell]], ["nom", "commune"])
    assert (answer.kept, answer.why, answer.partial) == (THREE, "", False)


# — départements beside communes, or above them


@PAIRS(
    ("typed", "codes"),
    [
        ("Vienne\nPoitiers\nBiard", ("86194", "86027")),
        ("Loire\nRoanne\nFeurs", ("42187", "42094")),
        ("Mayenne\nLaval", ("53147", "53130")),
        ("Vienne\nGivors\nLyon", ("38544", "69091", "69123")),
        ("Allier, Moulins", ("03190",)),
        ("Somme, Amiens", ("80021",)),
        ("Mayenne, Laval", ("53147", "53130")),
        ("13e arrondissement;Marseille", ("13213",)),
    ],
)
def test_a_departement_is_no_commune_of_elsewhere(france, typed, codes):
    assert kept(france, typed, None) == codes
    assert kept(france, "Vienne\nPoitiers\nBiard", "86") == ("86194", "86027")


@PAIRS("typed", ["Montauban (62 945), Albias (3 289)", "Montauban = 62945\nAlbias = 3289"])
def test_figures_between_signs_are_no_codes(france, typed):
    reading = france.read(typed, "82")
    assert (reading.codes, reading.missing, reading.ambiguous) == (("82121", "82002"), (), ())


@PAIRS("typed", ["Montauban (974)", "Montauban 974", "Montauban (75)"])
def test_a_departement_that_contradicts_a_name_is_no_figure(france, typed):
    assert kept(france, typed, None) == ()


# — whole intercommunalités, in other forms

FORMS = {
    "name postal département": "{name} {postal} {departement}",
    "postal after F": "F-{postal} {name}",
    "address": "{name}, {departement}, {region}, France",
    "three digits": "{number};{digits};{name}",
    "columns of spaces": "{name}   {code}   {people}",
    "single spaces": "{name} {code} {people}",
    "code, name, people": "{code} {name} {people}",
    "name, people": "{name} {people}",
    "people between parentheses": "{name} ({people})",
    "people first": "{people};{name}",
    "label": "{departement} : {name}",
    "département first": "{departement}, {name}",
    "JSON": '{{"nom": "{name}", "code": "{code}"}},',
}


@PAIRS("form", FORMS)
def test_no_form_adds_a_commune_of_elsewhere(france, form):
    """What is not read is told: a population of two digits may be a département, and Corrèze is a commune of Corrèze."""
    for epci in list(france.names.epcis.values())[::60]:
        members = [france.commune(code) for code in epci.members]
        members = [it for it in members if it.postal_codes and re.fullmatch(r"\d\d", it.departement)]
        lines = [
            FORMS[form].format(
                name=member.name,
                postal=member.postal_codes[0],
                code=member.code,
                digits=member.code[2:],
                people=member.population,
                number=member.departement,
                departement=france.departement(member.departement).name,
                region=france.departement(member.departement).region_name,
            )
            for member in members
        ]
        reading = france.read("\n".join(lines))
        added = set(reading.codes) - {member.code for member in members}
        if form != "département first":  # « Corrèze, Albussac » may be two communes
            assert added == set()
        assert all(row.kept or row.why for row in reading.rows)
        if "people" not in form and not {"label", "département first"} & {form}:
            assert not reading.missing
