"""What a structure says of itself, and where it practises."""

from datetime import date
from typing import Any, Self

from django import forms

from maillage import legislation
from maillage.kernel import BadInput, folded, with_no_break_spaces
from maillage.structures.enums import Role
from maillage.structures.queries import Access, has_missions, signature_of
from maillage.structures.services import GivenSite
from maillage.territories.services.parts import MOST_PEOPLE
from maillage.ui.forms import DATE, GivenElsewhere, WholeField


class SiteForm(forms.Form):
    """A site, typed; what its FINESS says fills what is left empty."""

    name = forms.CharField(label="Nom", max_length=120, required=False)
    commune = GivenElsewhere(
        label="Commune",
        max_length=120,
        help_text="Son nom ou son code postal. Laissez vide si vous donnez un FINESS que l’annuaire connaît.",
    )
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    finess = forms.CharField(
        label="FINESS", max_length=40, required=False, help_text="Neuf caractères, s’il en a un."
    )
    hours = forms.CharField(label="Horaires", max_length=200, required=False)
    is_antenna = forms.BooleanField(label="C’est une antenne", required=False)

    def given(self) -> GivenSite:
        return GivenSite(**self.cleaned_data)


class RedrawForm(forms.Form):
    """The drawing that comes back from the map, with the signature it was drawn for when somebody chose one."""

    codes = forms.CharField(
        error_messages={"required": "Le territoire est vide. Choisissez au moins une commune."}
    )
    signed = forms.DateField(
        required=False, error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2027-03-01."}
    )


class VisibilityForm(forms.Form):
    declared = forms.BooleanField(
        label="Déclarer le territoire aux autres projets de cette instance",
        required=False,
        help_text="Qui dessine par-dessus est prévenu des communes partagées. Un brouillon n’apparaît à personne.",
    )
    public = forms.BooleanField(
        label="Montrer aussi le nom de la structure",
        required=False,
        help_text="Sans cela, on lit seulement « une structure qui ne publie pas son nom ».",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("public") and not data.get("declared"):
            self.add_error("public", "Pour montrer le nom, déclarez aussi le territoire.")
        return data


class IdentityForm(forms.Form):
    name = forms.CharField(label="Nom de la structure", max_length=120)
    signature_hoped_on = forms.DateField(
        required=False,
        widget=DATE,
        help_text="Les délais et le calendrier de votre document en partent.",
    )
    contract_population = WholeField(
        label="Population écrite au contrat",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="Une fois l’ACI signé : elle compte pour le contrat, même si l’Insee publie autre chose depuis.",
    )
    contract_signed_on = forms.DateField(label="Contrat signé le", required=False, widget=DATE)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, data: Any = None, *, form: str, initial: Any = None) -> None:
        """`form`: the key of its form, which says what is signed and whether a population is written there."""
        super().__init__(data, initial=initial)
        self.form = form
        signature = signature_of(form)
        if signature is None:
            del self.fields["signature_hoped_on"], self.fields["contract_signed_on"]
        else:
            self.fields["signature_hoped_on"].label = f"{signature.signature} espérée le"
        if not has_missions(form):
            del self.fields["contract_population"]

    def clean_signature_hoped_on(self) -> date | None:
        hoped: date | None = self.cleaned_data["signature_hoped_on"]
        if hoped and has_missions(self.form):
            try:
                legislation.deadlines(self.form, signed=hoped)
            except BadInput as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return hoped


#: What each role lets one do, for whom gives it.
DOES = {
    Role.FOUNDER: "écrit et règle tout, donne les accès",
    Role.PRESIDENCY: "écrit et règle tout, donne les accès",
    Role.COORDINATION: "écrit tout, sans toucher aux réglages ni aux accès",
    Role.TREASURY: "tient les cotisations, lit le reste",
    Role.MEMBER: "lit, sans rien changer",
}


class RolesForm(forms.Form):
    """What somebody who has an access does."""

    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=[(role, with_no_break_spaces(f"{role.label} : {DOES[role]}")) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un rôle."},
        help_text="Une même personne peut en tenir plusieurs.",
    )

    @classmethod
    def of(cls, access: Access) -> Self:
        return cls(initial={"roles": access.roles}, auto_id=f"access-{access.user.pk}-%s")


class AccessForm(RolesForm):
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    field_order = ("email", "roles")


class KeyForm(forms.Form):
    label = forms.CharField(
        label="Pour quel logiciel", max_length=80, help_text="Le nom par lequel vous la reconnaîtrez."
    )
    opens_money = forms.BooleanField(
        label="Elle lit aussi l’argent",
        required=False,
        help_text="Le calendrier des versements, la restitution de l’année et les lots de virements, sans nommer personne.",
    )
    opens_books = forms.BooleanField(
        label="Elle lit aussi les écritures",
        required=False,
        help_text="Le FEC d’un exercice, pour un logiciel comptable. Il nomme les fournisseurs et les personnes payées.",
    )
    keeps_statements = forms.BooleanField(
        label="Elle importe aussi les relevés de banque",
        required=False,
        help_text="Elle n’ajoute que des lignes nouvelles\N{NO-BREAK SPACE}: dire ce qu’elles sont reste à la page Banque.",
    )
    takes_transfers = forms.BooleanField(
        label="Elle prend aussi les fichiers de virements",
        required=False,
        help_text="D’un lot validé sur sa page, et d’aucun autre. Le fichier nomme les personnes payées et leur IBAN.",
    )


class EraseForm(forms.Form):
    """Erasing cannot be undone: its name is typed again."""

    name = forms.CharField(label="Le nom de la structure", max_length=120)

    def __init__(self, data: Any = None, *, name: str) -> None:
        super().__init__(data)
        self.expected = name
        self.fields["name"].help_text = f"Recopiez «\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»."

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if folded(name) != folded(self.expected):
            raise forms.ValidationError("Ce n’est pas son nom. Recopiez-le pour la supprimer.")
        return name
