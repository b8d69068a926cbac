"""An *avenant* as its paper says; a paper of a contract."""

from typing import Any, Self, cast

from django import forms

from maillage.funding.enums import ContractPaperKind
from maillage.funding.forms.contracts import MOST_PEOPLE
from maillage.funding.forms.expenses import PAPERS
from maillage.funding.models import Avenant, Contract
from maillage.funding.services.avenants import GivenAvenant
from maillage.funding.services.papers import GivenPaper
from maillage.ui.forms import KeyedForm, WholeField, day_field

AS_IT_WAS = "Vide : l’avenant n’y change rien."


class AvenantForm(KeyedForm):
    """What the avenant leaves as it was stays empty; its sums are written mission by mission, on its page."""

    signed_on = day_field("Avenant signé le")
    effect_on = day_field("Prend effet le")
    purpose = forms.CharField(label="Ce qu’il change", max_length=200)
    ends_on = day_field("Nouveau dernier jour du contrat", required=False, help_text=AS_IT_WAS)
    population = WholeField(
        label="Nouvelle population", required=False, min_value=1, max_value=MOST_PEOPLE, help_text=AS_IT_WAS
    )
    size = forms.TypedChoiceField(
        label="Nouvelle taille",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Inchangée"), *((number, f"Taille {number}") for number in range(1, 5))],
    )

    def __init__(self, *args: Any, is_agreement: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_agreement:
            del self.fields["population"], self.fields["size"]

    @classmethod
    def of(cls, avenant: Avenant, *, is_agreement: bool) -> Self:
        said = {name: getattr(avenant, name) for name in GivenAvenant.__slots__}
        return cls(initial=said, is_agreement=is_agreement)

    def given(self) -> GivenAvenant:
        data = self.cleaned_data
        return GivenAvenant(**{name: data[name] for name in GivenAvenant.__slots__ if name in data})


class ContractPaperForm(forms.Form):
    kind = forms.ChoiceField(label="Ce que c’est", choices=ContractPaperKind)
    avenant = forms.TypedChoiceField(label="De quel avenant", required=False, coerce=int, empty_value=None)
    dated_on = day_field("Datée du", help_text="Le jour écrit sur la pièce.")
    file = forms.FileField(
        label="Pièce",
        widget=forms.FileInput(attrs={"accept": PAPERS, "class": "form-control"}),
        help_text="PDF, JPEG ou PNG.",
    )

    def __init__(self, contract: Contract, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.avenants = {each.pk: each for each in contract.avenants.all()}
        named = [
            (pk, f"n° {rank}, {each.purpose}") for rank, (pk, each) in enumerate(self.avenants.items(), 1)
        ]
        if named:
            cast("forms.TypedChoiceField", self.fields["avenant"]).choices = [("", "Aucun"), *named]
        else:
            del self.fields["avenant"]

    def given(self) -> GivenPaper:
        data = self.cleaned_data
        return GivenPaper(data["kind"], data["dated_on"], self.avenants.get(data.get("avenant") or 0))
