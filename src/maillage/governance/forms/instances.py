"""An instance as its statutes say, and a seat there."""

from collections.abc import Callable
from typing import Any, cast

from django import forms

from maillage.governance.enums import NO_QUORUM, Base, CastingVoice, Majority, Office, Signer, Tie
from maillage.governance.models import Instance
from maillage.governance.rules import kinds_of, share, yearly_day
from maillage.governance.rules.seats import quorum, weight
from maillage.governance.services.instances import GivenInstance, GivenMandate
from maillage.legislation import profession_of, professions_by_key
from maillage.structures.models import Structure
from maillage.ui.forms import CARDS, DATE, NOT_SO_FAR, NOT_SO_OLD, NamedField, NamingForm, WholeField

UNSAID = "Les statuts ne le disent pas"
MOST_SEATS = 500
MAJORITIES = [*Majority.choices, ("2/3", "deux tiers"), ("3/4", "trois quarts")]


def quorum_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=9,
        required=False,
        help_text="Une part : 1/4, 50 %. « aucun », si les statuts n’en demandent pas. Vide : ils ne le disent pas.",
    )


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
    notice_days = WholeField(
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
        choices=[*MAJORITIES, ("", UNSAID)],
        initial=Majority.SIMPLE,
    )
    base = forms.ChoiceField(
        label="Comptée", required=False, choices=[*Base.choices, ("", UNSAID)], initial=Base.CAST
    )
    blank_counts = forms.BooleanField(label="Les votes blancs sont des suffrages exprimés", required=False)
    tie = forms.ChoiceField(label="En cas de partage", required=False, choices=[("", UNSAID), *Tie.choices])
    proxies_per_person = WholeField(
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

    accounts_by = forms.CharField(
        label="Approuve les comptes chaque année avant le",
        max_length=5,
        required=False,
        help_text="Jour et mois : 30/06. Vide : les statuts ne le disent pas.",
    )
    extra_quorum = quorum_field("Quorum en assemblée extraordinaire")
    extra_majority = forms.ChoiceField(
        label="Majorité en assemblée extraordinaire", required=False, choices=[("", UNSAID), *MAJORITIES]
    )
    extra_base = forms.ChoiceField(label="Comptée", required=False, choices=[("", UNSAID), *Base.choices])
    second_days = WholeField(
        label="Entre la première et la seconde réunion, au moins",
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.NumberInput(attrs={"data-unit": "jours"}),
        help_text="Quand le quorum n’a pas été atteint. Vide : les statuts ne le disent pas.",
    )
    second_quorum = quorum_field("Quorum sur seconde convocation")
    extra_second_quorum = quorum_field("Quorum sur seconde convocation, en assemblée extraordinaire")
    casting = forms.ChoiceField(
        label="Si plusieurs personnes président, la voix qui l’emporte",
        required=False,
        choices=[("", UNSAID), *CastingVoice.choices],
    )
    first_signer = forms.ChoiceField(
        label="Procès-verbal signé par", required=False, choices=[("", "Personne"), *Signer.choices]
    )
    second_signer = forms.ChoiceField(
        label="et par", required=False, choices=[("", "Personne"), *Signer.choices]
    )
    profession_seats = forms.CharField(
        label="Sièges par profession",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une profession par ligne : « Infirmier : 2 ». Vide : les statuts n’en réservent pas.",
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [
            (kind.value, kind.label) for kind in kinds_of(structure.form)
        ]
        self.colleges = {f"weight-{each.pk}": each for each in structure.colleges.all()}
        for name, college in self.colleges.items():
            self.fields[name] = forms.CharField(label=college.name, max_length=19, required=False)
            self.fields[f"seats-{college.pk}"] = WholeField(
                label=college.name, required=False, min_value=1, max_value=MOST_SEATS
            )

    @classmethod
    def of(cls, instance: Instance) -> "InstanceForm":
        said = {name: getattr(instance, name) for name in cls.columns()}
        weights = {f"weight-{each.college_id}": each.weight for each in instance.weights.all()}
        shares = list(instance.seat_shares.all())
        seats = {f"seats-{each.college_id}": each.seats for each in shares if each.college_id}
        known = professions_by_key()
        lines = [
            f"{known[each.profession].label} : {each.seats}" for each in shares if each.profession in known
        ]
        typed = {"profession_seats": "\n".join(lines)}
        return cls(instance.structure, initial={**said, **weights, **seats, **typed})

    @classmethod
    def columns(cls) -> list[str]:
        return [name for name in cls.base_fields if name != "profession_seats"]

    @property
    def seats(self) -> list[forms.BoundField]:
        return [self[f"seats-{each.pk}"] for each in self.colleges.values()]

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in self.colleges]

    def clean_yearly_by(self) -> str:
        return readable(self.cleaned_data["yearly_by"], yearly_day)

    @property
    def says_second(self) -> bool:
        return self._says("second_days", "second_quorum")

    @property
    def says_extra(self) -> bool:
        return self._says("extra_quorum", "extra_majority", "extra_base", "extra_second_quorum")

    @property
    def says_seats(self) -> bool:
        return self._says("profession_seats", *(field.name for field in self.seats))

    def _says(self, *names: str) -> bool:
        """Whether one of these is written, or refused: its part of the page is then open."""
        return any(self[name].value() not in {None, ""} or self[name].errors for name in names)

    def clean_accounts_by(self) -> str:
        return readable(self.cleaned_data["accounts_by"], yearly_day)

    def clean_quorum(self) -> str:
        return readable(self.cleaned_data["quorum"], share)

    def clean_extra_quorum(self) -> str:
        return readable_quorum(self.cleaned_data["extra_quorum"])

    def clean_second_quorum(self) -> str:
        return readable_quorum(self.cleaned_data["second_quorum"])

    def clean_extra_second_quorum(self) -> str:
        return readable_quorum(self.cleaned_data["extra_second_quorum"])

    def clean_profession_seats(self) -> dict[str, int]:
        """By key of profession."""
        read: dict[str, int] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["profession_seats"].splitlines())):
            written, _, seats = (each.strip() for each in line.rpartition(":"))
            found = profession_of(written)
            if found is None or not seats.isdecimal() or not 0 < int(seats) <= MOST_SEATS:
                raise forms.ValidationError(
                    f"« {line[:40]} » : écrivez une profession, deux-points, et un nombre de sièges."
                )
            if found.key in read:
                raise forms.ValidationError(f"{found.label} : écrivez cette profession une seule fois.")
            read[found.key] = int(seats)
        return read

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
        if said.get("first_signer") and said.get("first_signer") == said.get("second_signer"):
            self.add_error("second_signer", "Deux signatures, deux qualités : choisissez-en une autre.")
        if said.get("second_signer") and not said.get("first_signer"):
            self.add_error("first_signer", "Dites d’abord la première signature.")
        return said

    def given(self) -> GivenInstance:
        said = {name: self.cleaned_data[name] for name in self.columns()}
        weights = {each.pk: self.cleaned_data[name] for name, each in self.colleges.items()}
        seats = {each.pk: self.cleaned_data[f"seats-{each.pk}"] for each in self.colleges.values()}
        return GivenInstance(
            **said,
            weights={pk: voices for pk, voices in weights.items() if voices},
            college_seats={pk: many for pk, many in seats.items() if many},
            profession_seats=self.cleaned_data["profession_seats"],
        )


def readable(written: str, read: Callable[[str], Any]) -> str:
    """The text, once it was read. Raises ValidationError with the sentence of what reads it."""
    try:
        read(written)
    except ValueError as refusal:
        raise forms.ValidationError(f"{str(refusal).rstrip('.')}.") from None
    return written.strip()


def readable_quorum(written: str) -> str:
    """« Aucun » is what the statutes may write too."""
    said = written.strip()
    return readable(NO_QUORUM if said.lower() == NO_QUORUM else said, quorum)


NOT_A_CARD = "Choisissez un nom dans la liste proposée, ou ajoutez d’abord sa fiche à l’équipe."


def card_field(label: str, *, required: bool = True) -> NamedField:
    return NamedField(proposals=CARDS, refusal=NOT_A_CARD, label=label, required=required)


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


class CloseForm(forms.Form):
    closed_on = forms.DateField(
        label="Dissoute le",
        widget=DATE,
        validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="De ce jour, elle ne se réunit plus ; les mandats qui courent y finissent.",
    )
