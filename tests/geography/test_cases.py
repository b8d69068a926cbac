"""Lists and tables as people really write them: each kind of trouble met in public reports, and its neighbours.

The lines are invented, the communes are real. `kept` is all that is kept: one commune too many is as wrong as one
too few.
"""

import pytest

PAIRS = pytest.mark.parametrize


def kept(france, text, departement=None):
    return france.read(text, departement).codes


# — a code that is both INSEE's and the post's


@PAIRS(
    ("typed", "codes"),
    [
        ("75016", ("75116",)),  # Cachan's before 1968
        ("75001\n75002", ("75101", "75102")),
        ("62110", ("62427",)),  # Hénin-Beaumont; a commune of Isbergues before
        ("59250\n59000", ("59279", "59350")),  # the second is the post's alone
        ("62800\tLIEVIN\n62300\tLENS\n62110\tHENIN BEAUMONT", ("62510", "62498", "62427")),
        ("59250;HALLUIN", ("59279",)),
        ("59250;Fournes en Weppes", ("59250",)),
        ("13001\tMARSEILLE", ("13201",)),
        ("13001\tAIX EN PROVENCE", ("13001",)),
        ("LENS\t62300\t31 415", ("62498",)),
        ("Code postal\n59250", ("59279",)),
        ("Code Insee\n59250", ("59250",)),
        ("code_postal;commune;code_insee\n82000;MONTAUBAN;82121", ("82121",)),
        ("75016 Cachan", ("94016",)),
    ],
)
def test_the_rest_of_the_row_and_of_the_list_decides_what_a_code_is(france, typed, codes):
    assert kept(france, typed) == codes


@PAIRS(
    ("typed", "code"),
    [
        ("13001\tMARSEILLE", "13201"),
        ("13001 Marseille", "13201"),
        ("Marseille;13001", "13201"),
        ("Code postal;Commune\n69003;LYON", "69383"),
        ("69001;LYON\n69300;CALUIRE ET CUIRE", "69381"),
        ("Paris (75011)", "75111"),
    ],
)
def test_a_city_beside_a_postal_code_is_the_arrondissement_of_that_code_and_the_whole_is_offered(
    france, typed, code
):
    reading = france.read(typed)
    assert code in reading.codes
    assert france.commune(code).city not in reading.codes
    (sentence,) = reading.sentences
    assert "est lu comme un arrondissement" in sentence
    assert sentence.endswith(f"la ville entière a le code {france.commune(code).city}.")


@PAIRS(
    "typed", ["Marseille 1er", "PARIS 11EME\t75011", "13201\tMARSEILLE", "13055\tMARSEILLE", "75000 PARIS"]
)
def test_nothing_is_said_of_an_arrondissement_or_of_a_city_that_is_named(france, typed):
    assert france.read(typed).sentences == ()


def test_a_list_that_is_plainly_of_insee_codes_says_nothing_of_postal_ones(france):
    members = france.epci("248200099").members
    reading = france.read("\n".join(members))
    assert (reading.codes, reading.sentences) == (members, ())
    assert france.read("59250\n82121").sentences[0].startswith("Le code 59250 est lu comme code Insee")
    assert france.read("Code Insee\n59250").sentences == ()


def test_a_code_that_nothing_settles_is_asked_not_added(france):
    reading = france.read("13001\n13002")
    assert reading.codes == ()
    assert [[place.code for place in doubt.candidates] for doubt in reading.ambiguous] == [
        ["13001", "13201"],
        ["13002", "13202"],
    ]
    assert [row.candidates for row in reading.rows] == [("13001", "13201"), ("13002", "13202")]


def test_a_code_that_the_others_contradict_is_asked(france):
    reading = france.read("59250\n59000\n82121")
    assert reading.codes == ("59350", "82121")
    assert [doubt.text for doubt in reading.ambiguous] == ["59250"]


def test_no_postal_code_of_today_adds_the_commune_of_a_retired_one(france):
    """416 postal codes were INSEE codes too; 404 of them lead to some other commune."""
    both = [code for code in france.names.retired if code in france.names.by_postal_code]
    assert len(both) > 400
    for code in both:
        allowed = {place.code for place in france.names.by_postal_code[code]}
        assert set(kept(france, code)) <= allowed


# — rows of a table


