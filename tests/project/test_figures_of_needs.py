"""A need is written from any figure one reads: open data, habits, surveys; and says when the figure has moved."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.diagnosis.queries.figures import figures_by_key
from maillage.diagnosis.queries.surroundings import surroundings
from maillage.habits.enums import HabitKind
from maillage.habits.services.habit_file import Row
from maillage.habits.services.layers import add_layer
from maillage.project.models import Need
from maillage.structures.models import Structure
from maillage.surveys.models import Survey
from maillage.surveys.queries.figures import survey_figures
from maillage.surveys.services import GivenAnswer, answer_survey
from maillage.territories.services import declare, save_territory
from surveys.surveying import DAY, LATER, answer, at_home, closed

pytestmark = pytest.mark.django_db


def write(client: Client, structure: Structure, key: str) -> str:
    """Where one is after the click."""
    answer = client.post(reverse("project:write_need", args=[structure.slug]), {"figure": key})
    return str(answer["Location"])


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_question_of_a_survey_becomes_a_need(
    survey: Survey, founder: User, structure: Structure, client: Client
) -> None:
    for choice in ("oui", "non", "non", "non", "certains", "non"):
        answer(survey, "infirmier", choice)
    summary = closed(survey, founder)
    key = f"enquete.{survey.pk}.nouveaux_patients"
    client.force_login(founder)
    assert key in client.get(at_home(survey)).content.decode()
    assert write(client, structure, key) == f"{at_home(survey)}#chiffre-{key.replace('.', '-')}"
    need = Need.objects.get()
    assert plain(need.text) == (
        "Besoin à préciser. À « Prenez-vous de nouveaux patients ? », on répond d’abord : non, plus aucun 67 % ; "
        "certains seulement 17 % ; oui 17 % (6 réponses)."
    )
    assert (need.source, need.read_on) == (summary.source, LATER)


def test_a_question_that_asks_for_something_says_what(survey: Survey, founder: User) -> None:
    for _ in range(5):
        answer_survey(survey, GivenAnswer(chosen={"temps_perdu": ["avis", "papiers"]}), key=uuid4(), on=DAY)
    figures = {figure.key.rpartition(".")[2]: figure for figure in survey_figures(closed(survey, founder))}
    assert plain(figures["temps_perdu"].sentence).startswith(
        "Rendre du temps aux soignants. À « Où perdez-vous le plus de temps ? », on répond d’abord : "
    )


def test_an_open_survey_gives_only_what_its_page_shows(survey: Survey) -> None:
    for _ in range(9):
        answer(survey)
    around = surroundings(survey.structure.territory.codes, on=DAY, structure=survey.structure)
    assert not [each for one in around.surveys for each in survey_figures(one)]


def test_flows_and_sectors_become_needs(founder: User, structure: Structure) -> None:
    rows = [
        Row("82121", "Montauban (82121)", Decimal(3)),
        Row("82121", "Toulouse (31555)", Decimal(12)),
        Row("82121", "ailleurs", Decimal(5)),
    ]
    given = {"source": "PMSI", "dated_on": date(2025, 1, 1), "by": founder, "on": DAY}
    flows = add_layer(structure, rows, name="Séjours", kind=HabitKind.FLOWS, **given)
    sectors = [Row("82121", "Nord", None), Row("31555", "Nord", None)]
    duty = add_layer(structure, sectors, name="Gardes", kind=HabitKind.DUTY, **given)
    figures = figures_by_key(None, surroundings(structure.territory.codes, on=DAY, structure=structure))
    assert plain(figures[f"habitudes.{flows.pk}"].sentence) == (
        "Séjours : entre 15,0 % et 40,0 % des flux restent dans le territoire "
        "(60,0 % vers Toulouse (31555), 25,0 % non situés)."
    )
    assert (
        plain(figures[f"habitudes.{duty.pk}"].sentence) == "Gardes : 1 secteur de garde coupé sur 1 (Nord)."
    )


def test_flows_that_nobody_locates_are_no_need(founder: User, structure: Structure, client: Client) -> None:
    structure.habit_layers.all().delete()
    rows = [Row("82121", "CH Montauban", Decimal(60)), Row("82121", "Clinique", Decimal(40))]
    layer = add_layer(
        structure, rows, name="Séjours", kind=HabitKind.FLOWS, source="PMSI", dated_on=DAY, by=founder, on=DAY
    )
    key = f"habitudes.{layer.pk}"
    assert key not in figures_by_key(
        None, surroundings(structure.territory.codes, on=DAY, structure=structure)
    )
    client.force_login(founder)
    page = plain(client.get(reverse("diagnosis:diagnosis", args=[structure.slug])).content.decode())
    assert "aucun de ces flux n’est situé" in page
    assert "0,0 % des flux restent" not in page
    assert f'value="{key}"' not in page


def test_a_need_says_when_its_figure_has_moved(founder: User, structure: Structure, client: Client) -> None:
    client.force_login(founder)
    write(client, structure, "offre.infirmier")
    url = reverse("project:needs", args=[structure.slug])
    assert "Aujourd’hui" not in client.get(url).content.decode()
    Need.objects.update(value="1,0 pour 10 000 habitants")
    assert "Aujourd’hui" in client.get(url).content.decode()
    Need.objects.update(figure="offre.disparue")
    assert "n’est plus dans le diagnostic" in client.get(url).content.decode()


def test_what_neighbours_share_becomes_a_need_too(
    founder: User, structure: Structure, client: Client
) -> None:
    declare(save_territory(["82121", "82037"]), on=DAY, public_name="CPTS des Terres")
    client.force_login(founder)
    page = reverse("diagnosis:diagnosis", args=[structure.slug])
    assert "voisins.partages" in client.get(page).content.decode()
    write(client, structure, "voisins.partages")
    need = Need.objects.get()
    assert plain(need.text).startswith("S’accorder avec les territoires voisins. Territoires déclarés")
    assert "CPTS des Terres, 1 commune partagée" in plain(need.text)
    assert need.read_on == DAY
