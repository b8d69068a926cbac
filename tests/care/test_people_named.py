"""A list of names, one a line, typed as people type them: each is a card, or the way out is said."""

import pytest
from django.core.exceptions import ValidationError

from maillage.care.forms.teams import PeopleField
from maillage.people.queries.naming import cards_by_label
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(structure: Structure) -> PeopleField:
    for name, profession, commune in (
        ("Dr Alix Inventé", "medecin_generaliste", "Montauban"),
        ("Dr Alix Invente", "medecin_generaliste", "Bressols"),
        ("Ondine Abricot", "infirmier", ""),
    ):
        structure.people.create(name=name, profession=profession, commune=commune)
    field = PeopleField()
    field.known = cards_by_label(structure)
    return field


@pytest.mark.parametrize("typed", ["Ondine Abricot", " ondine  ABRICOT ", "Abricot Ondine"])
def test_a_name_is_found_however_it_is_typed(field: PeopleField, typed: str) -> None:
    assert [card.name for card in field.clean(typed)] == ["Ondine Abricot"]


def test_a_name_that_two_bear_is_told_apart_by_what_follows_it(field: PeopleField) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean("Dr Alix Inventé\nOndine Abricot\nPersonne Inconnue")
    shared, lost = refused.value.messages
    assert "Plusieurs fiches portent le nom «\u00a0Dr Alix Inventé\u00a0»." in shared
    labels = [label for label in field.known if label.startswith("Dr Alix")]
    assert all(f"«\u00a0{label}\u00a0»" in shared for label in labels)
    assert lost.startswith("Pas dans vos fiches\u00a0: Personne Inconnue.")
    assert [field.clean(label)[0].commune for label in sorted(labels)] == ["Bressols", "Montauban"]
