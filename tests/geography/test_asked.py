"""What a list does not say for sure is asked, or told: never a whole city, nor a commune left out, in silence."""

import pytest

PAIRS = pytest.mark.parametrize


def asked(france, text, departement=None):
    reading = france.read(text, departement)
    assert len(reading.sentences) == len(reading.missing) + len(reading.ambiguous)
    return reading.codes, [
        tuple(place.code for place in doubt.candidates) for doubt in (*reading.missing, *reading.ambiguous)
    ]


# — CEDEX


@PAIRS(
    ("typed", "choices"),
    [
        ("PARIS CEDEX 14", ("75114", "75056")),
        ("LYON CEDEX 03", ("69383", "69123")),
        ("Marseille cedex 9", ("13209", "13055")),
        ("75674 PARIS CEDEX 14", ("75114", "75056")),
        ("CS 12345 75674 PARIS CEDEX 14", ("75114", "75056")),
        ("75674;PARIS CEDEX 14", ("75114", "75056")),
        ("cp;ville\n75674;PARIS CEDEX 14", ("75114", "75056")),
        ("PARIS CEDEX XIV", ("75114", "75056")),
        ("Paris cedex 14e", ("75114", "75056")),
        ("Paris cedex n° 14", ("75114", "75056")),
        ("PARIS (CEDEX 14)", ("75114", "75056")),
        ("PARIS\tCEDEX 14", ("75114", "75056")),
        ("PARIS CEDEX\t14", ("75114", "75056")),
        ("PARIS\t14\tCEDEX", ("75114", "75056")),
        ("MARSEILLE CEDEX 20", ("13055",)),
        ("Lyon Cedex 20", ("69123",)),
        ("75013 PARIS CEDEX 14", ("75113", "75114")),
        ("75013;PARIS CEDEX 14", ("75113", "75114")),
    ],
)
def test_the_number_of_a_cedex_is_no_city_nor_surely_an_arrondissement(france, typed, choices):
    assert asked(france, typed) == ((), [choices])


@PAIRS(
    ("typed", "code"),
    [
        ("75014 PARIS CEDEX 14", "75114"),
        ("69003 LYON CEDEX 03", "69383"),
        ("13008 MARSEILLE CEDEX", "13208"),
        ("PARIS 14 CEDEX", "75114"),
        ("PARIS CEDEX", "75056"),
    ],
)
def test_what_is_kept_of_a_cedex_of_these_cities_is_told_unless_it_is_written(france, typed, code):
    reading = france.read(typed)
    assert reading.codes == (code,)
    assert bool(reading.sentences) == (typed != "PARIS 14 CEDEX")


@PAIRS("typed", ["75056;PARIS CEDEX 14", "insee;commune\n75056;PARIS CEDEX 14"])
def test_a_code_of_the_city_beside_a_cedex_is_the_city(france, typed):
    assert france.read(typed).codes == ("75056",)


# — arrondissements


@PAIRS(
    ("said", "codes"),
    [
        ("XIV", ("13214",)),
        ("XIVe", ("13214",)),
        ("14ème", ("13214",)),
        ("Arr. 14", ("13214",)),
        ("13 et 14", ("13213", "13214")),
        ("13e, 14e", ("13213", "13214")),
        ("XIIIe et XIVe", ("13213", "13214")),
        ("tous", ("13055",)),
        ("Marseille", ("13055",)),
        ("133", ("13055",)),
        ("", ("13055",)),
    ],
)
def test_a_column_of_arrondissements_is_read_as_people_write_it(france, said, codes):
    reading = france.read(f"Commune;Arrondissement\nMarseille;{said}")
    assert (reading.codes, reading.sentences) == (codes, ())


@PAIRS("said", ["treizième", "quartiers nord", "13e ou 14e", "99"])
def test_a_part_of_a_city_that_is_not_understood_is_never_the_whole_city_unasked(france, said):
    codes, choices = asked(france, f"Commune;Arrondissement\nMarseille;{said}")
    assert (codes, choices) == ((), [("13055",)])


