"""Writing a section, saying who writes it, what one thinks of it."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django import forms

from maillage.accounts.models import User
from maillage.people.models import Person
from maillage.people.queries.naming import Told
from maillage.structures.models import Membership, Structure
from maillage.ui.forms import WholeField

NOBODY = ("", "Personne pour le moment")


class SectionForm(forms.Form):
    """`rich` is switched on by the editor's script; without it the text is plain and gets its paragraphs.

    `seals`: of what the page showed beside these words; `over`: the pen of somebody else is taken.
    """

    text = forms.CharField(label="Votre texte", required=False, widget=forms.Textarea(attrs={"rows": 12}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)
    rich = forms.BooleanField(widget=forms.HiddenInput, required=False)
    seals = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000)

    def clean_seals(self) -> dict[str, str]:
        """What is not as we wrote it says nothing."""
        try:
            said = json.loads(self.cleaned_data["seals"] or "{}")
        except ValueError:
            return {}
        if not isinstance(said, dict):
            return {}
        return {block[:60]: seal[:16] for block, seal in said.items() if isinstance(seal, str)}


class OwnerForm(forms.Form):
    who = forms.ChoiceField(label="Qui l’écrit", required=False)

    def __init__(
        self,
        structure: Structure,
        members: Iterable[Membership],
        cards: Iterable[Told],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.structure = structure
        accounts = {f"compte-{each.user_id}": str(each.user) for each in members}
        said = [
            (f"fiche-{pk}", f"{called}, {commune}" if commune else called)
            for pk, called, _, _, commune in cards
        ]
        cast("forms.ChoiceField", self.fields["who"]).choices = [
            NOBODY,
            ("Comptes", list(accounts.items())),
            ("Fiches", said),
        ]

    def chosen(self) -> tuple[Person | None, User | None]:
        kind, _, pk = self.cleaned_data["who"].partition("-")
        if kind == "fiche":
            return self.structure.people.get(pk=pk), None
        return None, User.objects.get(pk=pk) if kind == "compte" else None


class CommentForm(forms.Form):
    quotation = forms.CharField(
        label="Le passage", max_length=300, required=False, help_text="Copiez-le, pour qu’on le retrouve."
    )
    words = forms.CharField(
        label="Votre commentaire",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        help_text="Lu par les membres de la structure, jamais imprimé. Aucun nom de patient.",
    )


class TitleForm(forms.Form):
    title = forms.CharField(
        label="Titre du document", max_length=160, required=False, help_text="Vide : le titre de son plan."
    )


class CompareForm(forms.Form):
    de = WholeField(required=False, min_value=0, max_value=2**31 - 2)
    a = WholeField(required=False, min_value=0, max_value=2**31 - 2)
