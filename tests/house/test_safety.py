"""What every answer must keep: its security policy, its limits, and an error page that helps."""

import re
import sys

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.test import Client

from house.visiting import address, client_of
from maillage import legislation
from maillage.structures.models import Structure
from players import Cast
from processes import run


@pytest.mark.parametrize("name", ["structures:home", "people:team", "dossier:letter"])
def test_a_page_behind_the_wall_is_not_kept_by_a_shared_cache(
    name: str, structure: Structure, cast: Cast
) -> None:
    assert "Cookie" in client_of(cast["founder"]).get(address(name, structure))["Vary"]


def test_a_form_of_another_site_is_refused(structure: Structure, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["founder"])
    assert client.post(address("structures:settings", structure), {"name": "Volée"}).status_code == 403
    structure.refresh_from_db()
    assert structure.name != "Volée"


# Errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "how"),
    [
        (400, {"path": "/", "HTTP_HOST": "ailleurs.example.org"}),
        (404, {"path": "/nulle-part/"}),
        (404, {"path": "/regles/rien/"}),
    ],
)
def test_an_error_has_our_page(status: int, how: dict[str, str]) -> None:
    check_page(Client().get(**how), status)


def check_page(response: object, status: int) -> None:
    html = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == status  # type: ignore[attr-defined]
    assert html.count("<h1>") == 1
    assert "Que faire" in html
    assert "Traceback" not in html


def test_a_reader_who_writes_has_our_page(structure: Structure, cast: Cast) -> None:
    check_page(client_of(cast["member"]).post(address("structures:settings", structure)), 403)


@pytest.mark.django_db
def test_a_form_too_heavy_has_our_page() -> None:
    check_page(Client().post("/territoire/", {"paste": "x" * (site.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}), 413)


@pytest.mark.django_db
def test_a_failure_of_ours_has_our_page_and_no_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("the secret of the cellar")

    monkeypatch.setattr(legislation, "glossary", fail)
    response = Client(raise_request_exception=False).get("/glossaire/")
    check_page(response, 500)
    assert b"cellar" not in response.content


@pytest.mark.django_db
def test_asking_for_codes_too_often_has_our_page(client: Client) -> None:
    answers = [client.post("/compte/entrer/", {"email": "a@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in answers[:5]] == [302] * 5
    check_page(answers[5], 429)


@pytest.mark.django_db
def test_the_models_and_the_migrations_say_the_same() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_behind_a_proxy_with_tls_only_the_proxy_s_own_work_is_left() -> None:
    """Sending http to https and preloading a domain are its operator's decisions."""
    check = run([sys.executable, "-m", "django", "check", "--deploy"], env={"MAILLAGE_HTTPS": "1"})
    check.check_returncode()
    assert set(re.findall(r"security\.W\d+", check.stderr)) == {
        "security.W005",
        "security.W008",
        "security.W021",
    }
