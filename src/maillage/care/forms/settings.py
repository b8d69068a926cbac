"""What a structure chooses for care."""

from django import forms

from maillage.care.models import CareSetting
from maillage.ui.forms import VersionedForm, WholeField

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SettingForm(VersionedForm):
    small_below = WholeField(
        label="Masquer les nombres sous",
        min_value=2,
        max_value=50,
        help_text="Un nombre plus petit, sauf zéro, ne sort pas d’ici : il désignerait presque quelqu’un.",
    )
    opens_at = forms.TimeField(label="Relancer à partir de", widget=CLOCK)
    closes_at = forms.TimeField(
        label="Relancer jusqu’à",
        widget=CLOCK,
        help_text="Les jours ouvrés. Une demande urgente n’attend pas ces heures.",
    )
    kept_months = WholeField(
        label="Effacer ce qui est clos après, en mois",
        min_value=1,
        max_value=36,
        help_text="Demandes, questions de pharmaciens, ESCAP finies. Seuls des totaux restent ensuite.",
    )

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or {}
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", "Les relances finissent après avoir commencé.")
        return said

    @staticmethod
    def initial_of(setting: CareSetting) -> dict[str, object]:
        fields = ("small_below", "opens_at", "closes_at", "kept_months", "version")
        return {name: getattr(setting, name) for name in fields}
