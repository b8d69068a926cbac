"""The drawing as a page sends it: nothing is lost, and each thing refused is said."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.limits.services import Limit
from maillage.territories.forms import DrawingForm
from maillage.territories.queries import codes_in, drawing_of, groups_of
from maillage.territories.queries.overlaps import declared_codes, overlaps
from maillage.territories.services.saving import declare, save_territory
from maillage.territories.views import drawing
from players import GRAND_MONTAUBAN
from tables.books import ods, xlsx

MEMBERS = atlas().epci(GRAND_MONTAUBAN).members
TARN_ET_GARONNE = [commune.code for commune in atlas().communes_of("82")]
some_codes = st.sets(st.sampled_from(TARN_ET_GARONNE), max_size=12)


def drawn(query: str) -> tuple[str, ...]:
    form = DrawingForm(QueryDict(query))
    assert form.is_valid()
    selection: tuple[str, ...] = form.cleaned_data["selection"]
    return selection


@pytest.mark.parametrize("text", ["82121,82037", "82121 82037", "82121;82037\n", " 82121 ,, 82037,"])
def test_codes_are_read_as_people_write_them(text: str) -> None:
    assert codes_in(text) == ["82121", "82037"]


@given(chosen=some_codes)
def test_a_drawing_survives_its_url(chosen: set[str]) -> None:
    assert drawn(f"codes={','.join(chosen)}") == tuple(sorted(chosen))


@given(before=some_codes, ticked=some_codes)
def test_boxes_ticked_replace_what_they_showed_and_nothing_else(before: set[str], ticked: set[str]) -> None:
    """Without a script: boxes of the 82 were shown, and a commune of the 31 was chosen before."""
    boxes = "".join(f"&c={code}" for code in ticked)
    assert drawn(f"codes=31555,{','.join(before)}&listed=82{boxes}") == tuple(sorted({"31555", *ticked}))


@given(before=some_codes)
def test_taking_a_whole_epci_then_dropping_it_leaves_the_rest(before: set[str]) -> None:
    taken = drawn(f"codes={','.join(before)}&take={GRAND_MONTAUBAN}")
    assert set(taken) == before | set(MEMBERS)
    assert set(drawn(f"codes={','.join(taken)}&drop={GRAND_MONTAUBAN}")) == before - set(MEMBERS)


@pytest.mark.parametrize("typed", ["", "   "])
def test_pasting_nothing_is_said(typed: str) -> None:
    form = DrawingForm({"codes": "82121", "paste": typed})
    assert form.is_valid()
    assert form.cleaned_data["selection"] == ("82121",)
    assert [note.startswith("Rien n’était collé.") for note in form.notes] == [True]


def test_clearing_leaves_nothing_not_even_what_was_being_pasted() -> None:
    assert drawn("codes=82121&clear=1") == ()
    assert drawn("dep=82&codes=82121&listed=82&c=82001&clear=1&paste=Albias") == ()
    assert drawn("dep=82&listed=82&c=+&clear=1") == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("codes=99999,82121", "99999"),
        ("dep=XX", "XX"),
        ("take=123", "123"),
        ("dep=82&paste=Atlantide", "Atlantide"),
        ("codes=75101,75056", "Paris"),
    ],
)
def test_what_is_not_understood_is_said(query: str, words: str) -> None:
    form = DrawingForm(QueryDict(query))
    assert form.is_valid()
    assert any(words in note for note in form.notes)


def test_what_is_not_read_stays_to_be_mended() -> None:
    form = DrawingForm(QueryDict("dep=82&paste=Albias%0AAtlantide"))
    assert form.is_valid()
    assert form.cleaned_data["selection"] == ("82002",)
    assert form.left_to_read == "Atlantide"


@pytest.mark.django_db
def test_a_gesture_without_a_script_leads_to_an_address_that_shows_it_again() -> None:
    client = Client()
    answer = client.post("/territoire/", {"dep": "82", "take": GRAND_MONTAUBAN, "signed": "2027-03-01"})
    assert answer.status_code == 302
    assert all(code in answer.url for code in MEMBERS)
    assert "signed=2027-03-01" in answer.url


@pytest.mark.django_db
@pytest.mark.parametrize("signed", ["", "2027-02-30", None])
def test_a_day_nobody_chose_is_in_no_address_and_no_field(signed: str | None, client: Client) -> None:
    """Today's law is shown, and said to be today's; nothing hands that day on as a wish."""
    asked = {"dep": "82", "codes": "82121"} | ({} if signed is None else {"signed": signed})
    page = client.get("/territoire/", asked)
    html = page.content.decode()
    assert page.context["drawing"].hoped_on is None
    assert "signed=" not in page.context["address"]
    assert f'name="signed" value="{timezone.localdate().isoformat()}"' not in html
    assert "Si vous signiez aujourd’hui" in html


@pytest.mark.django_db
def test_a_day_that_was_chosen_goes_on_with_the_drawing(client: Client) -> None:
    page = client.get("/territoire/", {"dep": "82", "codes": "82121", "signed": "2027-03-01"})
    assert page.context["drawing"].hoped_on == page.context["drawing"].signed == date(2027, 3, 1)
    assert "signed=2027-03-01" in page.context["address"]
    assert "Si vous signiez aujourd’hui" not in page.content.decode()


@pytest.mark.django_db
def test_a_day_that_does_not_exist_loses_nothing_of_the_drawing(client: Client) -> None:
    page = client.get(
        "/territoire/", {"dep": "82", "codes": "82121", "signed": "2027-02-30"}
    ).content.decode()
    assert "Cette date n’existe pas" in page
    assert 'value="82121"' in page


# What a drawing says


@pytest.mark.django_db
def test_the_demonstration_stands_just_above_a_threshold() -> None:
    drawing = drawing_of(MEMBERS, signed=date(2026, 9, 1))
    assert drawing
    assert (drawing.summary.communes, drawing.population, drawing.summary.contiguous) == (12, 82_095, True)
    assert drawing.size
    assert (drawing.size.class_, drawing.size.above_previous) == (3, 2_095)
    assert (
        drawing.size_sentence
        == "taille 3 (2\N{NARROW NO-BREAK SPACE}095\N{NO-BREAK SPACE}habitants au-dessus du seuil)"
    )


@pytest.mark.django_db
def test_one_commune_less_changes_the_size_and_the_page_says_so() -> None:
    whole = drawing_of(MEMBERS, signed=date(2026, 9, 1))
    assert whole
    assert "retirer une seule de ces communes" in whole.lesson
    named = [code for code in MEMBERS if atlas().commune(code).name in whole.lesson]
    assert named
    for code in MEMBERS:
        less = drawing_of([other for other in MEMBERS if other != code], signed=date(2026, 9, 1))
        assert less
        assert less.size
        assert (less.size.class_ != 3) is (code in named)


@given(chosen=some_codes)
def test_the_list_shows_each_commune_of_the_departement_once(chosen: set[str]) -> None:
    groups = groups_of("82", atlas().summary(chosen) if chosen else None)
    shown = [commune.code for group in groups for commune in group.communes]
    assert sorted(shown) == sorted(TARN_ET_GARONNE)
    assert sum(group.chosen for group in groups) == len(chosen)


@pytest.mark.django_db
def test_a_population_that_is_not_published_chooses_no_size() -> None:
    without = next(
        c.code for d in atlas().departements() for c in atlas().communes_of(d.code) if c.population is None
    )
    drawing = drawing_of([without, "82121"], signed=date(2026, 9, 1))
    assert drawing
    assert drawing.population is None
    assert drawing.size is None
    assert drawing.size_sentence == "taille inconnue"


@pytest.mark.django_db
def test_a_territory_saved_before_a_code_changed_is_still_read() -> None:
    """Orée-d'Anjou was 49069 until its town hall moved; rows written then still say so."""
    drawing = drawing_of(["49069", "82121"], signed=date(2026, 9, 1))
    assert drawing
    assert drawing.summary.codes == ("49126", "82121")


