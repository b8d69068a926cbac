"""What leaves the rooms, opened by LibreOffice: a list is a table, a document says what it should."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.urls import reverse

from house.rows import ARGUMENTS
from house.test_leaving_lists import LISTS, cells_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.structures.models import Structure
from office import IN_AN_OFFICE, opened

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, IN_AN_OFFICE]


def test_every_list_is_read_as_it_was_written(structure: Structure, founder: User, tmp_path: Path) -> None:
    client, files = client_of(founder), dict[str, bytes]()
    for name in LISTS:
        url = reverse(name, kwargs={**ARGUMENTS[name](structure), "slug": structure.slug, "suffix": "xlsx"})
        files[f"{name.replace(':', '-')}.xlsx"] = client.get(url, {"state": "tous"}).content
    assert not [name for name, content in files.items() if not content.startswith(b"PK")]
    read = opened(files, "csv", tmp_path)
    assert read.keys() == files.keys()
    for name, text in read.items():
        written = [cell for cell in cells_of(files[name], "xlsx") if not cell.replace(".", "").isdecimal()]
        shown = [cell for row in csv.reader(StringIO(text), delimiter=";") for cell in row]
        assert written[0] in shown, name
        assert not [cell for cell in shown if cell.startswith(("Err:", "#NAME", "#REF", "#VALUE"))], name


def test_every_document_says_its_title_to_whoever_opens_it(
    structure: Structure, founder: User, tmp_path: Path
) -> None:
    client, files, titles = client_of(founder), dict[str, bytes](), dict[str, str]()
    meeting = {**ARGUMENTS["governance:paper"](structure), "slug": structure.slug}
    for suffix in ("docx", "odt"):
        for name, title in (
            ("feuille-de-presence", "Feuille de présence"),
            ("releve-de-decisions", "Relevé de décisions"),
            ("proces-verbal", "Procès-verbal"),
        ):
            url = reverse("governance:paper", kwargs={**meeting, "name": name, "suffix": suffix})
            files[f"{name}-{suffix}.{suffix}"] = client.get(url).content
            titles[f"{name}-{suffix}.{suffix}"] = title
        letter = reverse("dossier:download", args=[structure.slug, suffix])
        files[f"lettre-{suffix}.{suffix}"] = client.get(letter).content
        titles[f"lettre-{suffix}.{suffix}"] = "Lettre d’intention"
    read = opened(files, "txt", tmp_path)
    assert read.keys() == files.keys()
    assert not [name for name, content in files.items() if not content.startswith(b"PK")]
    for name, text in read.items():
        assert titles[name].casefold() in text.casefold(), name
        assert structure.name in text, name
