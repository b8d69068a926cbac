"""A card, to correct."""

from collections.abc import Collection
from typing import Any

from django import forms

from maillage.people.enums import Engagement, Practice
from maillage.people.forms.joining import ContactForm
from maillage.people.forms.seen import SeenForm
from maillage.people.forms.table import PersonForm


class CardForm(SeenForm, PersonForm, ContactForm):
    """All that is said of one person: who they are, then how they are reached."""

    field_order = (
        "name",
        "profession",
        "specialty",
        "practice",
        "role",
        "commune",
        "workplace",
        "rpps",
        "engagement",
        "represented",
        "email",
        "phone",
        "preferred",
        "shows_email",
        "shows_phone",
    )

    represented = forms.CharField(
        label="Représenté par",
        max_length=120,
        required=False,
        help_text="Pour un établissement ou une association : qui parle en son nom.",
    )

    def __init__(self, data: Any = None, *, asked: Collection[str] = (), initial: Any = None) -> None:
        super().__init__(data, asked=asked, initial=initial)
        self.fields["practice"] = forms.ChoiceField(
            label="Mode d’exercice", choices=[("", "Non précisé"), *Practice.choices], required=False
        )
        self.fields["engagement"] = forms.ChoiceField(
            label="Autour de la table",
            choices=[("", "Non, connu de la structure"), *Engagement.choices],
            required=False,
        )
        self.order_fields(self.field_order)
        self.keep_seen(initial or {})