@pytest.mark.django_db
def test_a_commune_without_published_population_is_listed_among_those_of_elsewhere(client: Client) -> None:
    page = client.get("/territoire/", {"dep": "82", "codes": "98411,82121"})
    assert page.status_code == 200
    assert "non publié" in page.content.decode()


# Arrondissements


def test_a_city_is_listed_by_its_arrondissements_and_kept_whole_when_all_are_ticked(db: None) -> None:
    paris = [place.code for place in atlas().arrondissements_of("75056")]
    page = Client().get("/territoire/?dep=75&codes=75056")
    assert page.content.decode().count('name="c" value="751') == 20
    assert page.content.decode().count(" checked>") == 20
    ticked = Client().get("/territoire/", {"dep": "75", "listed": "75", "codes": "75056", "c": paris})
    assert ticked.url.endswith("codes=75056")
    fewer = Client().get("/territoire/", {"dep": "75", "listed": "75", "codes": "75056", "c": paris[:2]})
    assert fewer.url.endswith("codes=75101,75102")


def test_a_city_and_its_arrondissements_overlap(db: None) -> None:
    declared = save_territory(["13213", "13214", "13005"])
    declare(declared, on=date(2026, 1, 1))
    (overlap,) = overlaps(["13055"])
    assert overlap.codes == ("13213", "13214")
    (overlap,) = overlaps(["13213", "13201"])
    assert overlap.codes == ("13213",)
    assert overlaps(["13201"]) == []
    assert declared_codes(["13"]) == ["13005", "13213", "13214"]


