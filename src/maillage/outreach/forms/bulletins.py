"""What is typed to write a bulletin, and to stop receiving them."""

from typing import Any

from django import forms

from maillage.outreach.models import Bulletin
from maillage.outreach.queries.audience import Choices
from maillage.outreach.services import Written

TITLE = forms.TextInput(attrs={"autocomplete": "off"})
LONGEST = 20_000  # characters


class StartForm(forms.Form):
    title = forms.CharField(
        label="Titre", max_length=150, widget=TITLE, help_text="Ce que chacun lit d’abord, comme objet."
    )


class WriteForm(forms.Form):
    """A draft. The news ticked stand beside it on the page, by the name `kept`."""

    title = forms.CharField(label="Titre", max_length=150, widget=TITLE)
    words = forms.CharField(
        label="Votre texte",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Texte simple. Une ligne vide sépare deux paragraphes, une adresse web devient un lien.",
    )
    audience = forms.ChoiceField(label="À qui", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)

    def __init__(self, choices: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        audience = self.fields["audience"]
        audience.choices = choices  # type: ignore[attr-defined]
        audience.is_needed = True  # type: ignore[attr-defined]  # empty, it says everyone

    @classmethod
    def of(cls, bulletin: Bulletin, choices: Choices) -> "WriteForm":
        kept = {
            "title": bulletin.title,
            "words": bulletin.words,
            "audience": bulletin.audience,
            "version": bulletin.version,
        }
        return cls(choices, initial=kept)

    def written(self, left_out: set[str]) -> Written:
        data = self.cleaned_data
        return Written(data["title"], data["words"], data["audience"], left_out)


class WishForm(forms.Form):
    """Two choices and no other: a machine that presses the one button of a page changes nothing."""

    wish = forms.ChoiceField(
        label="Que voulez-vous\N{NARROW NO-BREAK SPACE}?",
        choices=[
            ("arreter", "Arrêter\N{NO-BREAK SPACE}: ne plus recevoir ce bulletin"),
            ("continuer", "Continuer à le recevoir"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’un des deux, puis validez."},
    )
