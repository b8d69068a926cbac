"""The examples: invented structures that a stranger opens from the home, and cannot change."""

import re
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.portal.queries import examples
from maillage.portal.services import prepare_database
from maillage.structures.models import Structure
from recording import kept_for_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module", autouse=True)
def prepared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An instance that is no demonstration, prepared once for these tests: it takes seconds."""
    with override_settings(DEMO=False), kept_for_a_module(django_db_blocker, prepare_database):
        yield


HREF = re.compile(r'href="(/s/[^"#]+)"')


def home() -> str:
    return Client().get(reverse("portal:home")).content.decode()


def test_the_home_of_any_instance_leads_to_an_example_of_each_kind() -> None:
    forms = [example.structure.form for example in examples()]
    assert forms == ["cpts", "cpts", "msp", "esp_clap", "cds"]
    assert set(HREF.findall(home())) == {example.structure.get_absolute_url() for example in examples()}
    assert not Structure.objects.filter(
        territory__declared_on__isnull=False
    ).exists()  # no neighbour of a real drawing
    assert not Structure.objects.filter(is_example=False).exists()
    assert not User.objects.filter(is_active=True).exists()  # nobody can enter the accounts that hold them


def test_a_stranger_walks_through_an_example_and_is_offered_nothing_to_send() -> None:
    traces = Entry.objects.count()
    for example in examples():
        page = Client().get(example.structure.get_absolute_url()).content.decode()
        rail = page.split('class="rail', 1)[1].split("</nav>", 1)[0]
        walked = set(HREF.findall(rail))
        assert len(walked) >= 4
        for url in walked:
            answer = Client().get(url, follow=True)
            assert answer.status_code == 200, url
            main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
            assert 'method="post"' not in main, url
            assert "rien ne s’écrit" in main, url
    assert Entry.objects.count() == traces


def test_what_waits_for_the_founders_of_an_example_is_told_and_leads_nowhere() -> None:
    preparing = examples()[0].structure
    main = Client().get(preparing.get_absolute_url()).content.decode().split("<main", 1)[1]
    assert "Lettre d" in main.split("Où nous en sommes")[0]
    assert "/lettre/" not in main


def test_an_operator_closes_the_examples(settings: Settings) -> None:
    opened = examples()[0].structure.get_absolute_url()
    settings.EXAMPLES = False
    prepare_database()
    assert examples() == []
    assert HREF.findall(home()) == []
    assert Client().get(opened).url.startswith(reverse("account_login"))


def test_a_real_structure_cannot_be_an_example(structure: Structure) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Structure.objects.filter(pk=structure.pk).update(is_example=True, is_fictitious=False)
