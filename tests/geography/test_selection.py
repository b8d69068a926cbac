"""Codes as people give them: every oddity is understood or told, none is dropped."""

import pytest

from maillage.geography import Retired
from maillage.kernel import BadInput


def test_codes_are_sorted_and_each_counted_once(france):
    selection = france.resolve(["82121", "82037", "82121"])
    assert selection.codes == ("82037", "82121")
    assert selection.duplicates == ("82121",)
    assert selection.departements == ("82",)
    assert selection.sentences == ("Donné plusieurs fois, compté une seule\u00a0: Montauban (82121).",)


def test_a_plain_selection_has_nothing_to_say(france):
    assert france.resolve(["82121", "82037"]).sentences == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [(" 82121 ", "82121"), ("2a004", "2A004"), ("82 121", "82121"), ("1001", "01001"), ("01001", "01001")],
)
def test_a_code_is_read_as_people_type_it(france, typed, code):
    assert france.resolve([typed]).codes == (code,)


def test_a_lost_zero_is_put_back_and_told(france):
    selection = france.resolve(["1001", "82121"])
    assert selection.mended == {"1001": "01001"}
    assert selection.sentences == ("Un zéro manquait au début, nous l'avons remis\u00a0: 1001 en 01001.",)


def test_an_unknown_code_is_told_with_the_way_out(france):
    selection = france.resolve(["82121", "99999"])
    assert selection.codes == ("82121",)
    assert selection.unknown == ("99999",)
    assert selection.sentences == (
        "La commune 99999 n'existe pas (ou plus). Vérifiez le code, ou cherchez-la par son nom.",
    )


def test_many_unknown_codes_make_one_sentence(france):
    (sentence,) = france.resolve([f"99{number:03}" for number in range(200)]).sentences
    assert sentence.startswith("Les communes 99000, 99001, 99002, 99003, 99004 et 195 autres n'existent pas")


def test_what_is_no_code_at_all_is_shown_shortened(france):
    selection = france.resolve(["<script>" * 100])
    assert selection.codes == ()
    assert len(selection.sentences[0]) < 200


def test_a_retired_code_becomes_the_commune_in_force(france):
    selection = france.resolve(["01033", "01091", "69232"])
    assert selection.codes == ("01033", "69123")
    assert selection.retired["69232"] == Retired("69232", "69123", "Lyon")
    assert selection.retired["01091"].new_name == "Valserhône"
    assert "Le code 69232 a été remplacé\u00a0: Lyon (69123) compte à sa place." in selection.sentences


def test_a_commune_deleguee_keeps_its_old_name(france):
    retired = next(retired for retired in france.names.retired.values() if retired.old_name)
    (sentence,) = france.resolve([retired.code]).sentences
    assert sentence.startswith(f"Le code {retired.code} ({retired.old_name}) a été remplacé")


def test_every_retired_code_leads_to_a_commune_in_force(france):
    assert len(france.names.retired) > 4_000
    assert {retired.new_code for retired in france.names.retired.values()} <= france.names.communes.keys()
    assert not france.names.retired.keys() & france.names.communes.keys()


def test_two_islands_that_left_guadeloupe_are_known_by_their_old_codes(france):
    selection = france.resolve(["97123", "97127"])
    assert selection.codes == ("97701", "97801")
    assert selection.retired["97123"] == Retired("97123", "97701", "Saint-Barthélemy", "Saint-Barthélemy")
    assert selection.unknown == ()


def test_a_postal_code_is_not_the_insee_code_of_sixty_years_ago(france):
    """75016 was Cachan's before 1968; 20117 is the postal code of several communes of Corse-du-Sud."""
    selection = france.resolve(["75016", "20117"])
    assert selection.codes == ("75116",)
    assert selection.postal == {"75016": "75116"}
    assert selection.unknown == ("20117",)
    assert selection.retired == {}
    assert selection.sentences[0].startswith("20117 est le code postal de plusieurs communes\u00a0: ")
    assert selection.sentences[1] == (
        "75016 est un code postal\u00a0: Paris 16e Arrondissement (75116) compte à sa place."
    )


def test_a_code_retired_inside_its_departement_is_an_insee_code(france):
    """Files of the State keep the codes of communes merged since, whatever postal code looks the same."""
    same = [
        old
        for old, retired in france.names.retired.items()
        if old in france.names.by_postal_code and france.commune(retired.new_code).departement == old[:2]
    ]
    assert len(same) > 200
    for old in same[::25]:
        assert france.resolve([old]).codes == (france.names.retired[old].new_code,)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ('="01004"', "01004"), ("'82002", "82002"), ("82121.0", "82121"), ("1004.0", "01004"), ('"82121"', "82121"),
        ("82\u202f121", "82121"), ("\ufeff82121", "82121"), ("8212\u200b1", "82121"),
    ],
)  # fmt: skip
def test_a_code_is_read_under_what_a_spreadsheet_did_to_it(france, typed, code):
    selection = france.resolve([typed])
    assert (selection.codes, selection.unknown) == ((code,), ())


def test_overseas_codes_are_accepted(france):
    selection = france.resolve(["97411", "98735", "97501"])
    assert selection.codes == ("97411", "97501", "98735")
    assert selection.departements == ("974", "975", "987")


@pytest.mark.parametrize("nothing", [[], [""], ["  ", "\t"]])
def test_an_empty_selection_is_refused_with_a_sentence(france, nothing):
    with pytest.raises(BadInput, match="Choisissez au moins une commune") as refusal:
        france.resolve(nothing)
    assert refusal.value.field == "communes"
    with pytest.raises(BadInput, match="Choisissez au moins une commune"):
        france.summary([])


def test_five_thousand_codes_are_resolved(france):
    codes = list(france.names.communes)[:5_000]
    assert france.resolve(codes).codes == tuple(codes)
