"""A swap equals a reload; errors help; the living page is for the people who keep the instance."""

from pathlib import Path

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from maillage.ui.services import copy_vendor_assets, error_page, render_part, say
from maillage.ui.views import bad_request

PAGE = '{% load partials %}<main>{% partialdef life inline %}<p id="life">{{ stage }}</p>{% endpartialdef %}</main>'


@pytest.fixture
def page(settings: Settings) -> str:
    """A template of two lines with one part."""
    engine = {**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"]}, "APP_DIRS": False}
    rooms = "django.template.loaders.app_directories.Loader"
    loaders = [("django.template.loaders.locmem.Loader", {"page.html": PAGE}), rooms]
    engine["OPTIONS"]["loaders"] = [("template_partials.loader.Loader", loaders)]
    settings.TEMPLATES = [engine]
    return "page.html"


def get(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    messages: BaseStorage = CookieStorage(request)
    request._messages = messages  # type: ignore[attr-defined]
    return request


def test_a_swap_equals_the_same_part_of_the_page(page: str) -> None:
    whole = render_part(get(), page, "life", {"stage": "lettre"}).content.decode()
    swap = render_part(get(**{"HX-Request": "true"}), page, "life", {"stage": "lettre"}).content.decode()
    assert swap == '<p id="life">lettre</p>'
    assert whole == f"<main>{swap}</main>"


def test_htmx_gets_the_whole_page_when_it_takes_the_whole_page(page: str) -> None:
    request = get(**{"HX-Request": "true", "HX-Request-Type": "full"})
    assert render_part(request, page, "life", {}).content.startswith(b"<main>")


def test_a_cache_keeps_a_part_and_its_page_apart(page: str) -> None:
    assert "HX-Request" in render_part(get(), page, "life", {})["Vary"]


def test_a_refusal_keeps_its_status_in_both(page: str) -> None:
    assert render_part(get(), page, "life", {}, status=422).status_code == 422
    assert render_part(get(**{"HX-Request": "true"}), page, "life", {}, status=422).status_code == 422


def test_a_swap_brings_the_message_and_its_undo(page: str) -> None:
    request = get(**{"HX-Request": "true"})
    say(request, "La personne a été retirée.", undo="/undo/")
    html = render_part(request, page, "life", {}).content.decode()
    assert 'hx-swap-oob="beforeend"' in html
    assert "La personne a été retirée." in html
    assert 'action="/undo/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 408, 413, 429, 500, 503])
def test_an_error_says_what_happened_and_what_to_do(client: Client, status: int) -> None:
    request = client.get("/ui/").wsgi_request
    response = error_page(request, status)
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert "Que faire" in html
    assert html.count("<li>") >= 3
    assert 'href="/"' in html


@pytest.mark.parametrize("status", [400, 403, 404, 408, 413, 429, 500, 503])
def test_an_error_met_by_a_swap_is_one_sentence_for_a_toast(status: int) -> None:
    response = error_page(get(**{"HX-Request": "true"}), status)
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().endswith(".")
    assert b"<" not in response.content


def test_the_page_of_a_failure_needs_no_database_and_no_context() -> None:
    """No `django_db` mark here: a query would fail this test."""
    assert "Une erreur de notre côté" in error_page(HttpRequest(), 500).content.decode()


def test_a_body_too_large_is_told_as_such() -> None:
    request = get(**{"HX-Request": "true"})
    assert bad_request(request, RequestDataTooBig("too big")).status_code == 413
    assert bad_request(request, ValueError("malformed")).status_code == 400


@pytest.mark.django_db
def test_an_unknown_address_is_told_in_french(client: Client) -> None:
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Page introuvable" in response.content.decode()


@pytest.mark.django_db
def test_a_form_from_another_site_is_refused_with_a_way_out() -> None:
    response = Client(enforce_csrf_checks=True).post("/ui/")
    assert response.status_code == 403
    assert "rechargez-la" in response.content.decode()


@pytest.mark.django_db
def test_the_living_page_does_not_exist_for_others(client: Client, django_user_model: type) -> None:
    assert client.get("/ui/").status_code == 404
    client.force_login(django_user_model.objects.create_user(email="membre@example.org"))
    assert client.get("/ui/").status_code == 404


@pytest.mark.django_db
def test_the_living_page_shows_every_component_to_the_staff(client: Client, django_user_model: type) -> None:
    client.force_login(django_user_model.objects.create_user(email="tenant@example.org", is_staff=True))
    html = client.get("/ui/").content.decode()
    for component in (
        "evidence-official",
        "finding-unknown",
        "error-summary",
        "empty-state",
        "stage-current",
    ):
        assert component in html


def test_missing_packages_are_named_before_anything_is_copied(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"leaflet.*make setup"):
        copy_vendor_assets(node_modules=tmp_path / "node_modules", assets=tmp_path / "assets")
    assert not (tmp_path / "assets").exists()


def test_copied_files_name_no_source_map(tmp_path: Path) -> None:
    """The hashed static storage would look for it, and refuse to start."""
    written = copy_vendor_assets(assets=tmp_path)
    texts = [path.read_text() for path in written if path.suffix in {".css", ".js"}]
    assert texts
    assert not [text for text in texts if "sourceMappingURL" in text]