@PAIRS(
    ("typed", "departement", "codes"),
    [
        ("Poitiers\tVienne\nBiard\tVienne", "86", ("86194", "86027")),
        ("Laval\t53\tMAYENNE\tPAYS DE LA LOIRE", None, ("53130",)),
        ("Laval;Mayenne", None, ("53130",)),
        ("Saint-Denis;974", None, ("97411",)),
        ("Saint-Denis, La Réunion", None, ("97411",)),
        ("Parisot;Tarn-et-Garonne;Occitanie", None, ("82137",)),
        ("Montauban;CA Grand Montauban;Tarn-et-Garonne", None, ("82121",)),
        ("Aubusson;La Creuse", None, ("23008",)),
        ("Moulins;l'Allier", None, ("03190",)),
        ("Vienne\tLa Vienne", None, ("38544",)),  # no other commune is there
        ("La Creuse", None, ("70186",)),
        ("Vienne", None, ("38544",)),  # alone, it is the commune
        ("Mayenne\tMayenne", None, ("53147",)),
        ("Lyon, Vienne, Givors", None, ("69123", "38544", "69091")),  # a list, not an address
        ("Laval, Mayenne, Château-Gontier-sur-Mayenne", None, ("53130", "53147", "53062")),
        ("Commune;Département\nVienne;Isère\nGivors;Rhône", None, ("38544", "69091")),
    ],
)
def test_a_departement_beside_a_commune_is_no_commune(france, typed, departement, codes):
    assert kept(france, typed, departement) == codes


@PAIRS(
    ("typed", "codes"),
    [
        ("91228;Évry", ("91228",)),
        ("95306;Herblay", ("95306",)),
        ("Herblay\t95220", ("95306",)),
        ("49069;Champtoceaux", ("49126",)),
        ("93059;Pierrefitte-sur-Seine", ("93066",)),
        ("Pierrefitte\t93380", ("93066",)),
        ("01033;Bellegarde-sur-Valserine", ("01033",)),
    ],
)
def test_the_code_of_a_row_settles_an_old_name(france, typed, codes):
    assert kept(france, typed) == codes
    assert france.read(typed).missing == ()


@PAIRS(
    ("typed", "codes"),
    [
        ("Bressols\t4036\nMontauban\t62945\nMontbeton\t14343", ("82025", "82121", "82124")),
        ("commune;population\n82037;6803\n82112;13419", ("82037", "82112")),
        ("82037;6803\n82112;99999", ("82037", "82112")),
        ("Bressols;14343", ("82025",)),
        ("Castelsarrasin;82033;CC Terres des Confluences;14343", ("82033",)),
        (
            "commune;code_insee;intercommunalite;population\nMoissac;82112;CC Terres des Confluences;13419",
            ("82112",),
        ),
        ("82121;82000;Montauban;44.01;1.35", ("82121",)),
        ("12 rue des Lices;82000;Montauban", ("82121",)),
        ("Dr Lebrun;82121", ("82121",)),
        ("Montauban\t62945\nTotal\t62945", ("82121",)),
        ("1\tMontauban\n2\tAlbias", ("82121", "82002")),
        ("1;82121;Montauban\n2;82002;Albias", ("82121", "82002")),
        ("id;commune;membres\n1;Montauban;12\n2;Albias;3", ("82121", "82002")),
        ("dep;com;nom\n82;121;Montauban", ("82121",)),
        ("248200099\tCA Grand Montauban\t82121\tMontauban", ("82121",)),
    ],
)
def test_a_figure_is_never_a_code(france, typed, codes):
    assert kept(france, typed, "82") == codes


def test_a_number_left_out_is_told_when_it_could_have_been_a_code(france):
    (sentence,) = france.read("Bressols;14343", "82").sentences
    assert "14343" in sentence
    assert "lu comme un nombre" in sentence


def test_a_name_and_a_code_of_two_neighbours_in_one_row_are_asked(france):
    reading = france.read("82002;Montauban")
    assert reading.codes == ()
    assert [place.code for place in reading.ambiguous[0].candidates] == ["82002", "82121"]


@PAIRS(
    "titles",
    [
        "Commune;Code Insee;Population",
        "CODE_INSEE;LIBELLÉ COMMUNE;HABITANTS",
        "Nom de la commune\tCode commune",
        "codgeo,libgeo",
        "| Commune | Code |",
        "Liste des communes :",
        "Communes",
    ],
)
def test_a_line_of_titles_is_no_list_of_unknown_communes(france, titles):
    separator = next((sign for sign in "\t;|," if sign in titles), "")
    row = (
        separator.join(["82121", "Montauban", "62945"][: titles.strip("|").count(separator) + 1])
        if separator
        else "82121"
    )
    reading = france.read(f"{titles}\n{row}")
    assert (reading.codes, reading.sentences) == (("82121",), ())
    assert reading.rows[0].why == "Ligne de titres."


