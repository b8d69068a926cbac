"""A concertation in figures; who is asked about what."""

from typing import Any, cast

from django import forms

from maillage.governance.forms.instances import card_field
from maillage.governance.services.rcp import GivenReferent, GivenSession
from maillage.legislation import professions_by_key
from maillage.structures.models import Structure
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm, NamingForm, WholeField

MOST = 500


def trades(structure: Structure) -> list[tuple[str, str]]:
    """The professions of the team, by name."""
    known = professions_by_key()
    keys = set(structure.people.values_list("profession", flat=True)) & known.keys()
    return sorted(((key, known[key].label) for key in keys), key=lambda pair: pair[1])


class SessionForm(KeyedForm):
    held_on = forms.DateField(label="Tenue le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    professions = forms.MultipleChoiceField(
        label="Professions présentes", widget=forms.CheckboxSelectMultiple
    )
    ald = WholeField(label="Situations de patients en ALD", min_value=0, max_value=MOST, required=False)
    over_75 = WholeField(
        label="De plus de 75 ans, hors ALD",
        min_value=0,
        max_value=MOST,
        required=False,
        help_text="Une situation compte dans un seul groupe.",
    )
    others = WholeField(label="Autres", min_value=0, max_value=MOST, required=False)
    theme = forms.CharField(
        label="Thème",
        max_length=60,
        required=False,
        help_text="Un sujet, jamais une personne : ni nom, ni initiales, ni âge, ni date. Ce qui y ressemble est refusé.",
    )
    minutes = WholeField(
        label="Durée",
        min_value=1,
        max_value=1_440,
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": "minutes"}),
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.MultipleChoiceField", self.fields["professions"]).choices = trades(structure)

    def given(self) -> GivenSession:
        said = self.cleaned_data
        return GivenSession(
            said["held_on"], said["professions"], said["ald"] or 0, said["over_75"] or 0, said["others"] or 0,
            said["theme"], said["minutes"],
        )  # fmt: skip


class ReferentForm(NamingForm):
    person = card_field("Personne")
    theme = forms.CharField(
        label="Thème", max_length=60, required=False, help_text="« Plaies », « Diabète »."
    )
    profession = forms.ChoiceField(label="Profession", required=False)
    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    until = forms.DateField(
        label="Jusqu’au", widget=DATE, required=False, validators=[NOT_SO_OLD, NOT_SO_FAR]
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["profession"]).choices = [("", "Toutes"), *trades(structure)]

    def given(self) -> GivenReferent:
        return GivenReferent(**{name: self.cleaned_data[name] for name in GivenReferent.__slots__})
