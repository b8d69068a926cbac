"""What is typed of the contact of a structure."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms

from maillage.kernel import phone
from maillage.people.forms.joining import read_as
from maillage.people.forms.presence import AbsenceForm
from maillage.people.models import ContactDesk, Person
from maillage.people.queries.naming import label_of
from maillage.people.services.desk import GivenDesk
from maillage.ui.forms import NamedField

#: Id of the list of cards, once on the page.
CARDS = "cards"
UNKNOWN = "Ce nom n’est pas dans vos fiches. Choisissez l’un de ceux qui sont proposés."


class DeskAbsenceForm(AbsenceForm):
    """An absence of who answers; who replaces them has a card: they are reached."""

    replaced_by = NamedField(proposals=CARDS, refusal=UNKNOWN, label="Qui répond alors", required=False)

    def __init__(self, data: Any = None, *, cards: Mapping[str, Person]) -> None:
        super().__init__(data)
        field = self.fields["replaced_by"]
        if isinstance(field, NamedField):
            field.known = cards


class DeskForm(forms.Form):
    email = forms.EmailField(
        label="Courriel de la structure",
        max_length=254,
        required=False,
        help_text="Une boîte que plusieurs relèvent, plutôt que celle de quelqu’un.",
    )
    phone = forms.CharField(
        label="Téléphone de la structure",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    hours = forms.CharField(
        label="Jours et heures",
        max_length=200,
        required=False,
        help_text="Quand on répond : « du lundi au jeudi, de 9 h à 12 h ».",
    )
    answers = NamedField(proposals=CARDS, refusal=UNKNOWN, label="Qui répond")
    agrees = forms.BooleanField(
        label="Joignable directement",
        required=False,
        help_text="Cette personne le souhaite : le courriel et le téléphone de sa fiche sont montrés, à la place de "
        "ceux de la structure.",
    )
    backup = NamedField(
        proposals=CARDS,
        refusal=UNKNOWN,
        label="Qui répond à sa place",
        required=False,
        help_text="Quand cette personne est absente et que son absence ne nomme personne d’autre.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(
        self, data: Any = None, *, desk: ContactDesk | None, cards: Mapping[str, Person], contact: str
    ) -> None:
        """`contact`: the words kept before there was a desk."""
        names = ("email", "phone", "hours", "version")
        told: dict[str, Any] = {name: getattr(desk, name) for name in names} if desk else {"version": 0}
        if desk:
            told |= {"answers": label_of(desk.answers, cards), "backup": label_of(desk.backup, cards)}
            told["agrees"] = desk.is_direct
        else:
            told["email"] = next((word for word in contact.strip("<>").split() if "@" in word), "")
        super().__init__(data, initial=told)
        for name in ("answers", "backup"):
            field = self.fields[name]
            if isinstance(field, NamedField):
                field.known = cards

    def clean_phone(self) -> str:
        return read_as(phone, self.cleaned_data["phone"])

    def given(self) -> GivenDesk:
        data = self.cleaned_data
        return GivenDesk(**{each.name: data[each.name] for each in fields(GivenDesk)})