# Names that wait for a choice

HOMONYMS = ("Asques", "Aucamville", "Auterive", "Beaupuy")
ALONE = ("Albias", "Bressols", "Lamothe-Capdeville", "Léojac", "Montbeton", "Villemade", "Reyniès")


def test_homonyms_are_taken_where_all_the_other_names_lie_and_it_is_said() -> None:
    form = DrawingForm(QueryDict(urlencode({"paste": "\n".join((*ALONE, *HOMONYMS))})))
    assert form.is_valid()
    assert len(form.cleaned_data["selection"]) == len(ALONE) + len(HOMONYMS)
    assert {code[:2] for code in form.cleaned_data["selection"]} == {"82"}
    assert form.doubts == []
    assert all(any(name in note for note in form.notes) for name in HOMONYMS)


@pytest.mark.django_db
def test_a_name_that_is_not_clear_is_settled_by_a_button_that_needs_no_script() -> None:
    client = Client()
    page = client.post("/territoire/", {"codes": "82121", "paste": "Asques"}, follow=True)
    assert page.context["codes"] == "82121"
    ((doubt, value, candidates),) = page.context["doubts"]
    assert (doubt.text, [each.code for each in candidates]) == ("Asques", ["82004", "33016"])
    assert page.context["form"].notes == []
    assert 'name="add" value="82004|Asques"' in page.content.decode()
    settled = client.get(
        "/territoire/", {"codes": "82121", "doubt": value, "add": "82004|Asques"}, follow=True
    )
    assert (settled.context["codes"], settled.context["doubts"]) == ("82004,82121", [])
    assert "doubt" not in settled.redirect_chain[-1][0]


@pytest.mark.django_db
def test_a_name_waits_through_other_gestures_until_it_is_passed(client: Client) -> None:
    waiting = {"codes": "82121", "doubt": "33016,82004|Asques"}
    after = client.get("/territoire/", {**waiting, "take": GRAND_MONTAUBAN}, follow=True)
    assert [value for _, value, _ in after.context["doubts"]] == [waiting["doubt"]]
    passed = client.get("/territoire/", {**waiting, "skip": "Asques"}, follow=True)
    assert (passed.context["codes"], passed.context["doubts"]) == ("82121", [])


@pytest.mark.parametrize("doubt", ["", "|", "99999|Nulle part", "82121", "x" * 9_000, "|" * 9_000])
def test_a_doubt_that_we_did_not_write_is_nothing(doubt: str) -> None:
    form = DrawingForm(QueryDict(urlencode({"doubt": doubt})))
    assert form.is_valid()
    assert all(len(each.text) <= 80 for each in form.doubts)
    assert form.doubts == []


@pytest.mark.django_db
def test_a_commune_chosen_is_taken_away_by_its_button(client: Client) -> None:
    answer = client.get("/territoire/", {"dep": "82", "codes": "82121,82037", "drop": "82037"})
    assert answer.url == "/territoire/?dep=82&codes=82121"


def test_a_row_of_a_table_that_is_not_clear_has_its_candidates_too() -> None:
    form = DrawingForm(QueryDict(urlencode({"paste": "Commune;Population\nAsques;200\nToulouse;500000"})))
    assert form.is_valid()
    assert form.cleaned_data["selection"] == ("31555",)
    (doubt,) = form.doubts
    assert {each.code for each in doubt.candidates} == {"33016", "82004"}
    assert not any("Asques" in note for note in form.notes)  # said once, beside its buttons


@pytest.mark.django_db
def test_the_fate_of_each_pasted_row_is_shown(client: Client) -> None:
    """Those that are kept too: what was understood, where it is, and why."""
    pasted = "Commune;Population\nMontauban;62945\nAsques;200\nNullepart;12\nToulouse;500000"
    page = client.post("/territoire/", {"paste": pasted})
    html = page.content.decode()
    assert [fate.line for fate in page.context["fates"]] == [1, 2, 3, 4, 5]
    assert "Montauban (82121, Tarn-et-Garonne)" in html
    shown = html[html.index('id="rows"') : html.index("</details>", html.index('id="rows"'))]
    for said in ("Lue telle quelle.", "Plusieurs communes", "Nous ne trouvons pas", ">rien<"):
        assert said in shown, said


