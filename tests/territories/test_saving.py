"""Saving a drawing, declaring it, and who is warned."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.geography import atlas
from maillage.kernel import BadInput
from maillage.territories.models import Territory
from maillage.territories.queries import overlaps, territory_report
from maillage.territories.services import declare, save_territory, withdraw
from players import GRAND_MONTAUBAN

DAY = date(2026, 9, 1)
TARN_ET_GARONNE = [commune.code for commune in atlas().communes_of("82")]
drawings = st.lists(st.sampled_from(TARN_ET_GARONNE), min_size=1, max_size=8)


class Saving(TestCase):
    @settings(max_examples=25)
    @given(first=drawings, then=drawings)
    def test_a_territory_is_exactly_the_last_drawing(self, first: list[str], then: list[str]) -> None:
        territory = save_territory(first)
        assert territory.codes == tuple(sorted(set(first)))
        for _ in range(2):
            territory = save_territory(then, territory=territory)
            assert territory.codes == tuple(sorted(set(then)))

    @settings(max_examples=25)
    @given(mine=drawings, theirs=drawings, declared=st.booleans(), name=st.sampled_from(["", "CPTS voisine"]))
    def test_an_overlap_is_what_is_shared_with_what_is_declared(
        self, mine: list[str], theirs: list[str], declared: bool, name: str
    ) -> None:
        theirs_saved = save_territory(theirs)
        if declared:
            declare(theirs_saved, on=DAY, public_name=name)
        shared = tuple(sorted(set(mine) & set(theirs))) if declared else ()
        found = overlaps(mine)
        assert [(each.name, each.codes) for each in found] == ([(name, shared)] if shared else [])
        assert sum(each.population for each in found) == sum(
            atlas().commune(code).population or 0 for code in shared
        )


def test_saving_the_same_drawing_again_writes_nothing(db: None) -> None:
    territory = save_territory(["82121", "82037"])
    with CaptureQueriesContext(connection) as queries:
        save_territory(["82037", "82121", "82121"], territory=territory)
    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


@pytest.mark.parametrize(("codes", "word"), [([], "au moins une commune"), (["99999", "82121"], "99999")])
def test_what_is_not_a_territory_is_refused(codes: list[str], word: str, db: None) -> None:
    with pytest.raises(BadInput, match=word):
        save_territory(codes)
    assert not Territory.objects.exists()


def test_a_refused_drawing_leaves_the_one_before(db: None) -> None:
    territory = save_territory(["82121"])
    with pytest.raises(BadInput):
        save_territory(["82037", "99999"], territory=territory)
    assert Territory.objects.get().codes == ("82121",)


def test_a_commune_that_became_another_is_kept_under_its_new_code(db: None) -> None:
    """Orée-d'Anjou moved its town hall, and its code with it."""
    assert save_territory(["49069"]).codes == ("49126",)


def test_arrondissements_are_kept_until_they_are_the_whole_city(db: None) -> None:
    assert save_territory(["75101", "75102"]).codes == ("75101", "75102")
    assert save_territory([f"6938{number}" for number in range(1, 10)]).codes == ("69123",)


def test_a_draft_has_no_public_name_even_by_mistake(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(public_name="CPTS", cog_year=2026)


def test_a_territory_does_not_overlap_itself(db: None) -> None:
    territory = declare(save_territory(["82121"]), on=DAY)
    assert overlaps(["82121"], apart_from=territory.pk) == []
    assert len(overlaps(["82121"])) == 1


def test_what_is_withdrawn_warns_nobody(db: None) -> None:
    territory = declare(save_territory(["82121"]), on=DAY, public_name="CPTS")
    withdraw(territory)
    assert overlaps(["82121"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "CPTS de Moissac"])
def test_a_stranger_reads_what_was_declared_and_no_more(name: str, client: Client) -> None:
    def seen() -> tuple[str, str]:
        body = {"communes": ["82121"]}
        page = client.get("/territoire/", {"dep": "31", "codes": "82121"})
        report = client.post("/api/v1/territories/summary", body, content_type="application/json")
        return page.content.decode(), str(report.json()["overlaps"])

    territory = save_territory(["82121", "82112"])
    draft = seen()
    declare(territory, on=DAY, public_name=name)
    page, report = seen()
    assert draft[1] == "[]"
    assert "82121" in report
    assert "82112" not in page + report + draft[0]  # what we do not share stays theirs
    for text in (page, report):
        assert ("CPTS de Moissac" in text) is bool(name)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_redrawings_at_the_same_moment_leave_one_of_them(at_once: Callable[..., list[Any]]) -> None:
    territory = save_territory(["82001"])
    wished = [TARN_ET_GARONNE[start : start + 20] for start in (0, 10, 20, 30)]
    at_once(*[lambda codes=codes: save_territory(codes, territory=territory) for codes in wished])
    assert list(Territory.objects.get().codes) in wished


# The report


def test_a_report_has_the_shape_other_programs_rely_on(db: None) -> None:
    report = territory_report(["82121", "82037"], on=DAY)
    assert (
        report.items()
        >= {
            "communes": 2,
            "population": 62_945 + (atlas().commune("82037").population or 0),
            "population_year": atlas().population_year,
            "size_class": 2,
            "contiguous": False,
            "pieces": 2,
            "unknown_codes": [],
            "departements": ["82"],
            "overlaps": [],
        }.items()
    )
    assert report["to_next_threshold"] == 80_000 - report["population"]
    assert report["density"] == pytest.approx(report["population"] / report["area_km2"], rel=0.01)
    assert all(part.keys() == {"code", "name", "members_in", "members_total"} for part in report["epci"])
    assert sum(part["members_in"] for part in report["epci"]) == 2


def test_a_report_of_an_epci_covers_it_whole(db: None) -> None:
    report = territory_report(atlas().epci(GRAND_MONTAUBAN).members, on=DAY)
    assert [(part["code"], part["members_in"], part["members_total"]) for part in report["epci"]] == [
        (GRAND_MONTAUBAN, 12, 12)
    ]
    assert (report["population"], report["size_class"], report["pieces"]) == (82_095, 3, 1)


def test_a_report_tells_the_codes_it_did_not_know_and_counts_the_rest(db: None) -> None:
    report = territory_report(["82121", "99999", "82121"], on=DAY)
    assert (report["communes"], report["unknown_codes"]) == (1, ["99999"])
    assert any("99999" in note for note in report["notes"])


def test_a_report_names_an_overlap_only_when_its_structure_is_public(db: None) -> None:
    declare(save_territory(["82121"]), on=DAY, public_name="CPTS")
    declare(save_territory(["82121", "82037"]), on=DAY)
    found = territory_report(["82121", "82037"], on=DAY)["overlaps"]
    assert [(each["name"], each["communes"]) for each in found] == [
        (None, ["82037", "82121"]),
        ("CPTS", ["82121"]),
    ]
