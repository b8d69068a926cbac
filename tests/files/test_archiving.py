"""Papers in an archive keep apart, and keep a name that every system reads."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from maillage.files.rules import LONGEST_ENTRY, entry_name

#: As people call them; the last two are one once accents are taken off.
TITLES = [
    "Procès-verbal n°3.docx",
    "PV / AG : comptes",
    "CR GT SNP 12-03 v3 def.docx",
    "é" * 180,
    normalize("NFD", "Réunion du comité"),
    "Réunion du comité",
    "..\\..\\CON",
    "",
]


def test_a_name_is_numbered_plain_and_short() -> None:
    names = [entry_name(rank, title, "pdf") for rank, title in enumerate(TITLES, start=1)]
    assert names[:3] == [
        "01 - Proces-verbal no3.docx.pdf",
        "02 - PV AG comptes.pdf",
        "03 - CR GT SNP 12-03 v3 def.docx.pdf",
    ]
    assert names[5:] == ["06 - Reunion du comite.pdf", "07 - CON.pdf", "08 - piece.pdf"]
    assert names[4] == "05 - Reunion du comite.pdf"
    assert entry_name(7, "Procès-verbal AGO.docx", "docx") == "07 - Proces-verbal AGO.docx"


@given(some.text(max_size=300), some.integers(1, 999), some.sampled_from(["pdf", "docx", "jpg"]))
def test_any_title_makes_a_name_that_survives_every_system(title: str, rank: int, kind: str) -> None:
    name = entry_name(rank, title, kind)
    assert re.fullmatch(r"\d{2,3} - [A-Za-z0-9 ._'()-]+\.[a-z]+", name)
    assert len(name) <= LONGEST_ENTRY
    assert name == name.strip()
    assert not {"/", "\\", ":"} & set(name)


@pytest.mark.parametrize("title", ["Réunion", "Reunion", "RÉUNION"])
def test_two_papers_of_one_title_have_two_names(title: str) -> None:
    assert entry_name(1, title, "pdf").casefold() != entry_name(2, "Réunion", "pdf").casefold()