@pytest.mark.django_db
def test_a_row_kept_without_a_remark_has_its_fate_too(client: Client) -> None:
    page = client.post("/territoire/", {"paste": "Montauban", "dep": "82"})
    assert [fate.kept for fate in page.context["fates"]] == [("82121",)]
    assert "codes=82121" in page.context["address"]
    assert 'id="rows"' not in client.get(page.context["address"]).content.decode()


@pytest.mark.django_db
def test_of_a_long_list_the_rows_that_are_lost_are_shown_first(client: Client) -> None:
    page = client.post("/territoire/", {"paste": "Montauban\n" * 1_200 + "Nullepart", "dep": "82"})
    assert page.context["fates"][0].given == "Nullepart"
    assert len(page.context["fates"]) == 1_000
    assert f"1{chr(0x202F)}201 lignes\N{NO-BREAK SPACE}: en voici 1{chr(0x202F)}000" in page.content.decode()


# What was cleared comes back


@pytest.mark.django_db
def test_what_was_cleared_is_brought_back_by_a_link_that_needs_no_script(client: Client) -> None:
    drawn_before = {"dep": "82", "codes": "31555,82121", "signed": "2027-03-01"}
    cleared = client.get("/territoire/", {**drawn_before, "clear": "1"}, follow=True)
    assert (cleared.context["codes"], cleared.context["before"]) == ("", ("31555", "82121"))
    assert "Vous avez effacé 2" in cleared.content.decode()
    back = client.get(cleared.context["before_address"])
    assert {name: back.wsgi_request.GET[name] for name in drawn_before} == drawn_before
    assert "before" not in back.wsgi_request.GET


@pytest.mark.django_db
def test_nothing_is_offered_back_once_something_is_chosen(client: Client) -> None:
    page = client.get("/territoire/", {"dep": "82", "codes": "82121", "before": "82037"})
    assert page.context["before"] == ()
    assert 'id="cleared" role="status" hidden' in page.content.decode()
    again = client.get("/territoire/", {"dep": "82", "before": "82037", "take": GRAND_MONTAUBAN})
    assert "before" not in again.url


# Searching all of France, with a département chosen


@pytest.mark.django_db
def test_the_search_finds_the_departement_first_then_france_and_adds_without_a_script(
    client: Client,
) -> None:
    asked = {"dep": "82", "codes": "82121", "listed": "82", "c": "82121", "q": "mirabel"}
    page = client.get("/territoire/", asked)
    assert [each.departement for each in page.context["found_here"]] == ["82"]
    assert [each.departement for each in page.context["found"]][:1] == ["07"]
    added = client.get("/territoire/", {**asked, "q": "lalbenque", "add": "46148"})
    assert added.url == "/territoire/?dep=82&codes=46148,82121"


@pytest.mark.django_db
def test_what_a_script_searches_is_what_its_list_does_not_hold(client: Client) -> None:
    part = client.get("/territoire/", {"dep": "82", "q": "mirabel"}, headers={"HX-Request": "true"})
    html = part.content.decode()
    assert ("(07)" in html, "(26)" in html, "82110" in html) == (True, True, False)
    assert "HX-Replace-Url" not in part
    assert part.content.decode().strip().startswith('<div id="found"')
    near = client.get("/territoire/", {"dep": "82", "q": "saint-m"}, headers={"HX-Request": "true"})
    assert "Saint-Maurin" in near.content.decode()  # of the next département, before the cities of that name
    assert "Saint-Malo" not in near.content.decode()
    nowhere = client.get("/territoire/", {"dep": "99", "q": "saint-m"}, headers={"HX-Request": "true"})
    assert nowhere.status_code == 200
    none = client.get("/territoire/", {"dep": "82", "q": "zzzz"}, headers={"HX-Request": "true"})
    assert "Aucune autre commune de France" in none.content.decode()


@pytest.mark.django_db
def test_a_search_loses_no_box_that_was_ticked(client: Client) -> None:
    page = client.get("/territoire/", {"dep": "82", "codes": "", "listed": "82", "c": "82037", "q": "albias"})
    assert page.context["codes"] == "82037"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("errand", "is_sized"),
    [("", True), ("nouvelle_cpts", True), ("nouvelle_ess", False), ("ma-cpts", True), ("nouvelle_zzz", True)],
)
def test_only_a_form_paid_by_its_size_is_shown_the_law_of_sizes(errand: str, is_sized: bool) -> None:
    asked = urlencode({"dep": "82", "codes": "82121,82025", "pour": errand})
    page = Client().get(f"/territoire/?{asked}").content.decode()
    assert ("Ce que la loi donne à une CPTS" in page) is is_sized
    assert ("taille" in page[page.index("summary-bar") :]) is is_sized
    assert ('id="signed"' in page) is is_sized


