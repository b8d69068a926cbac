"""What is typed of an absence, and ticked of themes."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone

from maillage.kernel import LAST_DAY
from maillage.people.models import Person
from maillage.people.queries.presence import themes_of
from maillage.ui.forms import DATE, NOT_SO_OLD

NOT_SO_FAR = MaxValueValidator(LAST_DAY, "Cette date est trop lointaine\N{NO-BREAK SPACE}: vérifiez l’année.")


class AbsenceForm(forms.Form):
    """From a day to another; today, until somebody says otherwise."""

    since = forms.DateField(label="Du", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    last_day = forms.DateField(label="Au", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    replaced_by = forms.CharField(label="Qui remplace", max_length=120, required=False)

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"since": today, "last_day": today}, auto_id="absence-%s")


class ThemesForm(forms.Form):
    """Themes of the house and of the structure; those that a card says already are ticked."""

    theme = forms.MultipleChoiceField(label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, person: Person, data: Any = None) -> None:
        held: Collection[str] = [interest.theme for interest in person.interests.all()]
        super().__init__(data, initial={"theme": held}, auto_id="theme-%s")
        proposed = themes_of(person.structure)
        field = cast("forms.MultipleChoiceField", self.fields["theme"])
        field.choices = [*proposed.items(), *((theme, theme) for theme in held if theme not in proposed)]
