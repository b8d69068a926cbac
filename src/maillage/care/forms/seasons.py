"""Planning a season, adding what is to do, saying what was done."""

from django import forms

from maillage.care.enums import Season
from maillage.care.forms.shared import NobodyField
from maillage.care.services.seasons import GivenSeason
from maillage.ui.forms import KeyedForm, NamingForm, card_field, day_field, words_field


class SeasonForm(NamingForm, KeyedForm):
    season = forms.ChoiceField(label="Saison", choices=Season)
    title = NobodyField(label="Titre", max_length=120, help_text="« Canicule : appeler les isolés ».")
    starts_on = day_field("Se prépare le", help_text="Le même jour chaque année. Choisissez votre jour.")
    owner = card_field("Responsable")

    def given(self) -> GivenSeason:
        said = self.cleaned_data
        return GivenSeason(said["season"], said["title"], said["starts_on"], said["owner"])


class SeasonTaskForm(NamingForm, KeyedForm):
    words = NobodyField(label="À faire", max_length=160)
    who = card_field("Qui")


class SeasonDoneForm(forms.Form):
    done = words_field(
        "Ce qui a été fait",
        kind=NobodyField,
        longest=2_000,
        required=True,
        help_text="Qui le préparera l’an prochain le lira.",
    )