# A file


def sent(client: Client, content: bytes, name: str = "communes.csv", **fields: str) -> Any:
    return client.post("/territoire/", {"dep": "82", "file": SimpleUploadedFile(name, content), **fields})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "communes.csv",
            "Commune;Population\nAlbias;3289\nTotal;3289\nNullepart;1\nAsques;200".encode("cp1252"),
        ),
        ("communes.txt", "Albias\n1 commune\nAsques\nNullepart".encode("utf-16")),
        ("communes.xlsx", xlsx({"A": [["Commune"], ["Albias"], ["Total"], ["Nullepart"], ["Asques"]]})),
        ("communes.ods", ods({"A": [["Commune"], ["Albias"], ["Total"], ["Nullepart"], ["Asques"]]})),
    ],
)
def test_a_file_is_read_as_what_is_pasted_with_the_fate_of_each_row(
    client: Client, name: str, content: bytes
) -> None:
    page = sent(client, content, name, codes="82121")
    assert "codes=82002,82004,82121" in page.context["address"]
    assert page.context["preview"].name == name
    html = page.content.decode()
    assert "Nullepart" in html[html.index("<textarea") : html.index("</textarea>")]
    assert 'id="rows"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "est vide"),
        (b"%PDF-1.7 communes", "n’est pas un tableau"),
        (b"PK\x03\x04 no workbook", "n’est pas un classeur"),
        (b"<html><body>Montauban", "est une page web"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(client: Client, content: bytes, why: str) -> None:
    page = sent(client, content, codes="82121")
    assert page.status_code == 200
    (note,) = page.context["form"].notes
    assert "communes.csv" in note
    assert why in note
    assert page.context["codes"] == "82121"


@pytest.mark.django_db
def test_a_file_too_heavy_is_refused(client: Client, founder: User) -> None:
    assert sent(client, b"Albias\n" * 50_000).status_code == 413
    client.force_login(founder)
    (note,) = sent(client, b"Albias\n" * 300_000).context["form"].notes
    assert "dépasse 2 Mo" in note.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.django_db
def test_what_was_pasted_beside_a_file_waits(client: Client) -> None:
    page = sent(client, b"Albias", paste="Bressols")
    assert page.context["codes"] == "82002"
    assert page.context["form"].left_to_read == "Bressols"
    assert any("ajoutez-le ensuite" in note for note in page.context["form"].notes)


@pytest.mark.django_db
def test_where_two_columns_fit_one_is_chosen_on_the_page(client: Client) -> None:
    content = b"Commune;Ville\nAlbias;Montauban\nBressols;Montauban\n"
    html = sent(client, content).content.decode()
    options = re.findall(r'<option value="([^"]*=[^"]*)">', html[html.index('name="column"') :])
    assert [option.partition("=")[2] for option in options] == ["Commune", "Ville"]
    assert "Choisissez aussi de nouveau votre fichier" in html
    assert sent(client, content, column=options[0]).context["codes"] == "82002,82025"
    assert sent(client, content, column=options[1]).context["codes"] == "82121"
    long = "Ville " + "du site " * 20
    ours = sent(client, f"Commune;{long.strip()}\nAlbias;Montauban\n".encode(), column=f"nom={long}")
    assert not ours.context["form"].several
    alike = sent(client, b"Commune;Commune\nAlbias;Montauban\n")
    assert 'name="column"' not in alike.content.decode()
    assert "retirez les autres" in alike.context["form"].notes[0]


@pytest.mark.django_db
def test_where_sheets_of_several_years_fit_one_is_chosen_on_the_page(client: Client) -> None:
    content = xlsx({"2025": [("Commune",), ("Albias",)], "2026": [("Commune",), ("Bressols",)]})
    html = sent(client, content, "communes.xlsx").content.decode()
    assert re.findall(r'<option value="(202\d)">', html[html.index('name="sheet"') :]) == ["2025", "2026"]
    assert sent(client, content, "communes.xlsx", sheet="2026").context["codes"] == "82025"


@pytest.mark.django_db
def test_a_stranger_gives_a_few_files_an_hour_and_an_account_more(
    client: Client, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "PER_ADDRESS", Limit(1, 3_600))
    assert sent(client, b"Albias").context["codes"] == "82002"
    page = sent(client, b"Bressols", codes="82121")
    assert page.context["codes"] == "82121"
    assert page.context["form"].notes == [drawing.TOO_MANY_FILES]
    client.force_login(founder)
    assert sent(client, b"Bressols").context["codes"] == "82025"
