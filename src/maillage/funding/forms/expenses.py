"""An expense as its paper says, by its kind; its approval; its payment; what is voted for expenses."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core import signing

from maillage.accounts.models import User
from maillage.files.models import File
from maillage.funding.enums import ExpenseKind, ExpenseState, VotedKind
from maillage.funding.forms.actions import action_field, offer_actions
from maillage.funding.forms.claims import decision_field, offer_decisions
from maillage.funding.queries.expenses import card_of
from maillage.funding.queries.posts import choices_of, posts_named
from maillage.funding.rules.written_values import read_amount
from maillage.funding.types.spending import GivenExpense, GivenSplit
from maillage.structures.models import LegalPerson
from maillage.ui.forms import KeyedForm, LongSelect, NeededFile, NumberField, day_field

MOST = Decimal("99999999.99")
#: A photo that was sent with a form that came back waits that long.
WAITS = timedelta(days=1)
SALT = "funding.expense"
PAPERS = ".pdf,.jpg,.jpeg,.png"
WITH_PERSON = (ExpenseKind.FEES, ExpenseKind.MILEAGE, ExpenseKind.PAYROLL)
SOLD = (ExpenseKind.INVOICE, ExpenseKind.QUOTE)


class AmountField(NumberField):
    """Euros as people write them: « 12,50 », « 1 234,56 € ». Above zero, unless `signed`."""

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "data-unit": "€", "autocomplete": "off"})
        super().__init__(widget=widget, **options)
        self.signed = signed

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            read = read_amount(str(value))
        except ValueError as refusal:
            raise forms.ValidationError(f"{refusal}.") from None
        if read <= 0 and not self.signed:
            raise forms.ValidationError("Écrivez un montant au-dessus de zéro.")
        if abs(read) > MOST:
            raise forms.ValidationError("Ce montant dépasse 99 999 999,99\N{NO-BREAK SPACE}€ : vérifiez-le.")
        return read


#: Of the field that takes it.
PAPER: dict[str, Any] = {
    "label": "La pièce",
    "required": False,
    "help_text": "Une photo ou un PDF, 10\N{NO-BREAK SPACE}Mo au plus. Rien sur un patient.",
    "widget": forms.FileInput(attrs={"accept": PAPERS, "class": "form-control"}),
}


class ExpenseForm(KeyedForm):
    """The fields of a kind; `is_another` once a double was told; `kept`, a paper that came before."""

    label = forms.CharField(label="Objet", max_length=200, help_text="« Affiches », « Train pour Toulouse ».")
    supplier = forms.CharField(
        label="Fournisseur", max_length=120, widget=forms.TextInput(attrs={"list": "fournisseurs"})
    )
    siret = forms.CharField(
        label="Son SIRET", max_length=20, required=False, help_text="Il reconnaît une facture déjà notée."
    )
    number = forms.CharField(label="Numéro de la pièce", max_length=60, required=False)
    person = forms.TypedChoiceField(
        label="À payer à", coerce=int, empty_value=None, required=False, widget=LongSelect
    )
    dated_on = day_field(
        "Date", help_text="Celle de la pièce : elle dit dans quelle année la dépense compte."
    )
    due_on = day_field("À payer avant le", required=False)
    amount = AmountField(label="Montant")
    kilometres = NumberField(
        label="Kilomètres",
        min_value=Decimal("0.1"),
        max_value=99_999,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"data-unit": "km", "step": "0.1"}),
    )
    post = forms.ChoiceField(label="Pour", help_text="Qui approuve peut le corriger.")
    action = action_field()
    bills = forms.TypedChoiceField(label="Répond au devis", coerce=int, empty_value=None, required=False)
    file = forms.FileField(**PAPER)
    kept = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    is_another = forms.BooleanField(label="C’est une autre dépense : la noter quand même", required=False)

    def __init__(
        self, person: LegalPerson, kind: ExpenseKind, user: User, data: Any = None, files: Any = None,
        *, may_choose: bool = False,
    ) -> None:  # fmt: skip
        """`may_choose`: for anybody, by a split key too; else for oneself alone."""
        super().__init__(data, files)
        self.kind, self.user = kind, user
        self.mine = card_of(person.structure, user)
        cast("forms.ChoiceField", self.fields["post"]).choices = choices_of(person, splits=may_choose)
        if kind == ExpenseKind.FEES:
            self.fields["file"] = NeededFile(**PAPER)
        self.suppliers = [each.name for each in person.suppliers.all()] if kind in SOLD else []
        self._leave(kind, may_choose=may_choose)
        self._choose(person)
        offer_actions(self, person.structure)
        if kind == ExpenseKind.FEES:
            self.order_fields(["key", "file"])  # the photo first, on a phone
        if not self.asks_again:
            self.fields["is_another"].widget = forms.HiddenInput()

    @property
    def asks_again(self) -> bool:
        return bool(getattr(self, "_asks_again", False))

    def ask_again(self, told: str) -> None:
        """It may be there already: say so, and offer to write it all the same."""
        self.add_error(None, told)
        self._asks_again = True
        self.fields["is_another"].widget = forms.CheckboxInput()

    def _leave(self, kind: ExpenseKind, *, may_choose: bool) -> None:
        gone: set[str] = {"kilometres"} if kind != ExpenseKind.MILEAGE else {"amount"}
        gone |= {"supplier", "siret", "number", "due_on"} if kind not in SOLD else {"person"}
        if kind != ExpenseKind.INVOICE:
            gone.add("bills")
        if kind in WITH_PERSON and not may_choose:
            gone.add("person")
        for name in gone:
            del self.fields[name]

    def _choose(self, person: LegalPerson) -> None:
        if "person" in self.fields:
            cards = person.structure.people.order_by("name").values_list("pk", "name")
            mine = "Moi" if self.mine is None else f"Moi ({self.mine.name})"
            others = [(pk, name) for pk, name in cards if self.mine is None or pk != self.mine.pk]
            blank = [] if self.kind == ExpenseKind.PAYROLL else [("", mine)]
            cast("forms.ChoiceField", self.fields["person"]).choices = [*blank, *others]
            self.fields["person"].required = self.kind == ExpenseKind.PAYROLL
        if "bills" in self.fields:
            quotes = person.expenses.filter(
                kind=ExpenseKind.QUOTE, state__in=(ExpenseState.COMMITTED, ExpenseState.APPROVED)
            )
            offered = [(each.pk, str(each)) for each in quotes]
            if offered:
                cast("forms.ChoiceField", self.fields["bills"]).choices = [("", "Aucun devis noté"), *offered]
            else:
                del self.fields["bills"]

    def given(self) -> GivenExpense:
        data = {name: value for name, value in self.cleaned_data.items() if name in GivenExpense.__slots__}
        if self.kind in WITH_PERSON and not data.get("person"):
            data |= {"person": self.mine.pk if self.mine else None, "name": str(self.user)}
        return GivenExpense(kind=self.kind, **data)

    def waiting_paper(self, about: Any) -> File | None:
        """The paper that came with this form before it was shown again."""
        try:
            pk = signing.loads(self.cleaned_data.get("kept", ""), salt=SALT, max_age=WAITS)
        except signing.BadSignature:
            return None
        return File.objects.filter(pk=pk, about=about, expense_paper=None).first()

    def remember(self, paper: File) -> None:
        """It comes back with the form, without being sent again."""
        sent = {name: self.data.get(name) for name in self.data}
        self.data = {**sent, "kept": signing.dumps(str(paper.pk), salt=SALT)}
        # As the page shows it: the field is bound already.
        self["file"].help_text = f"Déjà reçue : {paper.name}. Choisissez-en une autre pour la remplacer."


class ApprovalForm(forms.Form):
    post = forms.ChoiceField(label="Pour")

    def __init__(self, person: LegalPerson, current: tuple[str, str], data: Any = None) -> None:
        """`current`: what it is for now, as it is sent and in words, on the list whatever replaced it."""
        super().__init__(data, initial={"post": current[0]})
        offered = choices_of(person, splits=True)
        known = [value for value, _ in offered]
        cast("forms.ChoiceField", self.fields["post"]).choices = (
            offered if current[0] in known else [current, *offered]
        )


class PaymentForm(forms.Form):
    paid_on = day_field("Payée le")


class PaperForm(forms.Form):
    file = forms.FileField(
        label="Ajouter une pièce",
        widget=forms.FileInput(attrs={"accept": PAPERS, "class": "form-control"}),
        error_messages={"required": "Choisissez une photo ou un PDF."},
    )


class VotedForm(forms.Form):
    """A number that was voted."""

    kind = forms.ChoiceField(label="Ce qui est voté", choices=VotedKind)
    amount = NumberField(
        label="Montant",
        min_value=Decimal("0.001"),
        max_value=MOST,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"data-unit": "€", "step": "0.001"}),
    )
    since = day_field("À partir du")
    decision = decision_field()

    def __init__(self, person: LegalPerson, data: Any = None) -> None:
        super().__init__(data)
        offer_decisions(self, person.structure)


class SplitForm(KeyedForm):
    """A share for each post."""

    name = forms.CharField(label="Nom de la clé", max_length=80, help_text="« Loyer », « Logiciels ».")
    since = day_field("À partir du")
    decision = decision_field("Décision qui la vote")

    def __init__(self, person: LegalPerson, data: Any = None) -> None:
        super().__init__(data)
        offer_decisions(self, person.structure)
        self.posts: Mapping[str, str] = {f"part-{rank}": key for rank, key in enumerate(posts_named(person))}
        words = posts_named(person)
        for name, key in self.posts.items():
            self.fields[name] = NumberField(
                label=str(words[key]),
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"data-unit": "%", "step": "0.01"}),
            )

    def given(self) -> GivenSplit:
        data = self.cleaned_data
        shares = {key: data[name] for name, key in self.posts.items() if data.get(name)}
        return GivenSplit(data["name"], data["since"], shares)
