"""The procès-verbal, point by point, and what is asked of it."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from maillage.governance.enums import Signer
from maillage.governance.models import AgendaItem, Meeting
from maillage.governance.services.minutes import MOST_WORDS
from maillage.people.models import Person
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm


class MinutesForm(forms.Form):
    """What was said, a field a point."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)

    def __init__(self, items: Sequence[AgendaItem], version: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items
        self.fields["version"].initial = version
        for item in items:
            self.fields[f"notes_{item.pk}"] = forms.CharField(
                label=f"{item.rank}. {item.title}",
                required=False,
                max_length=MOST_WORDS,
                initial=item.notes,
                widget=forms.Textarea(attrs={"rows": 6}),
            )

    def notes(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"notes_{item.pk}"] for item in self.items}

    def beside(self, version: int) -> "MinutesForm":
        """What was typed, to be saved over the version that somebody saved meanwhile."""
        typed = {**self.data.dict(), "version": str(version)} if hasattr(self.data, "dict") else self.data
        return MinutesForm(self.items, version, typed)


class CorrectionForm(KeyedForm):
    correction = forms.CharField(
        label="Correction demandée", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApprovalForm(KeyedForm):
    sitting = forms.TypedChoiceField(label="Approuvé à la séance", coerce=int)

    def __init__(self, sittings: Sequence[Meeting], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {each.pk: each for each in sittings}
        choices = [(each.pk, f"{each.title}, {each.day:%d/%m/%Y}") for each in sittings]
        cast("forms.ChoiceField", self.fields["sitting"]).choices = choices


class SignatureForm(forms.Form):
    """Who signed in one quality, among those who may."""

    person = forms.TypedChoiceField(label="Signé par", coerce=int)
    signed_on = forms.DateField(label="Le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])

    def __init__(self, signer: Signer, people: Sequence[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{signer}-%s", **options})
        self.signer, self.known = signer, {each.pk: each for each in people}
        choices = [(pk, each.name) for pk, each in self.known.items()]
        cast("forms.ChoiceField", self.fields["person"]).choices = choices
