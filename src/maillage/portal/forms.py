"""Filters of the public pages: they live in the URL."""

from django import forms

from maillage import legislation
from maillage.portal.queries import theme_of

GRADES = [
    ("", "Tous"),
    ("official", "Officiel"),
    ("professional", "Professionnel"),
    ("testimony", "Témoignage"),
    ("seed", "Document source"),
    ("derived", "Calculé"),
    ("unknown", "Inconnu"),
]
THEMES = {
    "association": "Associations",
    "cds": "Centres de santé",
    "cpts": "CPTS",
    "escap": "ESCAP",
    "esp": "ESP",
    "esp_clap": "ESP CLAP",
    "ess": "ESS",
    "msp": "MSP",
    "pharmacy": "Pharmacie",
    "sisa": "SISA",
    "social_security": "Sécurité sociale",
}


def themes() -> list[tuple[str, str]]:
    """The themes our rules have, each once; one we have no word for keeps its identifier."""
    known = sorted({theme_of(rule) for rule in legislation.rules()})
    return [("", "Tous"), *((theme, THEMES.get(theme, theme)) for theme in known)]


class DayForm(forms.Form):
    on = forms.DateField(
        label="Si l’étape a lieu le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2027-01-01."},
    )


class RulesForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, max_length=80)
    theme = forms.ChoiceField(label="Thème", choices=themes, required=False)
    grade = forms.ChoiceField(label="Degré de preuve", choices=GRADES, required=False)
    on = forms.DateField(
        label="Au",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2024-06-01."},
    )
