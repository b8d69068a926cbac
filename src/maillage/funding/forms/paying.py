"""A payee, a call back, what a bank takes, a batch."""

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms

from maillage.funding.enums import PainVersion, PayeeKind
from maillage.funding.forms.contracts import euros_field
from maillage.funding.models import BankAccount, Payee
from maillage.funding.rules.transfers.accounts import bic_of, masked
from maillage.funding.services.payees import GivenPayee
from maillage.people.models import Person
from maillage.ui.forms import KeyedForm, LongSelect, WholeField, day_field

OUTSIDE = "Pour un compte hors de l’Espace économique européen, en Suisse ou à Monaco par exemple."


class PayeeForm(KeyedForm):
    """An IBAN that is left empty stays as it is, when there is one."""

    template_name = "funding/_payee_fields.html"

    person = forms.TypedChoiceField(label="Pour le temps de", coerce=int, widget=LongSelect)
    kind = forms.ChoiceField(label="Le compte est celui de", choices=PayeeKind)
    name = forms.CharField(
        label="Nom du titulaire", max_length=120, help_text="Comme il est écrit sur le RIB."
    )
    siret = forms.CharField(
        label="SIRET", required=False, max_length=20, help_text="D’une société ou d’un employeur."
    )
    iban = forms.CharField(
        label="IBAN",
        max_length=60,
        help_text="Recopié du RIB. Les pages n’en montrent que le début et la fin.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    street = forms.CharField(label="Rue", required=False, max_length=70, help_text=OUTSIDE)
    postcode = forms.CharField(label="Code postal", required=False, max_length=16)
    town = forms.CharField(label="Ville", required=False, max_length=35)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label="Pays",
        required=False,
        help_text="En deux lettres : CH, MC.",
        error_messages={"invalid": "Un pays s’écrit en deux lettres : CH, MC."},
    )

    def __init__(self, people: dict[int, Person], *args: Any, payee: Payee | None = None, **options: Any):
        super().__init__(*args, **options)
        self.people = people
        if payee is None:
            choices = [("", "Choisissez…"), *((pk, each.name) for pk, each in people.items())]
            cast("forms.TypedChoiceField", self.fields["person"]).choices = choices
            return
        del self.fields["person"], self.fields["key"]
        self.fields["iban"].required = False
        self.fields["iban"].help_text = f"Vide, il reste {masked(payee.iban)}."
        for name in ("kind", "name", "siret", "street", "postcode", "town", "country"):
            self.fields[name].initial = getattr(payee, name)

    def given(self) -> GivenPayee:
        return GivenPayee(**{name: self.cleaned_data[name] for name in GivenPayee.__slots__})

    @property
    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in ("person", "kind", "name", "siret", "iban") if name in self.fields]

    @property
    def address(self) -> list[forms.BoundField]:
        return [self[name] for name in ("street", "postcode", "town", "country")]


class CheckForm(forms.Form):
    """`seen`: the last change that was on the page."""

    called_on = day_field("Rappelé le")
    is_known = forms.BooleanField(
        label="J’ai rappelé la personne au numéro que nous connaissions, et elle m’a lu cet IBAN"
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**53)


class BankWantsForm(forms.Form):
    """Found from the IBAN, to be confirmed."""

    bic = forms.CharField(
        label="BIC de votre banque", max_length=20, help_text="Huit ou onze signes, écrits sur votre RIB."
    )
    pain_version = forms.ChoiceField(
        label="Version que prend votre banque",
        choices=PainVersion,
        help_text="Son aide en ligne le dit, à « virements par fichier ». Dans le doute, essayez celle de 2019.",
    )
    lead_days = WholeField(
        label="Délai, en jours ouvrés",
        min_value=0,
        max_value=10,
        help_text="Entre le dépôt du fichier et son exécution.",
    )
    cutoff = forms.TimeField(
        label="Heure limite de dépôt",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Après elle, le fichier compte pour le lendemain.",
    )

    def __init__(self, account: BankAccount, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["bic"].initial = account.bic or bic_of(account.iban)
        for name in ("pain_version", "lead_days", "cutoff"):
            self.fields[name].initial = getattr(account, name)


class PrepareForm(KeyedForm):
    """Beside the claims, which are ticked."""

    account = forms.TypedChoiceField(label="Compte qui paie", coerce=int)
    executes_on = day_field("Exécution le", help_text="Un jour où les banques font des virements.")

    def __init__(
        self, accounts: dict[int, BankAccount], first: date | None, *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.accounts = accounts
        choices = [(pk, f"{each.label}, {masked(each.iban)}") for pk, each in accounts.items()]
        cast("forms.TypedChoiceField", self.fields["account"]).choices = choices
        self.fields["executes_on"].initial = first


class AloneForm(forms.Form):
    alone_up_to = euros_field(
        "Une seule personne suffit jusqu’à",
        min_value=Decimal("0.01"),
        required=False,
        help_text="Au-delà, qui a préparé un lot ne le valide pas. Vide : il faut toujours deux personnes.",
    )


class DayForm(forms.Form):
    """Of a batch whose file was taken, it asks too whether the bank has it."""

    executes_on = day_field("Exécution le")
    is_not_at_bank = forms.BooleanField(
        label="J’ai vérifié sur le site de la banque : ce lot n’y est pas",
        error_messages={
            "required": "Son fichier est sorti : vérifiez d’abord sur le site de la banque qu’il n’y est pas."
        },
    )
    reason = forms.CharField(
        label="Pourquoi il n’y est pas",
        max_length=200,
        help_text="« Refusé au dépôt », « jamais déposé ». L’historique le garde.",
        error_messages={"required": "Dites en quelques mots pourquoi il n’y est pas."},
    )

    def __init__(self, *args: Any, is_taken: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_taken:
            del self.fields["is_not_at_bank"], self.fields["reason"]


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi", max_length=200, help_text="« Compte clos », « Refusé par la banque »."
    )
    on = day_field("Revenu le")
