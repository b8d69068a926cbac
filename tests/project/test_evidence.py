"""Proofs: one number for ever, joined where the work is, packed under names that every system reads."""

import unicodedata
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.files.services import keep
from maillage.project.models import Evidence
from maillage.project.queries.evidence import missing_in, pieces_of
from maillage.project.services import evidence as services
from maillage.structures.models import Structure
from project.test_indicators import add, hold

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TODAY = date(2026, 3, 20)


def paper(structure: Structure, by: User, title: str, name: str = "piece.pdf") -> Evidence:
    upload = SimpleUploadedFile(name, b"%PDF-1.7\n%%EOF")
    kept = keep(upload, about=structure.pk, by=by, at=timezone.now())
    proved = services.Proved([structure.indicators.order_by("pk")[0]])
    return services.join_paper(
        structure, kept, proved, title=title, dated_on=TODAY, key=uuid4(), by=by, on=TODAY
    )


def names_in(structure: Structure, by: User) -> tuple[list[str], str]:
    answer: Any = client_of(by).get(reverse("project:evidences_zip", args=[structure.slug, 2026]))
    with ZipFile(BytesIO(answer.content)) as made:
        return made.namelist(), made.read("index.csv").decode("utf-8-sig")


def test_names_in_the_archive_survive_every_system_and_the_index_keeps_the_true_ones(
    structure: Structure, founder: User
) -> None:
    titles = [
        "Procès-verbal n°3 / AGO : « comptes »", "CR GT SNP 12-03 v3 def", unicodedata.normalize("NFD", "Présenté"),
        "œ" * 180, "Deux fois", "Deux fois", "CON",
    ]  # fmt: skip
    for title in titles:
        paper(structure, founder, title)
    names, index = names_in(structure, founder)
    pieces = [name.removeprefix("pieces/") for name in names if name.startswith("pieces/")]
    assert len(pieces) == len(set(pieces)) == structure.evidences.count()
    assert all(name.isascii() and len(name) <= 80 and "/" not in name for name in pieces)
    assert "02 - Proces-verbal no3 AGO comptes.pdf" in pieces
    assert all(title in index for title in titles)


def test_a_meeting_is_joined_in_one_tap_from_its_page(structure: Structure, founder: User) -> None:
    meeting = hold(structure, "Groupe de mars", date(2026, 3, 10))
    client, page = client_of(founder), reverse("governance:meeting", args=[structure.slug, meeting.pk])
    shown = client.get(page).content.decode()
    assert "Joindre à «\N{NO-BREAK SPACE}Réunions tenues\N{NO-BREAK SPACE}»" in shown
    counting = structure.indicators.get(counter="reunions_tenues")
    sent = {"kind": "reunion", "thing": meeting.pk, "proves": f"i{counting.pk}", "retour": page}
    for _ in range(2):
        assert client.post(reverse("project:join_evidence", args=[structure.slug]), sent).url == page
    joined = counting.evidences.get(meeting=meeting)
    assert (joined.title, joined.dated_on) == ("Groupe de mars", date(2026, 3, 10))
    assert f"pièce n°\N{NO-BREAK SPACE}{joined.number}" in client.get(page).content.decode()


def test_a_meeting_of_another_structure_is_not_joined(
    structure: Structure, founder: User, outsider: User
) -> None:
    theirs = structure_on(["82001"], by=outsider)
    meeting = hold(theirs, "Chez eux", date(2026, 3, 10))
    sent = {"kind": "reunion", "thing": meeting.pk, "proves": f"i{structure.indicators.first().pk}"}  # type: ignore[union-attr]
    url = reverse("project:join_evidence", args=[structure.slug])
    assert client_of(founder).post(url, sent).status_code == 404


def test_a_member_is_not_offered_to_join(structure: Structure, member: User) -> None:
    meeting = hold(structure, "Groupe de mars", date(2026, 3, 10))
    page = client_of(member).get(reverse("governance:meeting", args=[structure.slug, meeting.pk]))
    assert "Joindre" not in page.content.decode()


def test_what_it_pointed_to_may_go_its_number_and_its_title_stay(structure: Structure, founder: User) -> None:
    meeting = hold(structure, "Groupe perdu", date(2026, 3, 10))
    proved = services.Proved([structure.indicators.order_by("pk")[0]])
    joined = services.join_thing(
        structure, "reunion", meeting, proved, title=meeting.title, dated_on=TODAY, by=founder, on=TODAY
    )
    meeting.delete()
    piece = next(each for each in pieces_of(structure, 2026, None) if each.evidence == joined)
    assert (piece.is_gone, piece.evidence.title, piece.path) == (True, "Groupe perdu", "")


def test_a_number_is_never_given_twice(structure: Structure, founder: User) -> None:
    first = paper(structure, founder, "Celle-ci")
    services.unjoin(first, by=founder)
    assert paper(structure, founder, "La suivante").number == first.number + 1
    assert first not in [each.evidence for each in pieces_of(structure, 2026, None)]
    first.refresh_from_db()
    assert (first.title, first.file) == (services.WITHDRAWN, None)


def test_what_misses_says_who_brings_it_until_a_piece_answers(structure: Structure, founder: User) -> None:
    (wanted,) = missing_in(structure, 2026)
    page = client_of(founder).get(reverse("project:evidences", args=[structure.slug]) + "?annee=2026")
    assert "La convention signée" in page.content.decode()
    services.answer(wanted, paper(structure, founder, "Convention"), by=founder)
    assert not missing_in(structure, 2026).exists()


def test_a_single_indicator_that_fits_is_proposed_and_two_are_chosen_from(
    structure: Structure, founder: User
) -> None:
    meeting = hold(structure, "Groupe de mars", date(2026, 3, 10))
    page = reverse("governance:meeting", args=[structure.slug, meeting.pk])
    add(structure, founder, "Heures données", origin="compte", counter="heures_de_reunion")
    shown = client_of(founder).get(page).content.decode()
    assert "Joindre à «" not in shown
    assert "Heures données" in shown
