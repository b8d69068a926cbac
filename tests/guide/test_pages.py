"""Choose, compare, check and compute on the pages: the address is the whole state."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from maillage import legislation
from maillage.guide.queries import money_scale

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TODAY = timezone.localdate()
NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def words(html: bytes) -> str:
    text = unescape(strip_tags(html.decode().replace("<", " <")))
    return " ".join(text.replace(NARROW, " ").replace(NO_BREAK, " ").split())


def section(html: bytes, title: str) -> bytes:
    """The part of a page of money under a title."""
    return html.split(f"<h2>{title}".replace("'", "&#x27;").encode(), 1)[1].split(b"</section>", 1)[0]


def test_an_answer_travels_through_every_question(client: Client) -> None:
    answers = {"infirmier.liberal": "3", "region": "52", "scope": ["patients", "territory"]}
    for place in range(1, len(legislation.questions()) + 1):
        page = client.get("/choisir/", {**answers, "etape": place}).content.decode()
        assert re.search(r'name="infirmier.liberal" value="3"', page), place


def test_after_the_last_question_comes_the_result(client: Client) -> None:
    last = len(legislation.questions()) + 1
    response = client.get("/choisir/", {"region": "52", "etape": last})
    assert (response.status_code, response["Location"]) == (302, "/choisir/resultat/?region=52")


@pytest.mark.parametrize("place", ["", "0", "-3", "abc", "99999999999999", "²"])
def test_a_step_that_is_none_is_mended(place: str, client: Client) -> None:
    assert client.get("/choisir/", {"etape": place}).status_code in {200, 302}


def test_one_more_doctor_makes_a_maison_de_sante(client: Client) -> None:
    team = {"medecin_generaliste.liberal": "1", "infirmier.liberal": "3", "scope": "patients"}
    page = words(client.get("/choisir/resultat/", team).content)
    before, almost = page.split("À une condition près", 1)
    assert "un médecin généraliste de plus" in almost
    assert "Vous convient aujourd’hui" in before


def test_the_advice_says_its_order_and_leads_to_the_money(client: Client) -> None:
    team = {"medecin_generaliste.liberal": "2", "infirmier.liberal": "3"}
    html = client.get("/choisir/resultat/", team).content
    assert "puis les formes où il reste le moins d’inconnues" in words(html)
    assert re.search(r"ESCAP Équipe de soins coordonnée autour du patient ; 4 inconnues", words(html))
    assert b'href="/calculer/cpts/"' in html
    assert b'href="/calculer/esp/"' not in html  # no rule counts it


@pytest.mark.parametrize(
    "query", [{"region": "99"}, {"scope": "lune"}, {"infirmier.liberal": "-2"}, {"pirate": "1"}]
)
def test_an_answer_that_is_none_is_refused_in_a_sentence(query: dict[str, str], client: Client) -> None:
    response = client.get("/choisir/resultat/", query)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("typed", ["-3", "1,5", "deux", "²", "1000000", "x" * 5000])
def test_a_count_that_is_none_is_refused_beside_its_profession(typed: str, client: Client) -> None:
    given = {"medecin_generaliste.liberal": "2", "infirmier.salaried": typed, "scope": "patients"}
    for place in range(2, len(legislation.questions()) + 2):
        response = client.get("/choisir/", {**given, "etape": place})
        html = response.content.decode()
        assert response.status_code == 422, place
        assert 'name="medecin_generaliste.liberal" value="2"' in html
        assert f'name="infirmier.salaried" value="{typed}"' in html
        assert 'aria-describedby="infirmier.salaried-error"' in html
        assert re.search(
            "Infirmier, salariés : « .+ » n'est pas un nombre de personnes", words(html.encode())
        )


def test_a_count_refused_among_other_professions_is_in_sight(client: Client) -> None:
    html = client.get("/choisir/", {"pedicure_podologue.liberal": "-1", "etape": "2"}).content.decode()
    assert '<details class="paste" open>' in html
    assert '<a href="#pedicure_podologue.liberal">Pédicure-podologue, libéraux' in html


def test_the_page_of_a_form_refuses_a_count_where_it_was_typed(client: Client) -> None:
    response = client.get("/formes/msp/", {"infirmier.liberal": "-3"})
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count("n&#x27;est pas un nombre de personnes") == 1
    assert 'aria-describedby="infirmier.liberal-error"' in html


def test_one_tap_answers_and_goes_on(client: Client) -> None:
    place = [question.kind for question in legislation.questions()].index("one") + 1
    question = legislation.questions()[place - 1]
    page = client.get("/choisir/", {"region": "52", "etape": place}).content.decode()
    for option in question.options:
        assert f'name="{question.key}" value="{option.key}"' in page
    first, last = question.options[0].key, question.options[-1].key
    address = f"/choisir/?region=52&etape={place + 1}&{question.key}={first}"
    assert f'value="{first}"' in client.get(address).content.decode()
    changed = client.get(f"{address}&{question.key}={last}").content.decode()  # hidden before, tapped now
    assert f'<input type="hidden" name="{question.key}" value="{last}">' in changed
    withdrawn = client.get(f"{address}&{question.key}=").content.decode()
    assert f'name="{question.key}"' not in withdrawn


@pytest.mark.parametrize(
    ("commune", "region"), [("Caussade", "76"), ("82300", "76"), ("montauban (82)", "76"), ("Rennes", "53")]
)
def test_a_commune_gives_its_region(commune: str, region: str, client: Client) -> None:
    last = len(legislation.questions()) + 1
    response = client.get("/choisir/", {"commune": commune, "etape": last})
    assert (response.status_code, response["Location"]) == (302, f"/choisir/resultat/?region={region}")


@pytest.mark.parametrize("commune", ["Atlantis", "Saint-Martin", "99999", "x" * 5000, "<script>"])
def test_a_commune_that_gives_no_region_is_asked_again(commune: str, client: Client) -> None:
    response = client.get("/choisir/", {"commune": commune, "etape": "5", "scope": "patients"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="commune-error"' in page
    assert 'name="scope" value="patients"' in page
    assert "<script>" not in page.split('id="commune-error"')[1].split("</p>")[0]


def test_a_card_says_what_misses_the_money_and_what_to_do(client: Client) -> None:
    team = {"medecin_generaliste.liberal": "1", "infirmier.liberal": "1", "legal_person": "none"}
    page = words(client.get("/choisir/resultat/", team).content)
    card = (
        page.split("À plusieurs conditions", 1)[1].split("MSP Maison de santé", 1)[1].split("Pourquoi", 1)[0]
    )
    for title in (
        "À trouver Un médecin généraliste de plus",
        "À créer Il faut une personne morale",
        "L’argent",
        "Et maintenant Trouver",
    ):
        assert title in card


def test_the_result_leads_to_the_comparison_of_its_first_forms(client: Client) -> None:
    html = client.get(
        "/choisir/resultat/", {"medecin_generaliste.liberal": "2", "infirmier.liberal": "3"}
    ).content
    (address,) = re.findall(r'href="(/formes/\?forme=[^"]+)"', unescape(html.decode()))
    shown = client.get(address).content.decode()
    assert len(re.findall(r'<th scope="col"><a', shown)) == 3


def test_the_comparison_starts_with_one_form_of_each_level(client: Client) -> None:
    page = client.get("/formes/").content.decode()
    assert len(re.findall(r'<th scope="col"><a', page)) == 3
    assert 'href="?forme=toutes"' in page


def test_the_comparison_shows_every_form_and_says_what_is_unknown(client: Client) -> None:
    page = client.get("/formes/", {"forme": "toutes"}).content.decode()
    for label in ("ESP CLAP", "MSPU", "Centre de santé", "ESCAP", "ESS", "CPTS"):
        assert label in page
    assert "non publié dans nos sources" in page


def test_a_region_changes_the_verdict_on_a_team(client: Client) -> None:
    team = {"medecin_generaliste.liberal": "2", "infirmier.liberal": "1"}
    elsewhere = words(client.get("/formes/msp/", {**team, "region": "76"}).content)
    there = words(client.get("/formes/msp/", {**team, "region": "52"}).content)
    assert "Il manque 1 médecin généraliste" not in elsewhere
    assert "Il manque 1 médecin généraliste : vous en avez 2, il en faut 3" in there


def test_a_delay_becomes_a_day(client: Client) -> None:
    page = words(client.get("/formes/cpts/", {"on": "2027-01-31"}).content)
    assert "soit le 31 mars 2027" in page  # two months for the ARS to object


@pytest.mark.parametrize("path", ["/formes/rien/", "/calculer/rien/", "/regles/rien/"])
def test_what_does_not_exist_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


def test_a_fee_is_counted_and_explained(client: Client) -> None:
    page = words(client.get("/calculer/correspondant/", {"patients": "237", "zone": "ZIP"}).content)
    assert "337 €" in page
    assert "Comment c’est compté" in page


def test_what_is_left_empty_stays_unknown(client: Client) -> None:
    html = client.get("/calculer/msp/", {"patients": "4000"}).content
    total = words(section(html, "Rémunération de l'année civile"))
    assert "à compléter" in total
    assert re.search(r"et \d+ autres questions", total)
    assert " 0 €" not in total


def test_each_question_says_what_it_changes_as_the_law_is_that_day(client: Client) -> None:
    page = words(client.get("/calculer/msp/").content)
    assert "800 points à partir de 12 heures ; 60 points de moins à partir de 10 heures" in page
    before = words(client.get("/calculer/msp/", {"on": "2021-06-01"}).content)
    assert "Heures d’ouverture par jour, en semaine" in before
    assert "points de moins" not in before


def test_the_questions_of_a_maison_are_grouped_and_a_group_answered_stays_open(client: Client) -> None:
    html = client.get("/calculer/msp/", {"protocols": "3"}).content.decode()
    opened = re.findall(r'<details class="asked" open>\s*<summary>([^<]+)', html)
    assert [unescape(title).strip() for title in opened] == [
        "L’équipe et ses patients",
        "Le travail en équipe",
    ]
    assert '<details class="asked"' not in client.get("/calculer/correspondant/").content.decode()


def test_the_page_of_a_maison_counts_each_indicator_of_the_scale(client: Client) -> None:
    given = {"patients": "6000", "professionals": "20", "software_share": "100", "traineeships": "3"}
    page = words(client.get("/calculer/msp/", given).content)
    table = page.split("Ce que chaque indicateur apporte, avant majoration", 1)[1]
    for told in (
        "Fonction de coordination (prérequis) 24 850 €",
        "Système d'information labellisé, niveau standard (prérequis) 30 100 €",
        "Formation des jeunes professionnels, par stage 4 725 €",
        "Protocoles pluriprofessionnels (socle) entre 0 € et 7 840 €",
    ):
        assert told in table


def test_what_the_visitor_left_empty_is_not_blamed_on_the_sources(client: Client) -> None:
    html = client.get("/calculer/msp/", {"points": "9000", "prerequisites_met": "oui"}).content
    total = section(html, "Rémunération de l'année civile")
    assert "non publié" not in words(total).lower()
    assert re.search(rb'href="#id_precarity_uplift">Majoration', total)
    assert b'id="id_precarity_uplift"' in html
    advance = words(section(html, "Avance de l'année civile"))
    assert "à compléter" in advance
    assert "Non publié dans nos sources : Avance minimale" in advance


@pytest.mark.parametrize("form", [form for form, each in legislation.form_subjects().items() if each.starts])
def test_one_starts_from_an_example_and_changes_it(form: str, client: Client) -> None:
    at_first = client.get(f"/calculer/{form}/").content.decode()
    addresses = re.findall(r'class="chip" href="([^"]+)"', at_first)
    assert len(addresses) in {2, 3}
    for address, start in zip(addresses, legislation.form_subjects()[form].starts, strict=True):
        response = client.get(f"/calculer/{form}/{unescape(address)}")
        page = words(response.content)
        assert response.status_code == 200
        assert f"Exemple inventé, à changer : {words(start.label.encode())}." in page
        assert "Partir d’un exemple" not in page
        assert response.content.count(b'<details class="asked" open>') <= 1  # its result comes first
        assert response.context["form"].facts() == {  # each is in its field
            each: value for each in response.context["form"].facts_asked
            if (value := getattr(start.facts, each)) not in {None, ()}
        }  # fmt: skip
        changed = client.get(f"/calculer/{form}/{unescape(address)}&on=2026-03-01&{last_of(address)}=9")
        assert "Exemple inventé" not in words(changed.content)


def last_of(address: str) -> str:
    return unescape(address).rpartition("&")[2].lstrip("?").partition("=")[0]


@pytest.mark.parametrize(
    ("form", "given", "told"),
    [
        ("msp", {"professionals": "1"}, "au moins 2 médecins généralistes et 1 autre professionnel de santé."),
        ("escap", {"professionals": "2", "involved": "0"}, "une ESCAP en réunit au moins 3."),
        ("cpts", {"population": "200000", "size": "1"}, "200 000 habitants font la taille 4 ; vous avez mis la taille 1."),
        ("cpts", {"population": "80000", "size": "1"}, "80 000 habitants font la taille 2 ou 3"),
        ("cpts", {"population": "60000", "size": "4"}, "60 000 habitants font la taille 2 ; vous avez mis la taille 4."),
        ("cpts", {"population": "60000", "contract_year": "40"}, "Un contrat dure 5 ans : il n'a pas d'année 40."),
        ("esp_clap", {"actions": "6"}, "seul le maximum de l'équipe est connu, 10 000 € par an."),
    ],
)  # fmt: skip
def test_what_the_law_says_otherwise_is_told_beside_the_result(
    form: str, given: dict[str, str], told: str, client: Client
) -> None:
    response = client.get(f"/calculer/{form}/", given)
    assert response.status_code == 200
    assert told in words(response.content.split(b'id="result"')[1])


@pytest.mark.parametrize(
    ("form", "given"),
    [
        ("msp", {"professionals": "3"}),
        ("escap", {"professionals": "3", "involved": "0"}),
        ("escap", {"professionals": "2", "on": "2024-01-01"}),  # the law was silent
        ("cpts", {"population": "80000", "size": "2", "contract_year": "5"}),
        ("cpts", {"population": "200000", "size": "1", "on": "2018-01-01"}),
        ("esp_clap", {"actions": "0"}),
    ],
)
def test_nothing_is_told_of_what_agrees_with_the_law(
    form: str, given: dict[str, str], client: Client
) -> None:
    assert "Revoir ce chiffre" not in words(client.get(f"/calculer/{form}/", given).content)


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/calculer/msp/", {"sas_share": "400"}),
        ("/calculer/msp/", {"precarity_uplift": "400"}),
        ("/calculer/msp/", {"sas_share": "-1"}),
        ("/calculer/msp/", {"sas_share": "beaucoup"}),
        ("/calculer/msp/", {"sas_share": "NaN"}),
        ("/calculer/msp/", {"sas_share": "1e999"}),
        ("/calculer/contrat/", {"signed": "2024-03-01", "size": "2", "acces_aux_soins-rate": "400"}),
    ],
)
def test_a_percentage_is_between_0_and_100(path: str, given: dict[str, str], client: Client) -> None:
    response = client.get(path, given)
    assert response.status_code == 422
    assert "Un pourcentage est un nombre entre 0 et 100." in words(response.content)


def test_an_error_keeps_the_examples_on_the_page(client: Client) -> None:
    assert "Partir d’un exemple" in words(client.get("/calculer/msp/", {"sas_share": "400"}).content)


def test_what_has_no_example_offers_none(client: Client) -> None:
    assert "Partir d’un exemple" not in words(client.get("/calculer/garde/").content)


def test_a_fact_that_counts_for_nothing_is_said_beside_the_total(client: Client) -> None:
    given = {"patients": "6000", "points": "9000", "prerequisites_met": "oui"}
    total = words(section(client.get("/calculer/msp/", given).content, "Rémunération de l'année civile"))
    assert "entre 63 000 € et 78 750 €" in total
    assert (
        "Sans effet sur ce montant : Patientèle médecin traitant des médecins associés . Vos points" in total
    )
    assert "Sans effet" not in words(client.get("/calculer/msp/", given | {"patients": ""}).content)


def test_what_a_missed_prerequisite_silences_is_said_in_one_sentence(client: Client) -> None:
    given = {
        "hours_a_day": "7",
        "weeks_closed": "0",
        "on_call_derogation": "non",
        "traineeships": "3",
        "meetings": "6",
    }
    total = words(section(client.get("/calculer/msp/", given).content, "Rémunération de l'année civile"))
    assert " 0 €" in total
    assert total.count("Sans effet") == 1
    assert "Réunions de concertation dans l’année , Stages accueillis dans l’année ." in total


def test_the_size_of_the_contract_silences_the_population_aloud(client: Client) -> None:
    page = words(client.get("/calculer/cpts/", {"population": "22321", "size": "2"}).content)
    assert "Sans effet sur ce montant : Population du territoire . La taille inscrite" in page
    assert "Sans effet" not in words(client.get("/calculer/cpts/", {"population": "22321"}).content)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/calculer/msp/", {"patients": "-4"}),
        ("/calculer/msp/", {"patients": "beaucoup"}),
        ("/calculer/correspondant/", {"zone": "lune"}),
        ("/calculer/msp/", {"on": "2026-02-30", "patients": "4"}),
        ("/calculer/contrat/", {"signed": "2018-01-01", "size": "2"}),
        ("/calculer/contrat/", {"signed": "hier", "size": "9"}),
    ],
)
def test_facts_that_cannot_be_are_refused_in_place(path: str, query: dict[str, str], client: Client) -> None:
    assert client.get(path, query).status_code == 422


def test_a_signed_contract_gives_its_payments(client: Client) -> None:
    """The worked example of the agreement: 60,000 at signature, 45,000 at the first anniversary, then 15,000."""
    page = words(client.get("/calculer/contrat/", {"signed": "2023-09-15", "size": "2"}).content)
    assert "15 septembre 2023 Fonctionnement, à la signature 1 60 000 €" in page
    assert "15 septembre 2024 Fonctionnement, avance de l'année 2 45 000 €" in page
    assert "15 000 €" in page


def test_a_contract_without_missions_says_what_is_counted_and_what_would_narrow_it(client: Client) -> None:
    html = client.get("/calculer/contrat/", {"signed": "2026-03-01", "size": "1"}).content
    page = words(html)
    assert "Aucune mission n’est remplie : seul le fonctionnement est compté." in page
    assert "Ce maximum, au jour de la signature : 287 500 €" in page
    assert "1er mars 2027 50 000 € à compléter à compléter entre 50 000 € et 287 500 €" in page
    assert "aucune" not in page
    assert b'href="#missions"' in html
    assert b'id="missions"' in html


def test_a_contract_with_a_mission_leads_to_the_fields_still_empty(client: Client) -> None:
    contract = {
        "signed": "2026-03-01",
        "size": "1",
        "prevention-start": "2026-09-01",
        "prevention-fixed": "100",
    }
    html = client.get("/calculer/contrat/", contract).content
    for field in ("prevention-variable", "prevention-rate", "prorata", "start_year"):
        assert f'href="#id_{field}"'.encode() in html, field
        assert f'id="id_{field}"'.encode() in html, field
    assert b'href="#id_prevention-fixed"' not in html
    settled = contract | {"prevention-variable": "0", "prorata": "months", "start_year": "part"}
    page = words(client.get("/calculer/contrat/", settled).content)
    assert "50 050 €" in page
    assert "fourchette" not in page


def test_a_rate_alone_is_a_mission_too(client: Client) -> None:
    contract = {"signed": "2026-03-01", "size": "1", "prevention-rate": "50"}
    html = client.get("/calculer/contrat/", contract).content
    assert b'href="#id_prevention-start"' in html


def test_a_rule_is_shown_as_it_stood_that_day(client: Client) -> None:
    page = words(client.get("/regles/cpts.ceiling.size_2/", {"on": "2020-01-01"}).content)
    assert "En vigueur le 1er janvier 2020 287 000 €" in page
    before = words(client.get("/regles/cpts.ceiling.size_2/", {"on": "2019-01-01"}).content)
    assert "Pas encore de valeur le 1er janvier 2019" in before


def test_the_rules_exported_have_the_grade_of_the_day(client: Client) -> None:
    for day, grade in (("2026-06-01", "professional"), ("2027-06-01", "unknown")):
        found = client.get("/regles/export.json", {"q": "plafond annuel", "on": day}).json()["rules"]
        (ceiling,) = (rule for rule in found if rule["id"] == "social_security.annual_ceiling")
        assert ceiling["grade"] == grade


@pytest.mark.parametrize(("received", "left"), [("30000", "17 100 €"), ("47101", "-1 €")])
def test_what_a_professional_may_still_receive_is_counted(received: str, left: str, client: Client) -> None:
    page = words(client.get("/calculer/indemnite/", {"received": received, "on": "2025-12-31"}).content)
    assert left in page


COUNTED = [entry for entry in legislation.forms(on=TODAY) if entry.money and entry.key != "cds"]


@pytest.mark.parametrize("entry", COUNTED, ids=lambda entry: entry.key)
def test_the_money_of_a_form_is_drawn_from_its_smallest_to_its_largest(entry: legislation.FormEntry) -> None:
    scale = money_scale(entry, on=TODAY)
    assert scale
    assert [row.label for row in scale.rows] == [start.label for start in entry.money.starts]
    assert max(row.at_most for row in scale.rows) == 100
    assert [row.at_most for row in scale.rows] == sorted(row.at_most for row in scale.rows)
    for row in scale.rows:
        assert (row.sure == row.at_most) is row.answer.is_known  # what is not known is drawn lighter


def test_a_form_without_money_draws_none() -> None:
    assert {entry.key for entry in legislation.forms(on=TODAY) if not entry.money} == {"esp", "mspu"}
    assert money_scale(legislation.form("esp", on=TODAY), on=TODAY) is None


def test_an_amount_that_one_types_is_not_drawn_as_if_a_text_gave_it() -> None:
    assert money_scale(legislation.form("cds", on=TODAY), on=TODAY) is None


@pytest.mark.django_db
def test_every_form_is_founded_from_what_counts_its_money() -> None:
    page = Client().get(reverse("guide:simulators")).content.decode()
    for entry in legislation.forms(on=timezone.localdate()):
        if entry.key in legislation.form_subjects():
            counted = Client().get(reverse("guide:compute", args=[entry.key])).content.decode()
            assert entry.founding in counted, entry.key
        else:
            assert entry.founding in page, entry.key
