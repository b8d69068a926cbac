"""Every list that leaves for a spreadsheet: what people wrote in it stays words, whatever it begins with."""

import csv
from io import BytesIO, StringIO
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.utils import IntegrityError
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from house.rows import ARGUMENTS
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.outreach.models import Bulletin
from maillage.structures.models import Structure
from maillage.ui.services import SPREADSHEETS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
STARTS = "=+-@"
#: Rooms whose rows are written over; lists of the law, of the directory and of communes hold no word of ours.
ROOMS = ("people", "outreach", "governance", "care", "project", "funding")
#: These count, and say no word that anybody wrote.
COUNTS = {
    "people:coverage_file",
    "outreach:times",
    "care:pharmacy_file",
    "care:regulation_file",
    "care:statistics_file",
}
#: Words that a machine reads: they are chosen, never typed.
KEYS = {"email", "mission", "expects", "address", "token", "color", "purpose", "called", "siret"}


def lists(resolver: Any, prefix: str = "") -> list[str]:
    found: list[str] = []
    for each in resolver:
        if isinstance(each, URLResolver):
            found += lists(each.url_patterns, f"{each.namespace}:" if each.namespace else prefix)
        elif isinstance(each, URLPattern) and "suffix" in each.pattern.converters:
            found.append(f"{prefix}{each.name}")
    return found


#: Documents, in several formats.
PAPERS = {
    "care:declaration_file",
    "care:roster_file",
    "governance:paper",
    "governance:rcp_file",
    "governance:handover_file",
    "project:sheet_file",
    "project:sheets_file",
}  # the register is of a MSP: test_rcp.py
#: Of a form, of a trade, or of a pay office, that the structure of the cast has not, of a person: test_record.py, test_accord.py, test_pharmacist.py and
#: test_payroll.py take them.
ELSEWHERE = {"care:copy_file", "funding:accord_file", "funding:pharmacist_file", "funding:payroll_file"}
LISTS = [
    name
    for name in lists(get_resolver().url_patterns)
    if name.split(":")[0] in ROOMS and name not in PAPERS | ELSEWHERE
]


def spoil(start: str) -> None:
    """Every word that people wrote begins so, in every row of these rooms; what the database refuses stays."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.concrete_fields:
                is_words = isinstance(field, models.CharField | models.TextField) and not field.choices
                if (
                    is_words
                    and field.name not in KEYS
                    and not isinstance(field, models.EmailField | models.URLField)
                ):
                    for rank, pk in enumerate(
                        model._base_manager.exclude(**{field.name: ""}).values_list("pk", flat=True)
                    ):
                        words = f"{start}cmd{rank}"[: field.max_length]
                        try:
                            with transaction.atomic():
                                model._base_manager.filter(pk=pk).update(**{field.name: words})
                        except IntegrityError:
                            continue


@pytest.fixture
def sent(structure: Structure) -> None:
    """Beside its draft, the structure has a bulletin that left."""
    Bulletin.objects.filter(structure=structure).update(sent_at=timezone.now(), body="Dit", said_to="Tous")


def test_every_room_has_lists() -> None:
    assert {name.split(":")[0] for name in LISTS} == set(ROOMS)
    assert len(LISTS) >= 10


@pytest.mark.parametrize("start", STARTS)
def test_nothing_that_somebody_wrote_is_run_by_a_spreadsheet(
    start: str, structure: Structure, founder: User, sent: None
) -> None:
    arguments = {name: {**ARGUMENTS[name](structure), "slug": structure.slug} for name in LISTS}
    client = client_of(founder)
    spoil(start)
    for name, suffix in product(LISTS, SPREADSHEETS):
        url = reverse(name, kwargs={**arguments[name], "suffix": suffix})
        answer = client.get(url, {"state": "tous"})
        assert answer.status_code == 200, url
        read = cells_of(answer.content, suffix)
        run = [cell for cell in read if cell.startswith(tuple(STARTS)) and not is_number(cell)]
        assert not run or suffix != "csv", url
        held = [cell for cell in read if f"{start}cmd" in cell]
        assert bool(held) == (name not in COUNTS), (url, read)


def cells_of(content: bytes, suffix: str) -> list[str]:
    """Of a workbook, each cell is of words or a figure, never a formula."""
    from openpyxl import load_workbook

    if suffix == "csv":
        return [
            cell for row in csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row
        ]
    sheet = load_workbook(BytesIO(content)).active
    read = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in read if cell.data_type == "f" and not quoted(cell)] == []
    return [str(cell.value) for cell in read if cell.value is not None]


def quoted(cell: Any) -> bool:
    return bool(cell.quotePrefix)


def is_number(cell: str) -> bool:
    return cell.replace(",", "").lstrip("-").isdecimal()
