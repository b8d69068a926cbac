"""What members are told of who is paid."""

from typing import Any

from django import forms

from maillage.funding.forms.claims import decision_field, offer_decisions
from maillage.structures.models import Structure

WAYS = [("fonction", "Par fonction, sans nommer personne"), ("personne", "Par personne, nommées")]


class TransparencyForm(forms.Form):
    way = forms.ChoiceField(label="Les membres lisent les sommes", choices=WAYS)
    decision = decision_field(empty_label="Aucune", help_text="Pour nommer les personnes, il la faut.")

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_decisions(self, structure)