@PAIRS(
    ("typed", "codes"),
    [
        ("Noyon;Oise\nVille;Oise", ("60471", "60676")),
        ("Commune;Département\nNoyon;Oise\nVille;Oise", ("60471", "60676")),
        ("Injoux-Génissiat\nVilles", ("01189", "01448")),
        ("Ville\nNoyon", ("60471",)),
        ("Commune;Population\nMontauban;62945\nCommune;Population\nAlbias;3289", ("82121", "82002")),
    ],
)
def test_a_commune_whose_name_is_a_title_is_one_under_other_communes(france, typed, codes):
    assert kept(france, typed) == codes


# — false sentences


@PAIRS(
    ("typed", "departement"),
    [("92100 Boulogne", "92"), ("Paris 15 (69)", None), ("Lyon 3e (75)", None), ("Champtoceaux (75)", None)],
)
def test_no_sentence_says_that_a_commune_counts_which_is_not_kept(france, typed, departement):
    reading = france.read(typed, departement)
    assert not [
        sentence
        for sentence in reading.sentences
        if "compte" in sentence and not any(code in sentence for code in reading.codes)
    ]
    if not reading.codes:
        assert reading.sentences[0].startswith("Nous ne trouvons pas")


def test_the_only_commune_of_a_postal_code_that_begins_so_is_meant(france):
    reading = france.read("92100 Boulogne", "92")
    assert (reading.codes, reading.sentences) == (("92012",), ())


# — a name and a code that settle each other, in one cell


@PAIRS(
    ("typed", "codes"),
    [
        ("95306 Herblay", ("95306",)),
        ("93400 Saint-Ouen", ("93070",)),
        ("Cherbourg (50)", ("50129",)),
        ("Saint-Ouen (93)", ("93070",)),
        ("05139 Saint-Étienne-en-Dévoluy", ("05139",)),
        ("Pierrefitte-sur-Seine (93)", ("93066",)),
        ("82121: Montauban", ("82121",)),
        ("82121 - Montauban", ("82121",)),
        ("82121_Montauban", ("82121",)),
        ("Montauban-82121", ("82121",)),
        ("82 - Parisot", ("82137",)),
        ("Parisot (Tarn-et-Garonne)", ("82137",)),
        ("Parisot Tarn et Garonne", ("82137",)),
        ("Le Mans (Sarthe)", ("72181",)),
        ("Saint-Denis (La Réunion)", ("97411",)),
        ("1000 Bourg en Bresse", ("01053",)),
        ("20090 AJACCIO", ("2A004",)),
        ("97133 Saint-Barthélemy", ("97701",)),
    ],
)
def test_a_name_and_what_stands_beside_it_are_one_commune(france, typed, codes):
    assert kept(france, typed) == codes


@PAIRS(("typed", "offered"), [("75001 à 75004", ["75101"]), ("LA PLAINE SAINT DENIS 93210", ["93066"])])
def test_the_communes_of_a_postal_code_are_offered_beside_words_that_are_no_commune(france, typed, offered):
    reading = france.read(typed)
    assert reading.codes == ()
    assert [place.code for place in reading.missing[0].candidates] == offered


def test_a_code_beside_a_name_that_nobody_knows_is_offered(france):
    reading = france.read("82121 Qwertyuiop")
    assert reading.codes == ()
    assert [place.code for place in reading.missing[0].candidates] == ["82121"]
    assert "donnez le code" not in reading.sentences[0]


@PAIRS("old", ["Saint-Laurent-du-Mont", "Châlons-sur-Marne"])
def test_an_old_name_that_our_source_has_not_is_not_another_commune(france, old):
    reading = france.read(old)
    assert reading.codes == ()
    assert reading.missing[0].text == old
    (sentence,) = reading.sentences
    assert sentence.endswith(
        "Si c'est un ancien nom, donnez le code Insee\u00a0: nos sources ne les ont pas tous."
    )
    assert "Si c'est un ancien nom" in france.read("Zyxwvutsr").sentences[0]
    assert "ancien nom" not in france.read("Paris 15 (69)").sentences[0]


# — CEDEX


