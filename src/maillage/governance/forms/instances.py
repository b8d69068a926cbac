"""An instance as its statutes say, and a seat there."""

from collections.abc import Callable
from typing import Any, cast

from django import forms

from maillage.governance.enums import Base, Majority, Office, Tie
from maillage.governance.models import Instance
from maillage.governance.rules import kinds_of, share, yearly_day
from maillage.governance.rules.seats import weight
from maillage.governance.services.instances import GivenInstance, GivenMandate
from maillage.people.queries.naming import CardLabels
from maillage.structures.models import Structure
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, NamedField

UNSAID = "Les statuts ne le disent pas"
OTHER = "autre"


class InstanceForm(forms.Form):
    """What the statutes do not say stays empty."""

    template_name = "governance/_instance_fields.html"

    kind = forms.ChoiceField(label="Type")
    name = forms.CharField(label="Nom", max_length=100)
    purpose = forms.CharField(label="Objet", max_length=300, required=False)
    article = forms.CharField(
        label="Article des statuts",
        max_length=60,
        required=False,
        help_text="« article 12 » : la convocation le cite.",
    )
    notice_days = forms.IntegerField(
        label="Délai de convocation",
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput(attrs={"data-unit": "jours"}),
    )
    quorum = forms.CharField(
        label="Quorum",
        max_length=9,
        required=False,
        help_text="Une part de celles et ceux qui votent : 1/3, 1/2, 60 %. Vide : aucun.",
    )
    majority = forms.ChoiceField(
        label="Majorité",
        required=False,
        choices=[*Majority.choices, ("2/3", "deux tiers"), ("3/4", "trois quarts"), ("", UNSAID)],
        initial=Majority.SIMPLE,
    )
    base = forms.ChoiceField(
        label="Comptée", required=False, choices=[*Base.choices, ("", UNSAID)], initial=Base.CAST
    )
    blank_counts = forms.BooleanField(label="Les votes blancs sont des suffrages exprimés", required=False)
    tie = forms.ChoiceField(label="En cas de partage", required=False, choices=[("", UNSAID), *Tie.choices])
    proxies_per_person = forms.IntegerField(
        label="Pouvoirs par personne",
        required=False,
        min_value=0,
        max_value=50,
        help_text="Vide : les statuts n’en limitent pas le nombre.",
    )
    needs_fee = forms.BooleanField(label="Il faut être à jour de cotisation pour voter", required=False)
    yearly_by = forms.CharField(
        label="Se réunit chaque année avant le",
        max_length=5,
        required=False,
        help_text="Jour et mois : 30/06. Vide : les statuts ne le disent pas.",
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [
            (kind.value, kind.label) for kind in kinds_of(structure.form)
        ]
        self.colleges = {f"weight-{each.pk}": each for each in structure.colleges.all()}
        for name, college in self.colleges.items():
            self.fields[name] = forms.CharField(label=college.name, max_length=19, required=False)

    @classmethod
    def of(cls, instance: Instance) -> "InstanceForm":
        said = {name: getattr(instance, name) for name in cls.base_fields}
        weights = {f"weight-{each.college_id}": each.weight for each in instance.weights.all()}
        return cls(instance.structure, initial={**said, **weights})

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in self.colleges]

    def clean_yearly_by(self) -> str:
        return readable(self.cleaned_data["yearly_by"], yearly_day)

    def clean_quorum(self) -> str:
        return readable(self.cleaned_data["quorum"], share)

    def clean(self) -> dict[str, Any]:
        """All the colleges weigh, or none does."""
        said = super().clean() or self.cleaned_data
        written = {name: said.get(name, "") for name in self.colleges}
        for name, voices in written.items():
            try:
                if voices:
                    weight(voices)
            except ValueError as refusal:
                self.add_error(name, f"{refusal}.")
            if not voices and any(written.values()):
                self.add_error(name, "Donnez des voix à chaque collège, ou à aucun.")
        return said

    def given(self) -> GivenInstance:
        said = {name: self.cleaned_data[name] for name in self.base_fields}
        weights = {each.pk: self.cleaned_data[name] for name, each in self.colleges.items()}
        return GivenInstance(**said, weights={pk: voices for pk, voices in weights.items() if voices})


def readable(written: str, read: Callable[[str], Any]) -> str:
    """The text, once it was read. Raises ValidationError with the sentence of what reads it."""
    try:
        read(written)
    except ValueError as refusal:
        raise forms.ValidationError(f"{str(refusal).rstrip('.')}.") from None
    return written.strip()


#: Id of the list of cards, once on the page.
CARDS = "cards"
NOT_A_CARD = "Choisissez un nom dans la liste proposée, ou ajoutez d’abord sa fiche à l’équipe."


def card_field(label: str, *, required: bool = True) -> NamedField:
    return NamedField(proposals=CARDS, refusal=NOT_A_CARD, label=label, required=required)


class NamingForm(forms.Form):
    """A form that names people of the structure."""

    def __init__(self, cards: CardLabels, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, NamedField):
                field.known = cards


class MandateForm(NamingForm):
    person = card_field("Personne")
    office = forms.ChoiceField(label="Fonction", choices=Office.choices, initial=Office.MEMBRE)
    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    until = forms.DateField(
        label="Jusqu’au",
        widget=DATE,
        required=False,
        validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="Le jour où il finit. Vide : les statuts n’en fixent pas.",
    )

    def given(self) -> GivenMandate:
        return GivenMandate(**{name: self.cleaned_data[name] for name in ("office", "since", "until")})
