"""What is typed of a desk."""

from typing import Any

from django import forms

from maillage.care.enums import AskerKind
from maillage.care.forms.shared import ServiceField
from maillage.care.models import Desk
from maillage.care.services.desks import GivenDesk
from maillage.kernel import BadInput, phone
from maillage.structures.models import Structure
from maillage.ui.forms import KeyedForm, LongSelect, let_choose

#: Who has a desk: a person and their relatives ask on the public page.
KINDS = [(kind.value, kind.label) for kind in AskerKind if kind not in {AskerKind.PATIENT, AskerKind.CARER}]


class DeskForm(KeyedForm):
    name = ServiceField(label="Nom du guichet", max_length=120, help_text="« Sorties du CH de Cahors ».")
    kind = forms.ChoiceField(label="Qui demande", choices=[("", "Choisissez…"), *KINDS])
    email = forms.EmailField(
        label="Courriel", max_length=254, required=False, help_text="Prévenu quand une demande est prise."
    )
    phone = forms.CharField(
        label="Téléphone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text="Donné à qui prend une demande, pour savoir de qui il s’agit.",
    )
    partner = forms.ChoiceField(label="Partenaire du carnet", required=False, widget=LongSelect)

    def __init__(self, structure: Structure, data: Any = None, *, desk: Desk | None = None) -> None:
        names = {"name": "name", "kind": "kind", "email": "email", "phone": "phone", "partner": "partner_id"}
        initial = {name: getattr(desk, column) for name, column in names.items()} if desk else {}
        super().__init__(data, initial=initial)
        if desk:
            self.fields["key"].initial = desk.key
        self.partners = structure.partners
        named = list(self.partners.order_by("name", "pk").values_list("pk", "name"))
        let_choose(self, "partner", [("", "Aucun"), *named])
        if not named:
            del self.fields["partner"]

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        if not text.strip():
            return ""
        try:
            return phone(text)
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        """Who takes a request must learn who it is for."""
        data = super().clean() or {}
        if not self.errors and not (data.get("email") or data.get("phone")):
            self.add_error(
                "phone", "Donnez un téléphone ou un courriel : qui prend la demande doit vous joindre."
            )
        return data

    def given(self) -> GivenDesk:
        said = self.cleaned_data
        partner = self.partners.get(pk=said["partner"]) if said.get("partner") else None
        return GivenDesk(said["name"], said["kind"], said["email"], said["phone"], partner)
