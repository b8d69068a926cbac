"""Pathways and sheets: what is published changes no more, months add up, nobody is in them."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from care import paths
from maillage.accounts.models import User
from maillage.care.models import Pathway, PathwayStep, ReflexSheet
from maillage.care.queries.pathways import lines_of
from maillage.care.queries.pathways_counts import pathways_year, patients_followed
from maillage.care.queries.sheets import started_from
from maillage.care.rules.pathways import Month, held, last_month, overdrawn
from maillage.care.services import pathways as services
from maillage.care.services import sheets
from maillage.kernel import BadInput, add_months
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from players import Cast

MONTHS = st.dictionaries(
    st.integers(0, 30), st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12
).map(lambda rows: [Month(add_months(date(2024, 1, 1), back), *numbers) for back, numbers in rows.items()])


@given(MONTHS)
def test_months_that_are_accepted_never_hold_less_than_nobody(months: list[Month]) -> None:
    if overdrawn(months) is None:
        ends = [add_months(each.first, 1) for each in months]
        assert all((held(months, before=end) or 0) >= 0 for end in ends)


@given(MONTHS)
def test_the_order_in_which_months_are_noted_changes_nothing(months: list[Month]) -> None:
    until = date(2030, 1, 1)
    assert held(months, before=until) == held(reversed(months), before=until)
    assert overdrawn(months) == overdrawn(months[::-1])


def test_no_month_noted_is_unknown_and_not_zero() -> None:
    assert held([], before=date(2026, 1, 1)) is None
    assert held([Month(date(2025, 3, 1), 0, 0)], before=date(2026, 1, 1)) == 0


@pytest.fixture
def founder(cast: Cast) -> User:
    assert cast["founder"]
    return cast["founder"]


@pytest.fixture
def pathway(structure: Structure) -> Pathway:
    return structure.pathways.get()


@pytest.mark.django_db
def test_what_is_published_stays_while_the_next_is_written(pathway: Pathway, founder: User) -> None:
    draft = services.open_draft(pathway)
    assert draft == services.open_draft(pathway)
    services.write_pathway(
        pathway, services.GivenPathway("Sorties"), [services.GivenStep("Appeler")], version=1, by=founder
    )
    assert PathwayStep.objects.filter(of__pathway=pathway, of__number=1).count() == 2
    with pytest.raises(BadInput, match="ce qui change"):
        services.publish(pathway, "", by=founder, on=date(2026, 3, 2))
    services.publish(pathway, "On appelle", by=founder, on=date(2026, 3, 2))
    with pytest.raises(BadInput, match="brouillon"):
        services.publish(pathway, "Encore", by=founder, on=date(2026, 3, 2))
    with pytest.raises(BadInput, match="reste"):
        services.drop_pathway(pathway, by=founder)


@pytest.mark.django_db
def test_months_make_the_figure_and_more_out_than_in_is_refused(
    structure: Structure, pathway: Pathway, founder: User
) -> None:
    assert patients_followed(structure, date(2030, 1, 1)) is None
    key = pathway.versions.get(number=1).steps.all()[0].key
    for month, entered, left in ((1, 5, 1), (2, 2, 3)):
        given_ = services.GivenMonth(date(2026, month, 1), entered, left, {key: entered})
        services.note_month(pathway, given_, on=date(2026, 3, 5), by=founder)
    assert patients_followed(structure, date(2026, 2, 1)) == 4
    assert patients_followed(structure, date(2027, 1, 1)) == 3
    (counted,) = pathways_year(structure, 2026)
    assert (counted.entered, counted.left, dict(counted.steps)) == (7, 4, {"Annoncer la sortie": 7})
    with pytest.raises(BadInput, match="février"):
        services.note_month(
            pathway, services.GivenMonth(date(2026, 1, 1), 0, 0, {}), on=date(2026, 3, 5), by=founder
        )
    with pytest.raises(BadInput, match="à venir"):
        services.note_month(
            pathway, services.GivenMonth(date(2026, 4, 1), 1, 0, {}), on=date(2026, 3, 5), by=founder
        )


@pytest.mark.django_db
def test_who_answers_for_it_notes_a_month_by_their_link_in_one_tap(
    structure: Structure, max_: Person
) -> None:
    pathway = structure.pathways.get()
    page = max_.door.link.step(f"parcours-{pathway.pk}")
    assert Client().post(page, {"rien": "1"}).status_code == 302
    (noted,) = pathway.months.all()
    assert (noted.month, noted.entered, noted.left) == (last_month(today_in(structure)), 0, 0)
    Pathway.objects.update(owner=None)
    assert Client().post(page, {"rien": "1"}).status_code == 404
    assert "Rien ce mois-ci" not in Client().get(page).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["public", "etape-0-what"])
def test_nobody_is_named_in_a_pathway(structure: Structure, founder: User, field: str) -> None:
    client = Client()
    client.force_login(founder)
    sent = paths.A_PATHWAY | {"key": str(uuid4()), field: "Mme O., 06 12 34 56 78"}
    answer = client.post(reverse("care:add_pathway", args=[structure.slug]), sent)
    assert answer.status_code == 422
    assert "guichet" in answer.content.decode()
    assert structure.pathways.count() == 1


@pytest.mark.django_db
def test_that_of_another_structure_is_taken_up_with_its_words_alone(
    structure: Structure, founder: User
) -> None:
    from maillage.people.services import found

    other = found(
        name="CPTS voisine", codes=("82025",), by=founder, on=date(2026, 2, 2), people=[], meetings=[]
    )
    client = Client()
    client.force_login(founder)
    theirs = structure.pathways.get()
    client.post(reverse("care:copy_pathway", args=[other.slug, theirs.pk]), {"key": str(uuid4())})
    sheet = structure.reflex_sheets.get()
    key = str(uuid4())
    for _ in range(2):
        client.post(reverse("care:copy_sheet", args=[other.slug, sheet.pk]), {"key": key})
    taken = other.pathways.get()
    assert (taken.origin, taken.owner, taken.partners.count()) == ("CPTS du Tescou, version 1", None, 0)
    assert [each.what for each in taken.versions.get().steps.all()] == [
        "Annoncer la sortie",
        "Passer le soir",
    ]
    assert other.reflex_sheets.get().published is None
    assert lines_of(other, on=date(2026, 3, 1))[0].in_force is None


@pytest.mark.django_db
def test_a_sheet_that_is_read_stays_until_the_next_edition_is_published(
    structure: Structure, founder: User, max_: Person
) -> None:
    sheet = structure.reflex_sheets.get()
    given_ = sheets.GivenSheet("Chute", "Est tombé", "Prendre la tension", owner=max_)
    sheets.write_sheet(sheet, given_, version=sheet.version, by=founder, on=date(2026, 3, 2))
    page = max_.door.link.step(f"fiche-{sheet.pk}")
    assert "Chercher une plaie" in Client().get(page).content.decode()
    sheets.publish_sheet(sheet, is_on=True, by=founder, on=date(2026, 3, 2))
    assert "Prendre la tension" in Client().get(page).content.decode()
    assert Client().get(f"{page}?papier")["Content-Type"] == "application/pdf"
    sheets.publish_sheet(sheet, is_on=False, by=founder, on=date(2026, 3, 2))
    assert Client().get(page).status_code == 404
    assert ReflexSheet.objects.get().editions.count() == 2


@pytest.mark.django_db
def test_a_sheet_starts_from_one_of_the_library_of_its_form(structure: Structure) -> None:
    begun = started_from(structure, "diabete")
    assert begun["acts"].startswith("Médecin généraliste : ")
    assert len(begun["acts"]) <= 1_200
    assert started_from(structure, "nulle_part") == {}
