"""The day of a dialogue, what is proposed and kept of a mission, what is concluded."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms

from maillage.dossier.queries.dialogue import Row, Thread
from maillage.dossier.services.dialogue import GivenConclusion, GivenPosition, GivenSheet
from maillage.funding.models import Contract
from maillage.kernel import date_in_french
from maillage.ui.forms import KeyedForm, NumberField, PercentField, day_field, words_field

MOST = Decimal("9999999999.99")


class YearForm(KeyedForm):
    """Which contract year to prepare."""

    year = forms.ChoiceField(label="Année à préparer")

    def __init__(self, free: Sequence[tuple[Contract, int, date, date]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["year"]).choices = [
            (
                f"{contract.pk}-{number}",
                f"{contract.name}, année {number}, du {date_in_french(first)} au {date_in_french(last)}",
            )
            for contract, number, first, last in free
        ]


class MeetingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    meets_on = day_field("Jour du dialogue", required=False, help_text="Le rétroplanning en découle.")
    place = forms.CharField(label="Lieu ou lien", max_length=200, required=False)


class DoneForm(forms.Form):
    """Empty: it is not done."""

    done_on = day_field("Fait le", required=False)


class MissionForm(forms.Form):
    """A line for each indicator that is judged, then the words of the mission."""

    template_name = "dossier/_mission_fields.html"

    difficulties = words_field("Difficultés")
    asks = words_field("Demandes aux partenaires")
    next_year = words_field("Proposition pour l’an prochain", help_text="Actions, cibles, avenant.")

    def __init__(self, thread: Thread, *args: Any, **options: Any) -> None:
        sheet = thread.sheet
        said = {
            "difficulties": sheet.difficulties,
            "asks": sheet.asks,
            "next_year": sheet.next_year,
        }
        super().__init__(*args, **({"initial": said} | options))
        self.thread = thread
        for place, row in enumerate(thread.rows):
            self.fields |= dict(_fields(place, row))

    def lines(self) -> Iterator[tuple[Row, dict[str, forms.BoundField]]]:
        for place, row in enumerate(self.thread.rows):
            yield row, {name.split("-")[0]: self[name] for name, _ in _fields(place, row)}

    def positions(self) -> list[GivenPosition]:
        data = self.cleaned_data
        return [
            GivenPosition(
                self.thread.key,
                row.indicator.pk if row.indicator else None,
                _of_one(data[f"proposed-{place}"]),
                _of_one(data[f"kept-{place}"]),
                data[f"reason-{place}"],
                data[f"disputed-{place}"],
                data.get(f"target-{place}"),
            )
            for place, row in enumerate(self.thread.rows)
        ]

    def sheet(self) -> GivenSheet:
        data = self.cleaned_data
        return GivenSheet(data["difficulties"], data["asks"], data["next_year"])


def _fields(place: int, row: Row) -> Iterator[tuple[str, forms.Field]]:
    position = row.position

    def named(what: str) -> dict[str, str]:
        return {"aria-label": f"{row.label}, {what}"}

    for name, label, value in (
        ("proposed", "taux proposé", row.proposed),
        ("kept", "taux retenu", position.kept),
    ):
        yield (
            f"{name}-{place}",
            PercentField(
                label=label[0].upper() + label[1:],
                required=False,
                decimal_places=2,
                initial=None if value is None else f"{(value * 100).normalize():f}",
                widget=forms.NumberInput(attrs={"data-unit": "%", "step": "0.01"} | named(label)),
            ),
        )
    yield (
        f"reason-{place}",
        forms.CharField(
            label="Motif",
            required=False,
            max_length=300,
            initial=position.reason,
            widget=forms.TextInput(attrs=named("motif")),
        ),
    )
    yield (
        f"disputed-{place}",
        forms.BooleanField(
            label="Désaccord",
            required=False,
            initial=position.is_disputed,
            widget=forms.CheckboxInput(attrs=named("désaccord")),
        ),
    )
    if row.indicator:
        yield (
            f"target-{place}",
            NumberField(
                label="Cible de l’an prochain",
                required=False,
                min_value=-MOST,
                max_value=MOST,
                decimal_places=2,
                initial=position.next_target,
                widget=forms.NumberInput(
                    attrs={"step": "0.01"}
                    | named("cible de l’an prochain")
                    | ({"data-unit": row.unit} if row.unit else {})
                ),
            ),
        )


def _of_one(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100


class ConclusionForm(forms.Form):
    closed_on = day_field("Conclu le")
    participants = forms.CharField(
        label="Participants", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un par ligne : nom, organisme.",
    )  # fmt: skip
    agreed_by = forms.CharField(
        label="Accord donné par",
        max_length=300,
        help_text="Signatures, ou courriels d’accord avec leur date.",
    )
    conclusions = words_field("Ce qui est convenu", rows=4)
    avenant = forms.CharField(label="Avenant à prévoir", max_length=300, required=False)
    next_dates = forms.CharField(label="Prochaines dates", max_length=300, required=False)

    @classmethod
    def of(cls, today: date) -> "ConclusionForm":
        return cls(initial={"closed_on": today})

    def given(self) -> GivenConclusion:
        return GivenConclusion(**self.cleaned_data)


class DisputeForm(KeyedForm):
    on = day_field("Le")
    words = forms.CharField(
        label="Ce qui s’est passé",
        max_length=300,
        help_text="« Courrier à la caisse », « commission paritaire saisie ».",
    )
