"""Who may open what: every URL of the site, asked and posted to by each of the cast.

302 sends a visitor to the sign-in page, 404 hides a structure from strangers, 403 stops whom may only read, 405
is a gesture that the page does not have. Posts are empty: 422 means that the door was open.
"""

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from house.plans import pages
from house.visiting import address, client_of
from maillage.structures.models import Structure

#: URL → statuses of GET, then of POST, each for: anonymous, outsider, member, founder.
ACCESS = {
    "portal:home": ("200 200 200 200", "405 405 405 405"),
    "portal:choose": ("200 200 200 200", "405 405 405 405"),
    "portal:advice": ("200 200 200 200", "405 405 405 405"),
    "portal:compare": ("200 200 200 200", "405 405 405 405"),
    "portal:form": ("200 200 200 200", "405 405 405 405"),
    "portal:simulators": ("200 200 200 200", "405 405 405 405"),
    "portal:compute": ("200 200 200 200", "405 405 405 405"),
    "portal:contract": ("200 200 200 200", "405 405 405 405"),
    "portal:glossary": ("200 200 200 200", "405 405 405 405"),
    "portal:rules": ("200 200 200 200", "405 405 405 405"),
    "portal:rule": ("200 200 200 200", "405 405 405 405"),
    "portal:rules_csv": ("200 200 200 200", "405 405 405 405"),
    "portal:rules_json": ("200 200 200 200", "405 405 405 405"),
    "territories:choose_coverage": ("200 200 200 200", "405 405 405 405"),
    "territories:coverage": ("200 200 200 200", "405 405 405 405"),
    "territories:coverage_csv": ("200 200 200 200", "405 405 405 405"),
    "portal:robots": ("200 200 200 200", "405 405 405 405"),
    "directory:search": ("200 200 200 200", "405 405 405 405"),
    "directory:person": ("200 200 200 200", "405 405 405 405"),
    "directory:place": ("200 200 200 200", "405 405 405 405"),
    "directory:export": ("302 302 302 302", "302 405 405 405"),
    "territories:draw": ("200 200 200 200", "200 200 200 200"),
    "territories:open_diagnosis": ("302 302 302 302", "405 405 405 405"),
    "territories:diagnosis": ("302 404 200 200", "302 405 405 405"),
    "territories:download": ("302 404 200 200", "302 405 405 405"),
    "territories:write_need": ("302 405 405 405", "302 404 403 422"),
    "territories:reword_need": ("302 405 405 405", "302 404 403 404"),
    "territories:drop_need": ("302 405 405 405", "302 404 403 404"),
    "territories:habits": ("302 404 200 200", "302 405 405 405"),
    "territories:add_habits": ("302 404 403 200", "302 404 403 422"),
    "territories:habit_layer": ("302 404 200 200", "302 405 405 405"),
    "territories:habit_rows": ("302 404 200 200", "302 405 405 405"),
    "territories:drop_habits": ("302 405 405 405", "302 404 403 302"),
    "territories:surveys": ("302 404 200 200", "302 404 403 422"),
    "territories:survey": ("302 404 200 200", "302 405 405 405"),
    "territories:survey_poster": ("302 404 200 200", "302 405 405 405"),
    "territories:survey_csv": ("302 404 403 200", "302 405 405 405"),
    "territories:close_survey": ("302 405 405 405", "302 404 403 302"),
    "territories:renew_link": ("302 405 405 405", "302 404 403 302"),
    "territories:reschedule_survey": ("302 405 405 405", "302 404 403 302"),
    "territories:drop_words": ("302 405 405 405", "302 404 403 404"),
    "territories:answer": ("200 200 200 200", "422 422 422 422"),
    "territories:answered": ("200 200 200 200", "405 405 405 405"),
    "structures:table": ("200 200 200 200", "405 405 405 405"),
    "structures:gaps": ("405 405 405 405", "200 200 200 200"),
    "structures:reading": ("200 200 200 200", "405 405 405 405"),
    "structures:found": ("302 200 200 200", "302 422 422 422"),
    "structures:mine": ("302 200 200 200", "302 405 405 405"),
    "structures:home": ("302 404 200 200", "302 405 405 405"),
    "structures:team": ("302 404 200 200", "302 404 403 422"),
    "structures:paste": ("302 405 405 405", "302 404 403 302"),
    "structures:dismiss": ("302 405 405 405", "302 404 403 302"),
    "structures:change_engagement": ("302 405 405 405", "302 404 403 422"),
    "structures:take_back": ("302 405 405 405", "302 404 403 400"),
    "structures:information": ("302 405 405 405", "302 404 403 422"),
    "structures:forget": ("302 405 405 405", "302 404 403 302"),
    "structures:territory": ("302 404 200 200", "302 404 403 422"),
    "structures:life": ("302 404 200 200", "302 404 403 400"),
    "structures:legal_person": ("302 405 405 405", "302 404 403 422"),
    "structures:end_legal_person": ("302 405 405 405", "302 404 403 302"),
    "structures:visibility": ("302 404 403 200", "302 404 403 302"),
    "structures:settings": ("302 404 403 200", "302 404 403 422"),
    "structures:end_access": ("302 405 405 405", "302 404 403 302"),
    "dossier:letter": ("302 404 200 200", "302 405 405 405"),
    "dossier:download": ("302 404 200 200", "302 405 405 405"),
    "dossier:section": ("302 404 403 200", "302 404 403 422"),
    "account": ("302 200 200 200", "302 405 405 405"),
    "account_export": ("302 200 200 200", "302 405 405 405"),
    "account_erase": ("302 200 200 200", "302 422 422 422"),
    "account_login": ("200 302 302 302", "422 302 302 302"),
    "account_request_login_code": ("200 302 302 302", "422 302 302 302"),
    "account_confirm_login_code": ("302 302 302 302", "302 302 302 302"),
    "account_logout": ("302 200 200 200", "302 302 302 302"),
    "ui:gallery": ("404 404 404 404", "404 404 404 404"),
    "api:openapi-json": ("200 200 200 200", "200 200 200 200"),
    "api:openapi-view": ("200 200 200 200", "200 200 200 200"),
    "api:api-root": ("404 404 404 404", "404 404 404 404"),
    "api:summary": ("405 405 405 405", "422 422 422 422"),
    "api:funding": ("405 405 405 405", "422 422 422 422"),
    "api:funding_batch": ("405 405 405 405", "422 422 422 422"),
    "api:funding_contract": ("405 405 405 405", "422 422 422 422"),
    "api:fee": ("405 405 405 405", "422 422 422 422"),
    "api:check": ("405 405 405 405", "422 422 422 422"),
    "api:advise": ("405 405 405 405", "422 422 422 422"),
    "api:funding_cpts": ("405 405 405 405", "422 422 422 422"),
    "api:directory_search": ("422 422 422 422", "405 405 405 405"),
    "api:rules": ("200 200 200 200", "405 405 405 405"),
    "api:rule": ("200 200 200 200", "405 405 405 405"),
}


def test_every_url_has_its_row() -> None:
    assert set(pages()) == ACCESS.keys()


@pytest.mark.parametrize("name", ACCESS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_of_the_cast_gets_the_answer_of_the_table(
    name: str, method: str, structure: Structure, cast: Cast
) -> None:
    url = address(name, structure)
    answers = [getattr(client_of(user), method)(url).status_code for user in cast.values()]
    assert answers == [int(status) for status in ACCESS[name][method == "post"].split()]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["cpts-du-tescou", "nulle-part"])
def test_a_visitor_cannot_tell_a_structure_from_none(slug: str, structure: Structure) -> None:
    """Sent to the sign-in page either way, and back to where they wanted to go."""
    wanted = reverse("structures:home", args=[slug])
    assert Client().get(wanted).url == f"{reverse('account_login')}?next={wanted}"


def test_who_left_is_a_stranger(structure: Structure, cast: Cast) -> None:
    structure.memberships.filter(user=cast["member"]).update(left_on=structure.memberships.first().joined_on)
    assert client_of(cast["member"]).get(structure.get_absolute_url()).status_code == 404
