"""The pages, the API and the commands meet a form they have never heard of."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from maillage.portal.commands import cli
from overlays import FORM, invented_form, laid_over, write

pytestmark = pytest.mark.django_db
TEAM = {"infirmier.liberal": "2"}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/choisir/", {}),
        ("/choisir/resultat/", TEAM),
        ("/choisir/resultat/", {}),
        ("/formes/", {}),
        ("/formes/", {"forme": "esi"}),
        ("/formes/esi/", TEAM),
        ("/calculer/", {}),
        ("/calculer/esi/", {}),
        ("/calculer/esi/", {"on": "2026-01-01"}),
        ("/regles/", {"theme": "esi"}),
    ],
)
def test_no_page_breaks_on_a_new_form(
    path: str, query: dict[str, str], client: Client, tmp_path: Path
) -> None:
    with laid_over(invented_form(tmp_path)):
        response = client.get(path, query)
    assert response.status_code == 200
    if path != "/choisir/":
        assert "ESI" in response.content.decode()


@pytest.mark.parametrize("path", ["/choisir/resultat/", "/formes/", "/formes/esi/", "/calculer/"])
def test_a_form_without_checks_nor_money_is_shown_too(path: str, client: Client, tmp_path: Path) -> None:
    alone = FORM.replace("money: {facts: EssFacts, rules: [ess.start_up]}\n", "")
    with laid_over(write(tmp_path, forms__esi=alone)):
        assert client.get(path, TEAM).status_code == 200
        assert client.get("/calculer/esi/").status_code == 404


def test_the_api_advises_a_new_form(client: Client, tmp_path: Path) -> None:
    with laid_over(invented_form(tmp_path)):
        response = client.post("/api/v1/advise", {"answers": TEAM}, content_type="application/json")
        money = client.post("/api/v1/funding/esi", {"facts": {}}, content_type="application/json")
    assert "esi" in {form["form"] for form in response.json()["forms"]}
    assert money.json()["form"] == "esi"


def test_a_command_counts_the_money_of_a_new_form(tmp_path: Path) -> None:
    with laid_over(invented_form(tmp_path)):
        done = CliRunner().invoke(cli, ["funding", "--form", "esi", "--json"], catch_exceptions=False)
    assert json.loads(done.output)["form"] == "esi"
