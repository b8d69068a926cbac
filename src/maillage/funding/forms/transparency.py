"""What members are told of who is paid."""

from typing import Any, cast

from django import forms

from maillage.funding.forms.claims import LAST
from maillage.governance.enums import Verdict
from maillage.governance.models import Decision
from maillage.structures.models import Structure

WAYS = [("fonction", "Par fonction, sans nommer personne"), ("personne", "Par personne, nommées")]


class TransparencyForm(forms.Form):
    way = forms.ChoiceField(label="Les membres lisent les sommes", choices=WAYS)
    decision = forms.ModelChoiceField(
        label="Décision qui le vote", queryset=Decision.objects.none(), required=False, empty_label="Aucune"
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = Decision.objects.filter(structure=structure, verdict=Verdict.ADOPTED).order_by("-pk")[:LAST]
        decisions = Decision.objects.filter(pk__in=mine.values("pk"))
        cast("forms.ModelChoiceField[Decision]", self.fields["decision"]).queryset = decisions