@PAIRS(
    ("typed", "codes"),
    [
        ("82013 MONTAUBAN CEDEX", ("82121",)),
        ("31059 TOULOUSE CEDEX 9", ("31555",)),
        ("69626 VILLEURBANNE CEDEX", ("69266",)),
        ("CS 40765 82013 MONTAUBAN CEDEX", ("82121",)),
        ("82013;MONTAUBAN CEDEX", ("82121",)),
        ("82121;MONTAUBAN CEDEX", ("82121",)),
        ("MONTAUBAN CEDEX 9", ("82121",)),
        ("Montauban Cedex", ("82121",)),
        ("20200 BASTIA CEDEX", ("2B033",)),
        ("75000 PARIS", ("75056",)),
        ("13000 Marseille", ("13055",)),
        ("69000\tLYON", ("69123",)),
    ],
)
def test_a_cedex_code_is_nobody_s_and_says_the_departement(france, typed, codes):
    reading = france.read(typed, "82")
    assert (reading.codes, reading.sentences) == (codes, ())


# — characters of word processors


@PAIRS("hyphen", ["\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\u00ad-", " - "])
def test_any_hyphen_parts_words(france, hyphen):
    assert kept(france, hyphen.join(["Saint", "Étienne", "de", "Tulmont"]), "82") == ("82161",)


@PAIRS("apostrophe", ["'", "\u2019", "\u2018", "\u02bc", "\u00b4", "`", "\u2032"])
def test_any_apostrophe_parts_words(france, apostrophe):
    assert kept(france, f"L{apostrophe}Isle-Jourdain (32)") == ("32160",)


@PAIRS(
    "typed",
    ["Mon\u00adtauban", "\ufeffMontauban", "Montauban\u200b", "\u2060Montauban\u200e", "Montauban\u00a0"],
)
def test_characters_that_nobody_sees_are_nothing(france, typed):
    assert kept(france, typed, "82") == ("82121",)


def test_line_breaks_of_word_processors_end_a_line(france):
    reading = france.read("Montauban\u2028Albias\x0bBressols", "82")
    assert reading.codes == ("82121", "82002", "82025")
    assert [row.line for row in reading.rows] == [1, 2, 3]


# — shapes of lists

THREE = ("82121", "82002", "82025")


@PAIRS(
    "typed",
    [
        "1. Montauban\n2. Albias\n3. Bressols",
        "1) Montauban\n2) Albias\n3) Bressols",
        "(1) Montauban\n(2) Albias\n(3) Bressols",
        "1 Montauban\n2 Albias\n3 Bressols",
        "1 - Montauban\n2 - Albias\n3 - Bressols",
        "a) Montauban\nb) Albias\nc) Bressols",
        "i. Montauban\nii. Albias\niii. Bressols",
        "n° 1 Montauban\nn° 2 Albias\nn° 3 Bressols",
        "• Montauban\n• Albias\n• Bressols",
        "☐ Montauban\n→ Albias\n▪ Bressols",
        "Montauban, Albias et Bressols",
        "Montauban, Albias & Bressols",
        "Montauban ainsi que Albias et Bressols",
        "Montauban / Albias / Bressols",
        "Montauban - Albias - Bressols",
        "Montauban + Albias + Bressols",
        "Montauban|Albias|Bressols",
        "82121|82002|82025",
        "[82121, 82002, 82025]",
        "['82121', '82002', '82025']",
        "INSEE 82121\nINSEE 82002\nINSEE 82025",
        "COM82121, COM-82002, 2024-COM-82025",
        "Codes Insee : 82121, 82002, 82025",
        "Communes : Montauban, Albias et Bressols",
        "Liste des communes concernées : Montauban, Albias, Bressols",
        "Montauban : 62 945\nAlbias : 3 289\nBressols: 4036",
        "Montauban : 82121\nAlbias : 82002\nBressols : 82025",
        "82121 82002 82025",
        "82121/82002/82025",
        "82121, 82002 et 82025",
        "(82121) (82002) (82025)",
        "Commune de Montauban\nville d'Albias\nMairie de Bressols",
        "Montauban (préfecture)\nAlbias (3 289 hab.)\nBressols, 4 036 habitants",
        '**Montauban**\n« Albias »\n"Bressols".',
    ],
)
def test_a_list_is_read_in_any_shape(france, typed):
    reading = france.read(typed, "82")
    assert (reading.codes, reading.sentences) == (THREE, ())


