"""A movement, an account of the chart, a year of books and what it opens with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from maillage.funding.enums import AccountUse, Way
from maillage.funding.forms.contracts import euros_field
from maillage.funding.models import Account
from maillage.funding.queries.books.entries import HELD
from maillage.funding.queries.books.years import accounts_of, mission_names, next_days
from maillage.funding.services.books.chart import GivenAccount
from maillage.funding.services.books.years import GivenBalance, GivenYear
from maillage.funding.types.books import Movement
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.ui.forms import KeyedForm, day_field

#: First digits of accounts → what a volunteer reads above them, in this order.
GROUPS = (
    ("7", "Recettes"),
    ("6", "Dépenses"),
    ("5", "Banque et caisse"),
    ("1234", "Bilan"),
    ("8", "Bénévolat"),
)


def categories(accounts: Sequence[Account]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Accounts as a select shows them: by group, each with its number."""
    shown = (
        (name, [(each.pk, named(each)) for each in accounts if each.number[0] in digits])
        for digits, name in GROUPS
    )
    return [(name, rows) for name, rows in shown if rows]


class Options:
    """The lines of a select of categories, written once for the twenty of a page."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._lines = "".join(
            f'<optgroup label="{escape(name)}">{"".join(map(_option, rows))}</optgroup>'
            for name, rows in categories(accounts)
        )

    def chosen(self, account: int | None) -> SafeString:
        value = f'value="{account}"'
        return mark_safe(self._lines.replace(value, f"{value} selected"))  # noqa: S308


def _option(row: tuple[int, str]) -> str:
    return f'<option value="{row[0]}">{escape(row[1])}</option>'


def named(account: Account) -> str:
    return f"{account.label} ({account.number})"


class MovementForm(KeyedForm):
    on = day_field("Jour")
    label = forms.CharField(
        label="Ce que c’est", max_length=200, help_text="« Timbres », « Don de la mairie »."
    )
    way = forms.ChoiceField(label="Sens", choices=Way.choices, widget=forms.RadioSelect, initial=Way.OUT)
    amount = euros_field("Montant")
    held = forms.TypedChoiceField(
        label="Banque ou caisse",
        coerce=int,
        help_text="Ce qui sera sur un relevé se range depuis le relevé : ne le notez pas deux fois.",
    )
    category = forms.TypedChoiceField(label="Catégorie", coerce=int)
    mission = forms.ChoiceField(label="Mission", required=False)
    piece = forms.CharField(
        label="Référence de la pièce",
        max_length=60,
        required=False,
        help_text="Le numéro de la facture ou du reçu.",
    )
    piece_on = day_field("Date de la pièce", required=False)

    def __init__(self, person: LegalPerson, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        accounts = list(accounts_of(person))
        held = [(each.pk, named(each)) for each in accounts if each.number.startswith(HELD)]
        self._choose("held", held)
        self._choose("category", [("", "Choisissez…"), *categories(accounts)])
        if person.structure.form == "cpts":
            self._choose("mission", [("", "Aucune"), *mission_names().items()])
        else:
            del self.fields["mission"]

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def given(self) -> Movement:
        data: dict[str, Any] = {name: self.cleaned_data.get(name) for name in Movement.__slots__}
        return Movement(**{**data, "mission": data["mission"] or ""})


class BookAccountForm(forms.Form):
    number = forms.CharField(
        label="Numéro", max_length=20, help_text="Trois chiffres au moins : 6064, 512-LIVRET."
    )
    label = forms.CharField(label="Intitulé", max_length=120)
    use = forms.ChoiceField(
        label="Proposé pour",
        choices=[("", "Rien en particulier"), *AccountUse.choices],
        required=False,
        help_text="Un autre compte qui l’était ne l’est plus.",
    )

    def given(self) -> GivenAccount:
        return GivenAccount(**{name: self.cleaned_data[name] for name in GivenAccount.__slots__})


class YearForm(KeyedForm):
    legal_person = forms.TypedChoiceField(label="Comptes de", coerce=int)
    since = day_field(
        "Premier jour de l’exercice", help_text="Souvent le 1er janvier. Les statuts le disent."
    )
    closes_on = day_field("Dernier jour")

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.persons = {each.pk: each for each in structure.legal_persons.all()}
        names = [(pk, each.name) for pk, each in self.persons.items()]
        cast("forms.TypedChoiceField", self.fields["legal_person"]).choices = names

    @classmethod
    def empty(cls, structure: Structure, person: LegalPerson, *, on: Any) -> "YearForm":
        """With the days that follow what is open."""
        since, closes_on = next_days(person, on=on)
        return cls(structure, initial={"legal_person": person.pk, "since": since, "closes_on": closes_on})

    def person(self) -> LegalPerson:
        return self.persons[self.cleaned_data["legal_person"]]

    def given(self) -> GivenYear:
        return GivenYear(self.cleaned_data["since"], self.cleaned_data["closes_on"])


class BalancesForm(KeyedForm):
    """For each account, what it holds on its debit (`d-<key>`) or on its credit (`c-<key>`)."""

    on = day_field(
        "Avant les mouvements du",
        help_text="Le premier jour de l’exercice, ou celui où vous commencez : les soldes sont ceux de la veille au soir.",
    )

    def __init__(self, person: LegalPerson, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = [each for each in accounts_of(person) if each.number[0] != "8"]
        for account in self.accounts:
            for side, word in (("d", "débit"), ("c", "crédit")):
                self.fields[f"{side}-{account.pk}"] = euros_field(
                    f"{account}, {word}",
                    required=False,
                    min_value=Decimal(),
                    attrs={"aria-label": f"{account}, {word}, en euros"},
                )

    def rows(self, *digits: str) -> list[tuple[Account, forms.BoundField, forms.BoundField]]:
        """The accounts whose number begins so, with their two fields."""
        return [
            (each, self[f"d-{each.pk}"], self[f"c-{each.pk}"])
            for each in self.accounts
            if each.number.startswith(digits)
        ]

    @property
    def groups(self) -> list[tuple[str, list[tuple[Account, forms.BoundField, forms.BoundField]], bool]]:
        """(title, rows, whether it is open): what is held first."""
        shown = (
            ("Banque et caisse", self.rows("5"), True),
            ("Ce que les années passées ont laissé", self.rows("1"), True),
            ("Ce qu’on vous doit, ce que vous devez", self.rows("2", "3", "4"), False),
            ("Recettes et dépenses depuis le début de l’exercice", self.rows("6", "7"), False),
        )
        return [(title, rows, opens or self._is_filled(rows)) for title, rows, opens in shown if rows]

    def _is_filled(self, rows: Sequence[tuple[Account, forms.BoundField, forms.BoundField]]) -> bool:
        return any(field.value() or field.errors for _, *sides in rows for field in sides)

    @property
    def error_fields(self) -> list[tuple[forms.BoundField, list[str]]]:
        """As `ui/errors.html` reads them."""
        return [(field, list(map(str, field.errors))) for field in self.visible_fields()]

    def given(self) -> list[GivenBalance]:
        """Raises BadInput for an account on both sides."""
        found = []
        for account in self.accounts:
            debit, credit = (self.cleaned_data.get(f"{side}-{account.pk}") for side in "dc")
            if debit and credit:
                raise BadInput(
                    f"Le compte {account} est au débit ou au crédit, pas aux deux.", field=f"d-{account.pk}"
                )
            if debit or credit:
                found.append(GivenBalance(account.pk, (debit or Decimal()) - (credit or Decimal())))
        return found


class ReverseForm(KeyedForm):
    on = day_field(
        "Jour de l’extourne", help_text="Celui de l’écriture, ou un jour d’après, dans le même exercice."
    )


class CloseForm(forms.Form):
    sure = forms.BooleanField(
        label="Les comptes sont vérifiés\N{NO-BREAK SPACE}: cette clôture ne se défait pas"
    )
