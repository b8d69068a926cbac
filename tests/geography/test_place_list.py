"""Lists pasted from a mail, a letter or a spreadsheet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def test_names_and_codes_are_read_whatever_parts_them(france):
    reading = france.read("Montauban, 82002; St-Etienne de Tulmont\nL'Honor de Cos\tBRESSOLS\r\n- Léojac")
    assert reading.codes == ("82121", "82002", "82161", "82076", "82025", "82098")
    assert reading.sentences == ()


def test_a_list_from_a_word_processor_is_read(france):
    reading = france.read("•\u00a0L’Honor–de–Cos\n«\u00a0Verlhac-Tescou\u00a0»\n82\u202f121")
    assert reading.codes == ("82076", "82192", "82121")


def test_a_page_pasted_by_mistake_is_answered_at_once(france):
    reading = france.read(" (".join(["lorem" + " " * 5_000] * 20))
    assert reading.codes == ()
    assert len(reading.sentences[0]) < 250


def test_codes_parted_by_spaces_are_several(france):
    assert france.read("82121 82037").codes == ("82121", "82037")


@pytest.mark.parametrize(
    "typed",
    ["Montauban (82)", "Montauban 82000", "82000 MONTAUBAN CEDEX", "Montauban (82121)", "82121 Montauban"],
)
def test_a_name_with_its_code_or_departement_is_one_commune(france, typed):
    assert france.read(typed).codes == ("82121",)


def test_a_name_that_contradicts_its_code_is_not_guessed(france):
    reading = france.read("Montauban (75)")
    assert reading.codes == ()
    assert [doubt.text for doubt in reading.missing] == ["Montauban (75)"]


def test_rows_of_a_spreadsheet_give_their_commune_only(france):
    reading = france.read("82121;Montauban;62 945\n82002\tAlbias\t3240")
    assert reading.codes == ("82121", "82002")
    assert reading.sentences == ()


def test_homonyms_are_settled_by_the_departement_or_asked(france):
    assert france.read("Parisot", departement="82").codes == ("82137",)
    reading = france.read("Parisot")
    assert reading.codes == ()
    assert [commune.code for commune in reading.ambiguous[0].candidates] == ["81202", "82137"]
    (sentence,) = reading.sentences
    assert sentence.startswith("Plusieurs communes répondent à «\u00a0Parisot\u00a0»\u00a0: choisissez entre")
    assert sentence.endswith("Parisot (81202) et Parisot (82137).")


def test_a_short_name_is_not_taken_for_a_homonym_far_away(france):
    (doubt,) = france.read("Verdun", departement="82").ambiguous
    assert [commune.name for commune in doubt.candidates] == ["Verdun-sur-Garonne", "Verdun", "Verdun"]
    assert france.read("Toulouse", departement="82").codes == ("31555",)


def test_a_postal_code_of_several_communes_is_asked(france):
    (doubt,) = france.read("82290").ambiguous
    assert "Montbeton" in [commune.name for commune in doubt.candidates]
    assert france.read("82000").codes == ("82121",)


def test_a_list_of_postal_codes_is_not_read_as_insee_codes(france):
    assert france.read("59250\n59000").codes == ("59279", "59350")  # Halluin, Lille
    reading = france.read("59250\n82121")
    assert reading.codes == ("59250", "82121")
    assert reading.sentences == (
        "Le code 59250 est lu comme code Insee\u00a0: Fournes-en-Weppes. Code postal\u00a0: Halluin (59279).",
    )


def test_a_wrong_letter_is_met_with_the_nearest_names(france):
    (doubt,) = france.read("Montaubn", departement="82").missing
    assert doubt.candidates[0].name == "Montauban"
    assert "Vouliez-vous dire Montauban (82121)" in france.read("Montaubn", departement="82").sentences[0]


def test_an_unknown_code_and_an_unknown_name_are_told(france):
    assert france.read("99999\nQwertyuiop").sentences == (
        "La commune 99999 n'existe pas (ou plus). Vérifiez le code, ou cherchez-la par son nom.",
        (
            "Nous ne trouvons pas «\u00a0Qwertyuiop\u00a0». Vérifiez l'orthographe. "
            "Si c'est un ancien nom, donnez le code Insee\u00a0: nos sources ne les ont pas tous."
        ),
    )


def test_a_former_name_or_code_leads_to_today_s_commune(france):
    reading = france.read("Arbignieu\n69232")
    assert reading.codes == ("01015", "69123")
    assert "n'est plus une commune seule" in reading.sentences[0]
    assert "a été remplacé" in reading.sentences[1]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Paris 15e", "75115"), ("Lyon 3ème", "69383"), ("75115", "75115")],
)
def test_an_arrondissement_is_a_unit(france, typed, code):
    reading = france.read(typed)
    assert (reading.codes, reading.sentences) == ((code,), ())


@pytest.mark.parametrize("typed", ["Havre (Le)", "Le Havre", "HAVRE", "le havre"])
def test_an_article_may_be_last_or_absent(france, typed):
    assert "76351" in france.read(typed).codes


def test_many_unknown_items_make_few_sentences(france):
    reading = france.read("\n".join(f"Qwerty{'x' * number}" for number in range(300)))
    assert len(reading.missing) == 300
    assert len(reading.sentences) <= 7


def test_nothing_is_nothing(france):
    assert france.read(" \n;,\t").codes == ()
    assert france.read("").sentences == ()


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="82ABé,;\n\t ('-)Mo\u00a0", max_size=60))
def test_any_text_is_read_and_every_item_answered(france, text):
    reading = france.read(text)
    assert set(reading.codes) <= france.names.communes.keys()
    assert not ({doubt.text for doubt in reading.missing} & {doubt.text for doubt in reading.ambiguous})


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_names_with_their_departement_read_back_whole(france, data):
    departement = data.draw(st.sampled_from(["82", "2B", "971", "62"]))
    communes = data.draw(st.lists(st.sampled_from(france.communes_of(departement)), max_size=30, unique=True))
    reading = france.read("\n".join(commune.name for commune in communes), departement)
    assert set(reading.codes) == {commune.code for commune in communes}


def test_each_cell_of_a_column_keeps_its_own_answer(france):
    column = ["Montauban", "82121", "Nullepart", "Verdun", "75101", " Montech "]
    meant = france.meanings([*column, "82121"])
    assert list(meant) == column
    assert [commune.code for cell in ("Montauban", "82121", " Montech ") for commune in meant[cell]] == [
        "82121",
        "82121",
        "82125",
    ]
    assert meant["Nullepart"] == ()
    assert len(meant["Verdun"]) > 1  # Meuse and Ariège
    assert [commune.code for commune in meant["75101"]] == ["75101"]


def test_a_column_of_postal_codes_is_not_read_as_insee_codes(france):
    found = {commune.code for commune in france.meanings(["82130", "82700"])["82130"]}
    assert {"82090", "82140"} <= found  # Lafrançaise and L'Honor-de-Cos


@pytest.mark.parametrize(
    "text",
    [
        "Paris" + " 1," * 20_000,
        "Lyon 1, " * 5_000,
        "Ain, " * 20_000,
        " et " * 20_000,
        "1 " * 20_000,
        "(" * 50_000,
        ";".join(["82121"] * 3_000),
        "\n".join(f"x{number};y{number};{number}" for number in range(3_000)),
    ],
    ids=["numbers", "cities", "departements", "conjunctions", "digits", "parentheses", "wide", "rows"],
)
def test_a_text_that_no_human_wrote_costs_no_more_than_its_length(france, text):
    """Read to the end: a pattern that tries every way, or a row compared with all rows, would take minutes."""
    assert len(france.read(text).sentences) <= 10