@PAIRS(
    ("typed", "code"),
    [
        ("CHATEAUNEUF S/ LOIRE", "45082"),
        ("STE LIVRADE S/LOT", "47252"),
        ("Chalon s/Saône", "71076"),
        ("Havre, Le", "76351"),
        ("Haÿ-les-Roses (L')", "94038"),
        ("Ville-d'Avray", "92077"),  # « Ville de » is a name here
    ],
)
def test_a_name_is_read_as_people_shorten_it(france, typed, code):
    assert kept(france, typed) == (code,)


def test_what_is_understood_of_a_line_is_kept_and_the_rest_is_told(france):
    reading = france.read("Montauban, Albyas et Bressols", "82")
    assert reading.codes == ("82121", "82025")
    assert [(doubt.text, doubt.candidates[0].code) for doubt in reading.missing] == [("Albyas", "82002")]


@PAIRS(
    ("typed", "codes"),
    [
        ("Marseille 13e et 14e", ("13213", "13214")),
        ("Marseille 13, 14 et 15", ("13213", "13214", "13215")),
        ("Marseille 13 à 15", ("13213", "13214", "13215")),
        ("Marseille du 1er au 3e", ("13201", "13202", "13203")),
        ("1er au 4e et 9e arrondissements de Lyon", ("69381", "69382", "69383", "69384", "69389")),
        ("Marseille 4 à 2", ("13204", "13202")),
        ("Paris 5e, 6e, 13e", ("75105", "75106", "75113")),
        ("3e et 6e arrondissements de Lyon", ("69383", "69386")),
        ("Marseille (13e)", ("13213",)),
        ("Marseille (13)", ("13055",)),
        ("Marseille;13", ("13055",)),
        ("Marseille 13008", ("13208",)),
        ("75011\tPARIS", ("75111",)),
        ("PARIS 11EME", ("75111",)),
        ("Paris XI", ("75111",)),
    ],
)
def test_arrondissements_are_read_as_people_list_them(france, typed, codes):
    assert kept(france, typed) == codes


# — codes that a spreadsheet spoilt


@PAIRS(
    ("typed", "codes"),
    [
        ("62002.0", ("62002",)),
        ("82121,0", ("82121",)),
        ('="01004"', ("01004",)),
        ('"=""82121"""', ("82121",)),
        ("'82002", ("82002",)),
        ('"82121"\n"82002"', ("82121", "82002")),
        ("82 121\n82 002", ("82121", "82002")),
        ("1004", ("01004",)),
        ("Code INSEE;Zonage\n82121.0;ZIP\n1004.0;ZAC", ("82121", "01004")),
        ('Code INSEE;Zonage\n"=""82121""";ZIP', ("82121",)),
        ("1001;Abergement-Clémenciat", ("01001",)),
        ("2a004, 2B033", ("2A004", "2B033")),
        ("Code Insee : 82121\nCommune : 82002", ("82121", "82002")),
    ],
)
def test_a_code_is_read_under_what_a_spreadsheet_made_of_it(france, typed, codes):
    assert kept(france, typed) == codes


def test_several_codes_in_a_cell_are_several_communes(france):
    rows = [["82121\n82002", "ZIP"], ["82025/82125", "ZAC"], ["82124 82144", "ZAC"], ["82101, 82102", "ZAC"]]
    answers = france.read_rows(rows, ["Code INSEE", "Zonage"])
    assert [row.kept for row in answers] == [
        ("82121", "82002"),
        ("82025", "82125"),
        ("82124", "82144"),
        ("82101", "82102"),
    ]


# — rows, each with its answer


def test_every_line_has_its_answer(france):
    reading = france.read("commune;code\nMontauban;82121\n\nParisot;\nQwerty;\nParisot (81);\nTotal;3")
    assert [(row.line, row.kept) for row in reading.rows] == [
        (1, ()),
        (2, ("82121",)),
        (4, ()),
        (5, ()),
        (6, ("81202",)),
        (7, ()),
    ]
    assert all(row.kept or row.why for row in reading.rows)
    assert reading.rows[2].candidates == ("81202", "82137")
    assert reading.rows[1].as_json() == {"line": 2, "given": "Montauban;82121", "kept": ["82121"], "why": ""}


