"""What people met: a list of two hundred people behind a proxy that refuses long addresses."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from maillage.kernel.paths import PROJECT

READING = "people:reading"


@pytest.mark.django_db
def test_a_list_of_five_hundred_people_is_read_without_a_long_address(client: Client) -> None:
    trades = ["Masseur-kinésithérapeute libéral"] * 499 + ["Astronaute"]
    answer = client.post(reverse(READING), {"trade": trades, "present": "6 infirmiers"}).json()
    assert answer["professions"] == ["masseur_kinesitherapeute"] * 499 + [None]
    assert answer["present"] == {"infirmier": 6}
    assert client.get(reverse(READING), {"trade": trades}).url == reverse("people:table")


def test_no_script_puts_a_list_in_an_address() -> None:
    scripts = list((PROJECT / "src/maillage").glob("*/static/**/*.js"))
    assert scripts
    long = re.compile(r"fetch\(`[^`]*\$\{(?:query|params)")
    assert [path.name for path in scripts if long.search(path.read_text("utf-8"))] == []
