"""A link does one thing for whoever holds it, until it leads nowhere; it never says why."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from maillage.links.models import TYPED, Link
from maillage.links.queries import door_of, link_at
from maillage.links.services import extend, open_link, renew, revoke
from maillage.surveys.models import Survey

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def test_an_address_is_typed_without_a_doubt_and_in_capitals_too() -> None:
    link = open_link("enquete")
    assert set(link.token) <= {*TYPED, "-"}
    assert not set("01ilo") & set(link.token)
    assert link_at(link.token.upper(), on=DAY) == link


def test_a_link_leads_nowhere_once_it_is_revoked_or_expired_or_renewed() -> None:
    link = open_link("enquete", expires_on=DAY)
    assert link_at(link.token, on=date(2026, 8, 31))
    assert link_at(link.token, on=DAY) is None
    link = open_link("enquete")
    old = link.token
    assert renew(link).token != old
    assert link_at(old, on=DAY) is None
    at = timezone.now()
    revoke(link, at=at)
    revoke(link, at=timezone.now())
    assert link_at(link.token, on=DAY) is None
    assert Link.objects.get(pk=link.pk).revoked_at == at


def test_every_purpose_is_opened_by_one_room() -> None:
    declared = [
        purpose for room in apps.get_app_configs() if hasattr(room, "doors") for purpose in room.doors()
    ]
    assert declared
    assert len(declared) == len(set(declared))
    assert door_of("rien") is None


def test_a_link_of_no_room_of_nothing_or_of_another_step_is_not_found(client: Client, survey: Survey) -> None:
    for address in (
        f"/l/{open_link('rien').token}/",
        f"/l/{open_link('enquete').token}/",
        "/l/zzzz-zzzz-zzzz/",
        f"/l/{survey.token}/ailleurs/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_a_link_that_is_over_says_so_in_the_words_of_one_that_never_was(
    client: Client, survey: Survey
) -> None:
    def said(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 404
        return answer.content.decode().split('<main class="main" id="main">')[1].split("</main>")[0]

    never = said("/l/zzzz-zzzz-zzzz/")
    assert "Demandez un nouveau lien" in never
    address = survey.link.get_absolute_url()
    extend([survey.link], expires_on=date(2020, 1, 1))
    assert said(address) == never
    extend([survey.link], expires_on=date(2100, 1, 1))
    assert client.get(address).status_code == 200
    revoke(survey.link, at=timezone.now())
    assert said(address) == never


def test_a_link_is_kept_by_no_search_engine_and_no_cache(client: Client, survey: Survey) -> None:
    answer = client.get(survey.link.get_absolute_url())
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