def test_rows_of_a_table_are_answered_in_order(france):
    rows = [
        ["CPTS A", "13213"],
        ["CPTS A", "97123"],
        ["CPTS B", ""],
        ["CPTS B", "99999"],
        ["CPTS B", "Albias"],
    ]
    answers = france.read_rows(rows, ["nom", "commune"], "82")
    assert [(row.line, row.kept) for row in answers] == [
        (1, ("13213",)), (2, ("97701",)), (3, ()), (4, ()), (5, ("82002",)),
    ]  # fmt: skip
    assert all(row.kept or row.why for row in answers)
    assert france.read_row(["Albias", "82"]).kept == ("82002",)


def test_a_column_that_names_no_commune_is_left_and_told(france):
    reading = france.read("Montauban;oui\nAlbias;non\nBressols;oui", "82")
    assert reading.codes == THREE
    assert reading.missing == ()
    assert reading.sentences == (
        "Une colonne ne nomme aucune commune, elle est laissée de côté\u00a0: «\u00a0oui\u00a0» et «\u00a0non\u00a0».",
    )


def test_titles_tell_the_columns_that_are_for_no_commune(france):
    titles = ["Bureau centralisateur", "Commune", "Effectif", "Référent"]
    assert france.read_row(["Montauban", "Albias", "82025", "Bressols"], titles).kept == ("82002",)


@PAIRS(
    ("typed", "partial"),
    [
        ("Montauban, Albyas", True),
        ("Champtoceaux, Albyas", True),  # what is said of the first comes before
        ("Toulouse, Parisot", True),
        ("82121, 99999", True),
        ("Montauban, Parisot", False),  # settled by the other one
        ("Champtoceaux", False),
        ("1004", False),
        ("Laval\t53\tMAYENNE\tPAYS DE LA LOIRE", False),
        ("Albyas", False),  # nothing of it is kept
        ("Commune;Population", False),
    ],
)
def test_a_line_of_which_only_a_part_is_understood_says_so(france, typed, partial):
    (row,) = france.read(typed).rows
    assert row.partial is partial


@PAIRS(
    ("typed", "apart"), [("Commune;Population", True), ("Total;3", True), ("Albyas", False), ("82121", False)]
)
def test_titles_and_totals_are_told_from_lines_that_are_not_understood(france, typed, apart):
    (row,) = france.read(typed).rows
    assert row.apart is apart


# — homonyms


def test_a_homonym_is_settled_by_the_departement_of_all_others(france):
    reading = france.read("Parisot\nMontauban\nAlbias")
    assert reading.codes == ("82137", "82121", "82002")
    (sentence,) = reading.sentences
    assert sentence.startswith(
        "«\u00a0Parisot\u00a0» est lu Parisot (82137)\u00a0: toutes vos autres communes"
    )
    assert sentence.endswith("dans le département 82 (Tarn-et-Garonne).")
    assert france.read("Parisot\nMontauban\nToulouse").codes == ("82121", "31555")


def test_a_name_found_far_from_all_others_is_asked_when_one_near_begins_so(france):
    reading = france.read("Évry\nCorbeil-Essonnes\nRis-Orangis")
    assert reading.codes == ("91174", "91521")
    assert [place.code for place in reading.ambiguous[0].candidates] == ["91228", "89162"]


# — whole intercommunalités, in the forms of spreadsheets

FORMS = {
    "postal code, name": "{postal}\t{capitals}",
    "postal code and name": "{postal} {name}",
    "code, name, people": "{code};{name};{people}",
    "name, département": "{name}\t{departement}",
    "name (département)": "{name} ({number})",
    "no-break hyphens": "{hyphens} ({number})",
    "cedex": "{number}999 {capitals} CEDEX",
}


def written(france, form, commune):
    return FORMS[form].format(
        code=commune.code,
        name=commune.name,
        capitals=commune.name.upper(),
        hyphens=commune.name.replace("-", "\u2011"),
        postal=commune.postal_codes[0],
        people=commune.population,
        number=commune.departement,
        departement=france.departement(commune.departement).name,
    )


@PAIRS("form", FORMS)
def test_intercommunalites_are_read_back_whole_and_nothing_more(france, form):
    odd = {"2A", "2B"}
    for epci in list(france.names.epcis.values())[::60]:
        members = [france.commune(code) for code in epci.members]
        if any(
            not member.postal_codes or len(member.departement) > 2 or member.departement in odd
            for member in members
        ):
            continue
        reading = france.read("\n".join(written(france, form, member) for member in members))
        doubts = {place.code for doubt in reading.ambiguous for place in doubt.candidates}
        assert set(reading.codes) <= set(epci.members)
        assert set(epci.members) - set(reading.codes) <= doubts
