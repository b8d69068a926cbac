"""A sheet taken up is an action of one's own, dated from its first day; its origin says where it came from."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from grounds import structure_on
from maillage import legislation
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.project.models import Action
from maillage.project.perms import takeable
from maillage.project.queries.library import shelves
from maillage.project.services import actions, library
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 7)


@pytest.fixture
def elsewhere(outsider: User) -> Structure:
    """A structure of somebody else."""
    return structure_on(atlas().epci("248200099").members[:2], by=outsider)


def test_a_sheet_taken_up_dates_its_steps_from_its_first_day_once(
    structure: Structure, founder: User
) -> None:
    sheet, key = legislation.sheet("medecin_traitant"), uuid4()
    made, again = (
        library.take_sheet(
            structure, sheet, library.Taking(DAY, "acces_aux_soins"), key=key, by=founder, on=DAY
        )
        for _ in range(2)
    )
    assert made == again
    assert [step.due_on for step in made.steps.all()] == [
        DAY + timedelta(weeks=step.after_weeks) for step in sheet.steps
    ]
    assert made.statement == sheet.need
    assert made.aims.splitlines() == list(sheet.goals)
    assert "Bibliothèque" in made.origin
    assert (made.origin_on, made.sheet) == (DAY, sheet.key)
    assert made.owner is None, "a sheet names nobody"


def test_every_sheet_of_a_form_stands_on_one_shelf(structure: Structure) -> None:
    for form in ("cpts", "msp", "esp_clap"):
        structure.form = form
        shown = [sheet.key for shelf in shelves(structure, on=DAY) for sheet in shelf.sheets]
        assert sorted(shown) == sorted(sheet.key for sheet in legislation.sheets(form))


def test_an_action_of_another_structure_is_taken_up_only_once_it_is_shared(
    structure: Structure, elsewhere: Structure, founder: User, outsider: User, client: Client
) -> None:
    known = actions.add_action(
        elsewhere,
        actions.GivenAction("Chutes", starts_on=DAY, columns={"goal": "Moins de chutes"}),
        key=uuid4(),
        by=outsider,
    )
    known.steps.create(what="Former", due_on=DAY + timedelta(days=10), key=uuid4())
    actions.note(known, "Mme X refuse", on=DAY, key=uuid4(), by=outsider)
    client.force_login(founder)
    page = reverse("project:copy", args=[structure.slug, known.pk])
    assert client.get(page).status_code == 404
    actions.share(known, shared=True, by=outsider)
    shown = client.get(page).content.decode()
    assert "Moins de chutes" in shown
    assert "refuse" not in shown
    first = DAY + timedelta(days=100)
    assert client.post(page, {"starts_on": first, "key": uuid4()}).status_code == 302
    made = structure.project_actions.get(title="Chutes")
    assert made.origin == f"{elsewhere.name}, fiche 1, version {known.version}"
    assert [step.due_on for step in made.steps.all()] == [first + timedelta(days=10)]
    assert not made.notes.exists()
    actions.share(known, shared=False, by=outsider)
    assert structure.project_actions.filter(pk=made.pk).exists(), "what was taken up stays"


def test_a_module_switched_off_shares_nothing(
    structure: Structure, elsewhere: Structure, founder: User, outsider: User
) -> None:
    known = actions.add_action(elsewhere, actions.GivenAction("Chutes"), key=uuid4(), by=outsider)
    Action.objects.update(is_shared=True)
    assert list(takeable(founder, structure)) == [known]
    elsewhere.module_choices.create(module="projet", is_on=False)
    assert not takeable(founder, structure).exists()
