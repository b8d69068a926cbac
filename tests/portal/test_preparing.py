"""What a site does when it starts, before it opens."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from maillage.accounts.models import User
from maillage.limits.models import Count
from maillage.limits.services import Limit, seconds_to_wait
from maillage.portal.services import prepare_database

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("demo", "examples", "filled"),
    [(True, True, [False]), (True, False, [False]), (False, True, [True]), (False, False, [])],
)
def test_an_instance_is_filled_only_where_it_was_asked_for(
    demo: bool, examples: bool, filled: list[bool], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO, settings.EXAMPLES = demo, examples
    asked: list[bool] = []
    monkeypatch.setattr(
        "maillage.portal.services.building.make_demo", lambda *, examples_only: asked.append(examples_only)
    )
    prepare_database()
    assert asked == filled


def test_what_is_over_is_erased_when_the_site_starts(
    client: Client, founder: User, settings: Settings
) -> None:
    settings.DEMO = settings.EXAMPLES = False
    client.force_login(founder)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    Client().force_login(founder)
    seconds_to_wait("codes", "ada", Limit(5, 60), now=timezone.now() - timedelta(hours=1))
    prepare_database()
    assert Session.objects.count() == 1
    assert not Count.objects.exists()
