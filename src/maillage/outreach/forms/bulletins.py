"""What is typed to write a bulletin, and to stop receiving them."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from maillage.outreach.enums import Dimension
from maillage.outreach.models import Bulletin
from maillage.outreach.queries.audience import Choices, crossed, keys_of
from maillage.outreach.services import Written

TITLE = forms.TextInput(attrs={"autocomplete": "off"})
LONGEST = 20_000  # characters


class StartForm(forms.Form):
    title = forms.CharField(
        label="Titre", max_length=150, widget=TITLE, help_text="Ce que chacun lit d’abord, comme objet."
    )


class PartField(forms.ChoiceField):
    """A part of those who belong; empty, it says everyone."""

    is_needed = True

    def __init__(self, *, empty: str, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.empty = empty

    def offer(self, parts: Iterable[tuple[str, str]]) -> None:
        self.choices = [("", self.empty), *parts]


class WriteForm(forms.Form):
    """A draft. The news ticked stand beside it on the page, by the name `kept`."""

    title = forms.CharField(label="Titre", max_length=150, widget=TITLE)
    words = forms.CharField(
        label="Votre texte",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Une ligne vide sépare deux paragraphes ; « - » commence chaque ligne d’une liste ; une adresse https:// devient un lien.",
    )
    college = PartField(label="Collège", empty="Tous les collèges")
    profession = PartField(label="Profession", empty="Toutes les professions")
    commune = PartField(label="Commune", empty="Toutes les communes")
    groupe = PartField(label="Groupe", empty="Tous les groupes")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)

    def __init__(self, choices: Choices, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for dimension in Dimension:
            if dimension in choices:
                cast("PartField", self.fields[dimension]).offer(choices[dimension])
            else:
                del self.fields[dimension]

    @classmethod
    def of(cls, bulletin: Bulletin, choices: Choices) -> "WriteForm":
        kept = {
            "title": bulletin.title,
            "words": bulletin.words,
            "version": bulletin.version,
            **{key.partition(":")[0]: key for key in keys_of(bulletin.audience)},
        }
        return cls(choices, initial=kept)

    def written(self, left_out: set[str]) -> Written:
        data = self.cleaned_data
        return Written(data["title"], data["words"], asked_in(data), left_out)

    @property
    def parts(self) -> list[forms.BoundField]:
        """To whom: who is in all that is chosen."""
        return [self[dimension] for dimension in Dimension if dimension in self.fields]


def asked_in(given: Mapping[str, Any]) -> str:
    """The audience that these fields say (Bulletin.audience)."""
    return crossed(str(given.get(dimension, "")) for dimension in Dimension)


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