@PAIRS(
    ("typed", "codes"),
    [
        ("Les 13e et 14e arrondissements de Marseille", ("13213", "13214")),
        ("Marseille XIIIe et XIVe", ("13213", "13214")),
        ("Commune\nMarseille 13 et 14", ("13213", "13214")),
        ("Commune;Population\nMarseille XIII et XIV;5", ("13213", "13214")),
        ("Marseille\tXIIIe\nMarseille\tXIVe", ("13213", "13214")),
    ],
)
def test_arrondissements_are_read_in_the_figures_of_rome_too(france, typed, codes):
    assert france.read(typed).codes == codes


def test_an_arrondissement_alone_is_asked_of_the_city_that_is_near(france):
    assert asked(france, "13e", "13") == ((), [("13213",)])
    assert asked(france, "XIIIe", "75") == ((), [("75113",)])
    assert asked(france, "Lyon 1er\n3e") == (("69381",), [("69383",)])
    assert asked(france, "13e", "82") == ((), [()])


# — what is left out


@PAIRS(
    "typed",
    [
        "Communes non retenues : Albias",
        "Communes non retenues :\nAlbias",
        "Hors CPTS : Albias",
        "Exclues : Albias",
        "Albias (retirée)",
        "Albias (non retenue)",
        "Albias (hors périmètre)",
        "Albias (plus membre)",
    ],
)
def test_a_commune_that_a_list_leaves_out_is_asked(france, typed):
    assert asked(france, f"Montauban\n{typed}", "82") == (("82121",), [("82002",)])


def test_a_commune_of_before_that_is_left_out_is_asked_too(france):
    assert asked(france, "Beaupréau (retirée)") == ((), [("49023",)])


@PAIRS("typed", ["Communes retenues :\nAlbias", "Membres : Albias", "Albias (membre)", "Nord : Albias"])
def test_a_commune_that_a_list_takes_is_kept(france, typed):
    assert france.read(f"Montauban\n{typed}", "82").codes == ("82121", "82002")


def test_a_title_of_those_left_out_ends_with_the_next_title(france):
    text = "Montauban\nHors CPTS :\nAlbias\nRetenues :\nBressols"
    assert asked(france, text, "82")[0] == ("82121", "82025")


# — spoilt texts


@PAIRS(
    ("typed", "code"),
    [
        ("Mon?auban", "82121"),
        ("N\ufffdgrepelisse", "82134"),
        ("N??grepelisse", "82134"),
        ("B?ziers", "34032"),
        ("Villeneuve-l?s-Maguelone", "34337"),
        ("Fran‡ois", "79128"),
    ],
)
def test_a_letter_lost_is_asked(france, typed, code):
    assert asked(france, typed, "82" if code[:2] == "82" else None) == ((), [(code,)])


def test_a_name_cut_by_the_width_of_a_page_is_one(france):
    text = "Montauban, Saint-Étienne-de-\nTulmont, Bressols, Saint-\nNauphary\nSaint-Nicolas-de-la-\n  Grave"
    reading = france.read(text, "82")
    assert reading.codes == ("82121", "82161", "82025", "82167", "82169")
    assert [row.line for row in reading.rows if not row.apart] == [3, 5]
    assert len(reading.rows) == 5


def test_many_names_cut_are_read_in_time_that_does_not_grow_with_their_square(france):
    assert len(france.read("Saint-\n" * 3_000).rows) == 3_000


@PAIRS(
    ("typed", "codes"),
    [
        ("Tarn-et-Garonne\tMontauban, Albias\nTarn\tGaillac, Parisot", ("82121", "82002", "81099", "81202")),
        ("FERTE BERNARD LA", ("72132",)),
        ("Saint-Aubin dpt 47", ("47230",)),
        ("Saint-Aubin dép. 47", ("47230",)),
    ],
)
def test_a_list_is_read_as_it_was_exported(france, typed, codes):
    reading = france.read(typed)
    assert (reading.codes, reading.missing, reading.ambiguous) == (codes, (), ())
